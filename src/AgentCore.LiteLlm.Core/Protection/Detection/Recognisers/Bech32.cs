namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Bitcoin's newer addresses: base 32 with a checksum, as BIP 173 and BIP 350 say.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Original = 1;
    private const uint Modified = 0x2BC830A3;

    private static readonly uint[] Generator = [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3];

    /// <summary>Says whether a word, which begins with 'bc1', is such an address.</summary>
    public static bool IsAddress(ReadOnlySpan<char> word)
    {
        bool isMixed = word.ContainsAnyInRange('a', 'z') && word.ContainsAnyInRange('A', 'Z');
        uint check = 1;
        foreach (int value in (ReadOnlySpan<int>)['b' >> 5, 'c' >> 5, 0, 'b' & 31, 'c' & 31])
        {
            check = Step(check, (uint)value);
        }

        foreach (char c in word[3..])
        {
            int value = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            check = Step(check, (uint)value);
        }

        return !isMixed && check is Original or Modified;
    }

    private static uint Step(uint check, uint value)
    {
        uint top = check >> 25;
        check = ((check & 0x1FFFFFF) << 5) ^ value;
        for (int at = 0; at < 5; at++)
        {
            check ^= (top >> at & 1) != 0 ? Generator[at] : 0;
        }

        return check;
    }
}
