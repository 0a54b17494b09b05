using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;

namespace AgentCore.LiteLlm.Wire;

/// <summary>What one call cost.</summary>
internal static class CallCost
{
    /// <summary>
    /// Finds the cost: the gateway's word first, then the answer's, then the price list's. 0 is also what LiteLLM says where it knows no
    /// price, so one that the user lists for that very model comes before it; else it stands as it was said.
    /// </summary>
    /// <param name="completion">The answer.</param>
    /// <param name="request">The request.</param>
    /// <param name="isSimulated">Whether the tokens are made up, so that a price of them would be too.</param>
    /// <param name="header">Finds a response header.</param>
    /// <returns>The amount in US dollars and where it comes from; null when nobody says.</returns>
    public static (decimal Amount, CostSource Source)? Find(Completion completion, ChatRequest request, bool isSimulated, Func<string, string?> header)
    {
        // A stream's headers are written before anything has been spent.
        decimal? said = request.Stream ? null : GatewayHeaders.FindCost(header);
        decimal? counted = completion.Cost;
        PriceList? prices = isSimulated ? null : request.Prices;
        if ((said ?? counted) is null)
        {
            return prices?.Find(request.Model, completion.Model, completion.Usage) is { } priced ? (priced, CostSource.PriceList) : null;
        }

        bool isNothing = said is null or 0 && counted is null or 0;
        if (isNothing && !GatewayHeaders.IsCached(header) && prices?.FindListed(request.Model, completion.Model, completion.Usage) is { } listed)
        {
            return (listed, CostSource.PriceList);
        }

        return counted is null || said > 0 || (said == 0 && counted == 0) ? (said!.Value, CostSource.Header) : (counted.Value, CostSource.Usage);
    }
}
