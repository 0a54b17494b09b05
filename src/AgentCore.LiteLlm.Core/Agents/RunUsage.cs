using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Agents;

/// <summary>What a run has used so far, and whether its budgets allow another turn.</summary>
/// <param name="request">The request of the run.</param>
/// <param name="limits">Its limits.</param>
/// <param name="before">What an earlier process came to; null for a run that begins.</param>
internal sealed class RunUsage(ChatRequest request, LoopLimits limits, RunProgress? before = null)
{
    private bool _hasUncounted = before is not null && before.Steps.Any(s => s.Kind == AgentStepKind.Turn && !s.Usage.IsCounted);
    private bool _hasWarned;

    /// <summary>Gets the reply of all turns so far; null before the first one.</summary>
    public AgentReply? Whole { get; private set; } = before?.Whole;

    /// <summary>Gets what all turns so far took.</summary>
    public Spent Spent => Whole?.Spent ?? Spent.Nothing;

    private long? UsedTokens => Spent.Usage?.CountedTokens;

    /// <summary>Adds the reply of a turn.</summary>
    public void Add(AgentReply reply)
    {
        _hasUncounted |= !reply.Usage.IsCounted;
        Whole = Whole is null ? reply : reply.After(Whole);
        request.Budget?.Add(reply.Spent);
    }

    /// <summary>Gets what was done about personal data by agents that were called as tools; null where nothing was.</summary>
    public ProtectionReport? Protection { get; private set; }

    /// <summary>Adds what an agent did that was called as a tool. What all share has it already.</summary>
    /// <param name="work">What it did.</param>
    public void Add(AgentWork work)
    {
        _hasUncounted |= work.Spent is { Iterations: > 0, Usage: null or { IsCounted: false } };
        Protection = ProtectionReport.Merge(Protection, work.Protection);
        Whole = Whole! with { Spent = Whole.Spent.Add(work.Spent), Warnings = [.. Whole.Warnings.Union(work.Warnings)] };
    }

    /// <summary>Finds the budget that is spent.</summary>
    /// <returns>The end of the run, or null.</returns>
    public ChatFailure? FindSpent() =>
        UsedTokens >= limits.MaxTokens ? RunEnd.Tokens(request, UsedTokens.Value, limits.MaxTokens.Value)
        : Spent.Cost >= limits.MaxCost ? RunEnd.Cost(request, Spent.Cost.Value, limits.MaxCost.Value)
        : request.Budget is { IsOutOfTokens: true } shared ? RunEnd.Tokens(request, shared.Tokens, shared.MaxTokens!.Value)
        : request.Budget is { IsOutOfMoney: true } spent ? RunEnd.Cost(request, spent.Spent.Cost!.Value, spent.MaxCost!.Value)
        : null;

    /// <summary>Says, once, that a budget cannot bind because the endpoint does not count.</summary>
    /// <returns>The warning, or null.</returns>
    public ChatEvent.Warning? FindWarning()
    {
        string? blind = limits.MaxTokens is not null && _hasUncounted ? "tokens" : limits.MaxCost is not null && Spent.UnpricedIterations > 0 ? "cost" : null;
        if (blind is null || _hasWarned)
        {
            return null;
        }

        _hasWarned = true;
        return new ChatEvent.Warning($"{request.Endpoint.AbsoluteUri} does not say the {blind} of its answers, so the run's limit of it cannot bind.");
    }
}
