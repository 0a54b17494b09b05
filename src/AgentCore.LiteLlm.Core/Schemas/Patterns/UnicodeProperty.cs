using System.Globalization;

namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>The properties that <c>\p{…}</c> can name: general categories, and the few that hold whatever the Unicode version.</summary>
internal static class UnicodeProperty
{
    private const int Last = 0x10FFFF;

    /// <summary>Finds the characters that have a property.</summary>
    /// <param name="name">The property as written between the braces.</param>
    /// <returns>The characters; null when the property is unknown here.</returns>
    public static CodePointSet? Find(string name)
    {
        string category = name.StartsWith("gc=", StringComparison.Ordinal) || name.StartsWith("General_Category=", StringComparison.Ordinal)
            ? name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..]
            : name;
        return name switch
        {
            "Any" => new CodePointSet().Add(0, Last),
            "ASCII" => new CodePointSet().Add(0, 0x7F),
            "Assigned" => OfCategories("Cn").Complement(),
            "ASCII_Hex_Digit" or "AHex" => new CodePointSet().Add('0', '9').Add('A', 'F').Add('a', 'f'),
            _ => ShortNameOf(category) is { } known ? OfCategories(known) : null,
        };
    }

    private static CodePointSet OfCategories(string wanted)
    {
        CodePointSet set = new();
        int start = -1;
        for (int codePoint = 0; codePoint <= Last + 1; codePoint++)
        {
            bool belongs = codePoint <= Last && IsIn(CharUnicodeInfo.GetUnicodeCategory(codePoint), wanted);
            if (belongs && start < 0)
            {
                start = codePoint;
            }
            else if (!belongs && start >= 0)
            {
                set.Add(start, codePoint - 1);
                start = -1;
            }
        }

        return set;
    }

    private static bool IsIn(UnicodeCategory category, string wanted)
    {
        string name = ShortNameOf(category);
        return wanted == "LC" ? name is "Lu" or "Ll" or "Lt" : name.StartsWith(wanted, StringComparison.Ordinal);
    }

    private static string ShortNameOf(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    };

    private static string? ShortNameOf(string category) => category switch
    {
        "L" or "Letter" => "L",
        "LC" or "Cased_Letter" => "LC",
        "Lu" or "Uppercase_Letter" => "Lu",
        "Ll" or "Lowercase_Letter" => "Ll",
        "Lt" or "Titlecase_Letter" => "Lt",
        "Lm" or "Modifier_Letter" => "Lm",
        "Lo" or "Other_Letter" => "Lo",
        "M" or "Mark" or "Combining_Mark" => "M",
        "Mn" or "Nonspacing_Mark" => "Mn",
        "Mc" or "Spacing_Mark" => "Mc",
        "Me" or "Enclosing_Mark" => "Me",
        "N" or "Number" => "N",
        "Nd" or "Decimal_Number" or "digit" => "Nd",
        "Nl" or "Letter_Number" => "Nl",
        "No" or "Other_Number" => "No",
        "Z" or "Separator" => "Z",
        "Zs" or "Space_Separator" => "Zs",
        "Zl" or "Line_Separator" => "Zl",
        "Zp" or "Paragraph_Separator" => "Zp",
        "C" or "Other" => "C",
        "Cc" or "Control" or "cntrl" => "Cc",
        "Cf" or "Format" => "Cf",
        "Cs" or "Surrogate" => "Cs",
        "Co" or "Private_Use" => "Co",
        "Cn" or "Unassigned" => "Cn",
        "P" or "Punctuation" or "punct" => "P",
        "Pc" or "Connector_Punctuation" => "Pc",
        "Pd" or "Dash_Punctuation" => "Pd",
        "Ps" or "Open_Punctuation" => "Ps",
        "Pe" or "Close_Punctuation" => "Pe",
        "Pi" or "Initial_Punctuation" => "Pi",
        "Pf" or "Final_Punctuation" => "Pf",
        "Po" or "Other_Punctuation" => "Po",
        "S" or "Symbol" => "S",
        "Sm" or "Math_Symbol" => "Sm",
        "Sc" or "Currency_Symbol" => "Sc",
        "Sk" or "Modifier_Symbol" => "Sk",
        "So" or "Other_Symbol" => "So",
        _ => null,
    };
}
