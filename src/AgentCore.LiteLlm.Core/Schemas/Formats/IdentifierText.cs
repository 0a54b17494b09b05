using AgentCore.LiteLlm.Schemas.Patterns;

namespace AgentCore.LiteLlm.Schemas.Formats;

/// <summary>UUIDs, regular expressions and JSON pointers.</summary>
internal static class IdentifierText
{
    private const int UuidLength = 36;

    public static bool IsUuid(string text)
    {
        if (text.Length != UuidLength)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            bool fits = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigit(text[i]);
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsPattern(string text) => EcmaPattern.Read(text, out _) is not null;

    public static bool IsJsonPointer(string text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            return false;
        }

        int at = -1;
        while ((at = text.IndexOf('~', at + 1)) >= 0)
        {
            if (at + 1 == text.Length || text[at + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }
}
