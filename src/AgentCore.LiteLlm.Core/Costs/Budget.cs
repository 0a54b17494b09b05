namespace AgentCore.LiteLlm.Costs;

/// <summary>What several runs may spend together. They may add to it at the same time.</summary>
/// <param name="maxTokens">How many tokens, of prompts and answers; null for no limit.</param>
/// <param name="maxCost">How much, in US dollars; null for no limit.</param>
internal sealed class Budget(long? maxTokens, decimal? maxCost)
{
    private readonly Lock _gate = new();
    private Spent _spent = Spent.Nothing;
    private bool _hasUncounted;

    /// <summary>Gets the most tokens; null for no limit.</summary>
    public long? MaxTokens => maxTokens;

    /// <summary>Gets the most cost, in US dollars; null for no limit.</summary>
    public decimal? MaxCost => maxCost;

    /// <summary>Gets what was spent so far.</summary>
    public Spent Spent
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    /// <summary>Gets the tokens that were counted.</summary>
    public long Tokens => Spent.Usage?.CountedTokens ?? 0;

    /// <summary>Gets a value indicating whether the tokens are used up.</summary>
    public bool IsOutOfTokens => Tokens >= maxTokens;

    /// <summary>Gets a value indicating whether the money is spent.</summary>
    public bool IsOutOfMoney => Spent.Cost >= maxCost;

    /// <summary>Gets what a limit cannot bind, because an endpoint does not say it: tokens or cost; null for nothing.</summary>
    public string? Blind
    {
        get
        {
            lock (_gate)
            {
                return maxTokens is not null && _hasUncounted ? "tokens" : maxCost is not null && _spent.UnpricedIterations > 0 ? "cost" : null;
            }
        }
    }

    /// <summary>Adds what was spent.</summary>
    /// <param name="spent">By one of them.</param>
    public void Add(Spent spent)
    {
        lock (_gate)
        {
            _spent = _spent.Add(spent);
            _hasUncounted |= spent is { Iterations: > 0, Usage: null or { IsCounted: false } };
        }
    }
}
