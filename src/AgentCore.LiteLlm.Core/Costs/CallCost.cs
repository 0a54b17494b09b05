using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Costs;

/// <summary>What one call cost.</summary>
internal static class CallCost
{
    /// <summary>Finds the cost: the gateway's word first, then the answer's, then the price list's.</summary>
    /// <param name="completion">The answer.</param>
    /// <param name="request">The request.</param>
    /// <param name="isSimulated">Whether the tokens are made up, so that a price of them would be too.</param>
    /// <param name="header">Finds a response header.</param>
    /// <returns>The amount in US dollars and where it comes from; null when nobody says.</returns>
    public static (decimal Amount, CostSource Source)? Find(Completion completion, ChatRequest request, bool isSimulated, Func<string, string?> header)
    {
        // A stream's headers are written before anything has been spent.
        if (!request.Stream && GatewayHeaders.FindCost(header) is { } said)
        {
            return (said, CostSource.Header);
        }

        if (completion.Cost is { } counted)
        {
            return (counted, CostSource.Usage);
        }

        return isSimulated || request.Prices?.Find(request.Model, completion.Model, completion.Usage) is not { } priced ? null : (priced, CostSource.PriceList);
    }
}
