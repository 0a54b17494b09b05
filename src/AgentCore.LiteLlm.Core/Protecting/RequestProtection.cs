using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Protecting;

/// <summary>Takes personal data out of one request, within the time that the whole call has.</summary>
/// <param name="request">The request.</param>
/// <param name="session">What takes it out.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestProtection(ChatRequest request, ProtectionSession session, TimeProvider time)
{
    // What was not looked at to its end may hold anything.
    private static readonly ProtectionReport Unsearched = new() { Found = [new EntityCount("personal data", ProtectionAction.Block, 1)] };

    /// <summary>Makes the request that may leave.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The request, and what was found in it.</returns>
    /// <exception cref="ChatException">It may not leave: something could not be looked at, or holds what must not leave.</exception>
    public async Task<(ChatRequest Request, ProtectionReport Report)> ApplyAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource clock = request.TimeLimit - request.TimeSpent is { } remaining
            ? new CancellationTokenSource(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, time)
            : new CancellationTokenSource();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            ImmutableArray<LabelledText>.Builder texts = ImmutableArray.CreateBuilder<LabelledText>();
            RequestTexts.Map(request, text =>
            {
                texts.Add(text);
                return text.Text;
            });
            ImmutableArray<ProtectedText> safe = await session.ProtectAsync(texts.DrainToImmutable(), either.Token).ConfigureAwait(false);
            int next = 0;
            ChatRequest result = RequestTexts.Map(request, _ => safe[next++].Text);
            return (result with { Protection = null }, ProtectionReport.Of(safe) with { Unprotected = session.Unprotected });
        }
        catch (ProtectionException e)
        {
            throw Refuse(
                FailureKind.ProtectionFailed, $"Personal data in the request could not be looked for: {e.Message}",
                "Mend what failed and ask again: without it, data that the blueprint protects could leave.", e);
        }
        catch (ProtectionBlockedException e)
        {
            throw Refuse(FailureKind.ProtectionBlocked, e.Message, "Take it out of the request, or choose another action for its kind.", e);
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Refuse(
                FailureKind.TimedOut, "The call's time limit passed while personal data was looked for.",
                "Raise the time limit, or look at the analyzer's load.");
        }
    }

    private ChatException Refuse(FailureKind kind, string what, string advice, Exception? cause = null) => new(
        new ChatFailure
        {
            Kind = kind,
            Summary = $"{what.TrimEnd('.')}. Nothing was sent.",
            Advice = advice,
            Endpoint = request.Endpoint.AbsoluteUri,
            Attempts = 0,
            Vault = session.Vault,
            Protection = kind == FailureKind.ProtectionBlocked ? session.Seen : Unsearched,
        },
        cause);
}
