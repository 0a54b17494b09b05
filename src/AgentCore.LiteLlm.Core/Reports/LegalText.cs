using System.Text;
using System.Xml;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Text as XML and HTML can hold it.</summary>
internal static class LegalText
{
    /// <summary>Puts a replacement character in the place of what neither can hold, not even escaped: most control characters, halves of characters.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text; the same instance where nothing is replaced.</returns>
    public static string Of(string text)
    {
        StringBuilder? legal = null;
        for (int at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                at++;
            }
            else if (!XmlConvert.IsXmlChar(text[at]))
            {
                legal ??= new StringBuilder(text);
                legal[at] = '\uFFFD';
            }
        }

        return legal?.ToString() ?? text;
    }
}
