using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What several replies used and cost together.</summary>
public sealed record AgentUsage
{
    /// <summary>Gets the model that the replies are of; null for those of all models.</summary>
    public string? Model { get; init; }

    /// <summary>Gets how many replies there are.</summary>
    public int Replies { get; init; }

    /// <summary>Gets how often a model was asked for them.</summary>
    public int Calls { get; init; }

    /// <summary>Gets how many requests were sent for them, retries included.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets the tokens of the prompts, as far as they were counted.</summary>
    public long InputTokens { get; init; }

    /// <summary>Gets the tokens of the answers, as far as they were counted.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Gets the prompt tokens that came from a cache.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Gets the prompt tokens that were written into a cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Gets the answer tokens spent on reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Gets all tokens.</summary>
    public long TotalTokens { get; init; }

    /// <summary>Gets how many replies, and answers that broke off, have no count of tokens, so that the sums lack theirs.</summary>
    public int RepliesWithoutUsage { get; init; }

    /// <summary>Gets the cost in US dollars; null when none is known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets how many calls have no known cost, so that <see cref="Cost"/> lacks theirs.</summary>
    public int CallsWithoutCost { get; init; }

    /// <summary>Gets where the costs come from.</summary>
    public ImmutableArray<CostSource> CostSources { get; init; } = [];

    /// <summary>Gets the time that the replies took, added up.</summary>
    public TimeSpan Duration { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string cost = Cost is { } amount ? string.Create(CultureInfo.InvariantCulture, $"{amount:0.############################} US dollars") : "cost unknown";
        string lacking = CallsWithoutCost > 0 && Cost is not null ? string.Create(CultureInfo.InvariantCulture, $", {CallsWithoutCost} without cost") : "";
        string uncounted = RepliesWithoutUsage > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({RepliesWithoutUsage} not counted)") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Calls} {(Calls == 1 ? "call" : "calls")}, {InputTokens} tokens in, {OutputTokens} out{uncounted}, {cost}{lacking}");
    }

    /// <summary>Adds a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <returns>The larger sum.</returns>
    public AgentUsage Plus(AgentReply reply) => Plus(reply.Spent) with
    {
        Replies = Replies + 1,
        RepliesWithoutUsage = RepliesWithoutUsage + (reply.Usage.IsCounted ? 0 : 1),
        Duration = Duration + reply.Duration,
    };

    /// <summary>Adds what was used without a reply: by a run that ended at a limit, or by an answer that broke off.</summary>
    /// <param name="failure">What became of the call.</param>
    /// <returns>The larger sum.</returns>
    public AgentUsage Plus(ChatFailure failure)
    {
        int counted = failure.Steps.SelectMany(s => s.All).Count(s => s.Kind == AgentStepKind.Turn && s.Usage.IsCounted);
        int calls = Math.Max(failure.Iterations, failure.PartialText.Length > 0 ? 1 : 0);
        return Plus(failure.Spent with { Iterations = calls }) with
        {
            RepliesWithoutUsage = RepliesWithoutUsage + (calls > counted ? 1 : 0),
            Duration = Duration + failure.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Duration),
        };
    }

    /// <summary>Adds what was spent.</summary>
    /// <param name="spent">What was.</param>
    /// <returns>The larger sum.</returns>
    internal AgentUsage Plus(Spent spent)
    {
        TokenUsage usage = spent.Usage ?? new TokenUsage();
        return this with
        {
            Calls = Calls + spent.Iterations,
            Attempts = Attempts + spent.Attempts,
            InputTokens = InputTokens + (usage.InputTokens ?? 0),
            OutputTokens = OutputTokens + (usage.OutputTokens ?? 0),
            CachedInputTokens = CachedInputTokens + (usage.CachedInputTokens ?? 0),
            CacheWriteTokens = CacheWriteTokens + (usage.CacheWriteTokens ?? 0),
            ReasoningTokens = ReasoningTokens + (usage.ReasoningTokens ?? 0),
            TotalTokens = TotalTokens + usage.CountedTokens,
            Cost = spent.Cost is null ? Cost : (Cost ?? 0) + spent.Cost,
            CallsWithoutCost = CallsWithoutCost + spent.UnpricedIterations,
            CostSources = spent.CostSource is { } known && !CostSources.Contains(known) ? CostSources.Add(known) : CostSources,
        };
    }
}
