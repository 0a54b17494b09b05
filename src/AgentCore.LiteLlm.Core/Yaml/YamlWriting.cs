using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Writes text so that every reader of YAML reads back that very text, and nothing in it becomes structure.</summary>
internal static class YamlWriting
{
    /// <summary>Writes a text as a scalar of one line: bare where that is safe, else in double quotes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The scalar.</returns>
    public static string ToScalar(string text) => IsSafeBare(text) ? text : Quote(text);

    // Narrower than YAML allows: a letter first, no space before or after what could be an indicator, no word that some reader takes for
    // something else.
    private static bool IsSafeBare(string text)
    {
        if (text.Length is 0 or > 200 || !(char.IsAsciiLetter(text[0]) || text.StartsWith("${", StringComparison.Ordinal)) || text[^1] is ' ' or ':')
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not (' ' or '_' or '-' or '.' or '/' or ':' or '@' or '$' or '{' or '}'))
            {
                return false;
            }
        }

        return !text.Contains(": ", StringComparison.Ordinal)
            && YamlScalarKinds.KindOf(new YamlScalar(text, YamlScalarStyle.Plain, default)) == YamlScalarKind.Text
            && YamlScalarKinds.FindOtherReading(text) is null
            && text is not ("y" or "Y" or "n" or "N");
    }

    private static string Quote(string text)
    {
        StringBuilder quoted = new(text.Length + 2);
        quoted.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append(c);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                default:
                    // What cannot be seen is spelled out; whether it may stand in a blueprint at all is for its reader to say.
                    quoted.Append(
                        c != '\r' && (char.IsSurrogate(c) || YamlText.FindProblem(c) is null)
                            ? $"{c}"
                            : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"));
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }
}
