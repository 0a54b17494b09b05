using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>The limits that one call is under: its key's, and its model's by that key.</summary>
/// <param name="Key">The limit of the key, whatever model it asks for.</param>
/// <param name="Model">The limit of the model, asked by this key.</param>
/// <param name="Time">The clock.</param>
internal sealed partial record CallPace(LimitPace Key, LimitPace Model, TimeProvider Time)
{
    /// <summary>Finds out how long the call has to wait before it may begin.</summary>
    /// <returns>The pause; zero when there is none.</returns>
    public TimeSpan FindPause()
    {
        (TimeSpan key, TimeSpan model) = (Key.FindPause(), Model.FindPause());
        return key > model ? key : model;
    }

    /// <summary>Waits for a place under both limits. <see cref="Leave"/> gives them back.</summary>
    /// <param name="limit">The longest to wait; null for no limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the limit has passed, and there is no place to give back.</returns>
    public async Task<bool> TryEnterAsync(TimeSpan? limit, CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();

        // The model's first: who waits for it must not hold a place that another model of the key could use.
        if (!await Model.TryEnterAsync(limit, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        bool hasBoth = false;
        try
        {
            return hasBoth = await Key.TryEnterAsync(limit - Time.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!hasBoth)
            {
                Model.Leave();
            }
        }
    }

    /// <summary>Gives the places back.</summary>
    public void Leave()
    {
        Key.Leave();
        Model.Leave();
    }

    /// <summary>Learns from an answer.</summary>
    /// <param name="report">What its headers say; null when they say nothing.</param>
    public void Learn(GatewayReport? report)
    {
        Key.Learn(report?.KeyRemainingRequests);
        Model.Learn(report?.RemainingRequests, report?.ResetRequests);
    }

    /// <summary>Learns from a refusal for too many calls: it holds for the limit that the endpoint names, else for this model by this key alone.</summary>
    /// <param name="failure">The refusal.</param>
    public void Learn(ChatFailure failure)
    {
        LimitPace refused = failure.ProviderMessage is { } message && NamesTheCaller().IsMatch(message) ? Key : Model;
        refused.Learn(failure);
    }

    // LiteLLM's words, whose descriptors are api_key, user, team, team_member, end_user, customer, organization, model_per_key ...
    [GeneratedRegex(
        @"\blimit exceeded for (?:api_?key|key|user|team|team_member|end_user|customer|organization|project)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NamesTheCaller();
}
