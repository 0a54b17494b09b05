using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;

namespace AgentCore.LiteLlm.Wire;

/// <summary>What one call cost.</summary>
internal static class CallCost
{
    /// <summary>
    /// Finds the cost: nothing for an answer out of the gateway's cache; else the gateway's word first, then the answer's, then the price list's.
    /// What nobody prices has no cost, which is not 0: LiteLLM says 0 where it knows no price, in headers and in the usage of streams.
    /// </summary>
    /// <param name="completion">The answer.</param>
    /// <param name="request">The request.</param>
    /// <param name="isSimulated">Whether the tokens are made up, so that a price of them would be too.</param>
    /// <param name="header">Finds a response header.</param>
    /// <returns>The amount in US dollars and where it comes from; null when nobody says.</returns>
    public static (decimal Amount, CostSource Source)? Find(Completion completion, ChatRequest request, bool isSimulated, Func<string, string?> header)
    {
        if (GatewayHeaders.IsCached(header))
        {
            return (0, CostSource.Header);
        }

        // A stream's headers are written before anything has been spent.
        if (!request.IsStreamed && GatewayHeaders.FindCost(header) is > 0 and decimal said)
        {
            return (said, CostSource.Header);
        }

        PriceList? prices = isSimulated ? null : request.Prices;
        return completion.Cost switch
        {
            > 0 and decimal counted => (counted, CostSource.Usage),
            0 when prices?.FindListed(request.Model, completion.Model, completion.Usage) is { } listed => (listed, CostSource.PriceList),

            // A model that is free says so in its answer, as OpenRouter's do.
            0 when !GatewayHeaders.IsLiteLlm(header) => (0, CostSource.Usage),
            _ => prices?.Find(request.Model, completion.Model, completion.Usage) is { } priced ? (priced, CostSource.PriceList) : null,
        };
    }
}
