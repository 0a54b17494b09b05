using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Hardware addresses: six pairs of hexadecimal digits, or three groups of four.</summary>
internal sealed class MacAddress() : Recogniser("MAC_ADDRESS", "mac", "mac address", "hardware address", "physical address", "ethernet")
{
    /// <inheritdoc/>
    public override string Anchors => ":-.";

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        char separator = text[place.Start];
        int size = separator == '.' ? 4 : 2;
        int length = size == 4 ? 14 : 17;
        int start = place.Start - size;
        if (start < 0 || start + length > text.Length || !char.IsAsciiHexDigit(text[start]) || !char.IsAsciiHexDigit(text[start + 1]))
        {
            return;
        }

        ReadOnlySpan<char> address = text.Slice(start, length);
        for (int at = 0; at < length; at++)
        {
            bool isSeparator = at % (size + 1) == size;
            if (isSeparator ? address[at] != separator : !char.IsAsciiHexDigit(address[at]))
            {
                return;
            }
        }

        bool isFree = (start == 0 || !(Place.IsWord(text[start - 1]) || text[start - 1] == separator))
            && (start + length == text.Length || !(Place.IsWord(text[start + length]) || (text[start + length] == separator && separator != '.')));
        bool isBlank = !address.ContainsAnyExcept('0', separator) || !address.ContainsAnyExcept('f', 'F', separator);
        if (isFree && !isBlank)
        {
            found.Add(this, start, start + length, 0.6);
        }
    }
}
