using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// Text as the inside of a JSON string: writes it, changing only what JSON asks for, half a character as its escape; and reads it, where what
/// is no escape stands for itself.
/// </summary>
internal static class JsonEscapes
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private const int LongestEscape = 6;

    /// <summary>Reads JSON text, which may break off anywhere.</summary>
    /// <param name="json">The text.</param>
    /// <param name="starts">Takes where each character begins that is read, and behind those how far there are whole ones.</param>
    /// <returns>The characters that it means.</returns>
    public static string Read(string json, out int[] starts)
    {
        char[] plain = new char[json.Length];
        int[] places = new int[json.Length + 1];
        int length = 0;
        int at = 0;
        while (at < json.Length)
        {
            int size = 1;
            char c = json[at];
            if (c == '\\')
            {
                ReadOnlySpan<char> rest = json.AsSpan(at, Math.Min(LongestEscape, json.Length - at));
                if (rest.Length == 1 || (rest[1] == 'u' && rest.Length < LongestEscape && !rest[2..].ContainsAnyExcept(HexDigits)))
                {
                    break;
                }

                ushort code = 0;
                bool isCode = rest[1] == 'u' && ushort.TryParse(rest[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
                size = isCode ? LongestEscape : rest[1] is '\\' or '"' or '/' ? 2 : 1;
                c = isCode ? (char)code : rest[size - 1];
            }

            plain[length] = c;
            places[length++] = at;
            at += size;
        }

        places[length] = at;
        starts = places;
        return new string(plain, 0, length);
    }

    /// <summary>Appends text.</summary>
    public static void Append(StringBuilder json, string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (isPair)
            {
                json.Append(c).Append(text[++i]);
            }
            else if (c is '"' or '\\')
            {
                json.Append('\\').Append(c);
            }
            else if (c < ' ' || char.IsSurrogate(c))
            {
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                json.Append(c);
            }
        }
    }
}
