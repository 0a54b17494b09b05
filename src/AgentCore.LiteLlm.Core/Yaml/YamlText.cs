using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Turns bytes into text that is fit to be read as YAML: UTF-8, of bounded size, with nothing in it that cannot be seen.</summary>
internal static class YamlText
{
    /// <summary>The most bytes a file may have.</summary>
    public const int MaximumBytes = 1 << 20;

    private const char Replacement = '\uFFFD';

    /// <summary>Decodes a file.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="findings">What was found, and the text it was found in.</param>
    /// <returns>The text, or null when there is none to be read.</returns>
    public static string? Read(ReadOnlySpan<byte> utf8, string file, out Findings findings)
    {
        findings = new Findings(new SourceText(file, ""));
        if (utf8.Length > MaximumBytes)
        {
            AddTooLarge(findings);
            return null;
        }

        if (FindOtherEncoding(utf8) is { } encoding)
        {
            findings.Error(DiagnosticCodes.EncodingInvalid, TextPlace.Start, $"The file is {encoding}.", "Save it as UTF-8.");
            return null;
        }

        ReadOnlySpan<byte> body = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        string text = Encoding.UTF8.GetString(body);
        findings = new Findings(new SourceText(file, text));
        if (!Utf8.IsValid(body))
        {
            AddInvalidBytes(body, findings);
        }

        return ReplaceForbidden(text, findings);
    }

    /// <summary>Checks text that is already decoded.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="findings">What was found, and the text it was found in.</param>
    /// <returns>The text, or null when there is none to be read.</returns>
    public static string? Read(string text, string file, out Findings findings)
    {
        if (text.Length > MaximumBytes || (text.Length > MaximumBytes / 3 && Encoding.UTF8.GetByteCount(text) > MaximumBytes))
        {
            findings = new Findings(new SourceText(file, ""));
            AddTooLarge(findings);
            return null;
        }

        string body = text.StartsWith('\uFEFF') ? text[1..] : text;
        findings = new Findings(new SourceText(file, body));
        return ReplaceForbidden(body, findings);
    }

    /// <summary>Says what is wrong with a character, wherever it stands.</summary>
    /// <param name="c">The character.</param>
    /// <returns>What it is, or null when it may stand in a blueprint.</returns>
    public static string? FindProblem(char c) => c switch
    {
        '\t' or '\n' or '\r' or (>= ' ' and < '\x7F') => null,
        '\0' => "a NUL character",
        '\x85' or '\u2028' or '\u2029' => "an invisible line break",
        < ' ' or (>= '\x7F' and < '\xA0') => "a control character",
        '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') =>
            "a bidirectional control, which makes text look other than it is",
        '\uFEFF' => "a byte order mark inside the text",
        '\uFFFE' or '\uFFFF' => "not a character",
        _ => null,
    };

    private static void AddTooLarge(Findings findings) =>
        findings.Error(DiagnosticCodes.FileTooLarge, TextPlace.Start, "The file is larger than 1 MiB, which none needs to be.");

    private static string? FindOtherEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, not 0, 0, ..] => "UTF-16",
        _ => null,
    };

    private static void AddInvalidBytes(ReadOnlySpan<byte> body, Findings findings)
    {
        char[] valid = ArrayPool<char>.Shared.Rent(body.Length);
        Utf8.ToUtf16(body, valid, out int read, out int written, replaceInvalidSequences: false);
        TextPlace place = PlaceOf(valid.AsSpan(0, written));
        ArrayPool<char>.Shared.Return(valid, clearArray: true);
        findings.Error(
            DiagnosticCodes.EncodingInvalid,
            place,
            string.Create(CultureInfo.InvariantCulture, $"Byte {read + 1} of the text is not UTF-8."),
            "Save the file as UTF-8.");
    }

    private static TextPlace PlaceOf(ReadOnlySpan<char> before)
    {
        int line = 1;
        int start = 0;
        for (int at = 0; at < before.Length; at++)
        {
            if (before[at] == '\n' || (before[at] == '\r' && (at + 1 == before.Length || before[at + 1] != '\n')))
            {
                line++;
                start = at + 1;
            }
        }

        return new TextPlace(line, before.Length - start + 1);
    }

    // Forbidden characters are replaced one for one, so that the places of everything else stay right and the rest can be checked too.
    private static string ReplaceForbidden(string text, Findings findings)
    {
        char[]? replaced = null;
        int line = 1;
        int start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\n' || (c == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                line++;
                start = at + 1;
            }
            else if (c is < ' ' or > '~')
            {
                string? problem = FindProblemAt(text, ref at);
                if (problem is not null)
                {
                    replaced ??= text.ToCharArray();
                    replaced[at] = Replacement;
                    AddForbidden(findings, c, problem, new TextPlace(line, at - start + 1));
                }
            }
        }

        return replaced is null ? text : new string(replaced);
    }

    private static string? FindProblemAt(string text, ref int at)
    {
        if (!char.IsSurrogate(text[at]))
        {
            return FindProblem(text[at]);
        }

        if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            at++;
            return null;
        }

        return "half of a character (a lone surrogate)";
    }

    private static void AddForbidden(Findings findings, char c, string problem, TextPlace place) =>
        findings.Error(DiagnosticCodes.CharacterForbidden, place, string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4} is {problem}."), "Delete it.");
}
