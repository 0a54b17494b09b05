using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Costs;

/// <summary>What answers, and tries that came to none, used and cost.</summary>
internal sealed record Spent
{
    /// <summary>Gets what is spent before anything was sent.</summary>
    public static Spent Nothing { get; } = new();

    /// <summary>Gets what one answer takes that came at once.</summary>
    public static Spent OneAnswer { get; } = new() { Attempts = 1, Iterations = 1 };

    /// <summary>Gets what one request takes that brought no answer.</summary>
    public static Spent OneAttempt { get; } = new() { Attempts = 1 };

    /// <summary>Gets what a question takes that was not answered, beside its requests.</summary>
    public static Spent Unanswered { get; } = new() { Iterations = 1 };

    /// <summary>Gets the tokens used; null where nobody counted.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gets the cost in US dollars; null where nobody said.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets where <see cref="Cost"/> comes from; null when there is none.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>Gets how many requests were sent.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets how often the model was asked.</summary>
    public int Iterations { get; init; }

    /// <summary>Gets how many of these have no known cost: all of them where there is no cost.</summary>
    public int UnpricedIterations
    {
        get => Cost is null ? Iterations : field;
        init;
    }

    /// <summary>Adds what was spent beside this.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The sum; what only one of them counted stays as it is.</returns>
    public Spent Add(Spent other) => new()
    {
        Usage = Usage?.Plus(other.Usage) ?? other.Usage,
        Cost = Cost is null ? other.Cost : Cost + (other.Cost ?? 0),
        CostSource = Mix(CostSource, other.CostSource),
        Attempts = Attempts + other.Attempts,
        Iterations = Iterations + other.Iterations,
        UnpricedIterations = UnpricedIterations + other.UnpricedIterations,
    };

    private static CostSource? Mix(CostSource? one, CostSource? other) => one is null || other is null || one == other ? one ?? other : Costs.CostSource.Mixed;
}
