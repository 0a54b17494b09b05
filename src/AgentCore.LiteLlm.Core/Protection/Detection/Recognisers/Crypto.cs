using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Bitcoin addresses: Base58Check, and bech32 in both forms.</summary>
internal sealed class Crypto() : Recogniser("CRYPTO", "wallet", "btc", "bitcoin", "crypto")
{
    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        ReadOnlySpan<char> word = place.Text[place.Start..place.End];
        bool isProven = word.Length switch
        {
            >= 26 and <= 35 when word[0] is '1' or '3' => Base58.IsAddress(word),
            >= 14 and <= 90 when word.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) => Bech32.IsAddress(word),
            _ => false,
        };
        if (isProven && place.IsFree(place.Start, place.End))
        {
            found.Add(this, place.Start, place.End, 1, Proof.Check);
        }
    }
}
