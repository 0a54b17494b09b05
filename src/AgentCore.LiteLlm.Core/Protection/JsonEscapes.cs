using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Protection;

/// <summary>Writes text as the inside of a JSON string, changing only what JSON asks for; half a character is written as its escape.</summary>
internal static class JsonEscapes
{
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
