using System.Buffers;
using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Finds what looks like a credential in a line of text, by where it stands and by its shape, and masks it.</summary>
/// <remarks>It errs on the side of masking. Every scan goes forward only, so that its time grows with the length of the text and no faster.</remarks>
internal static class SecretShapes
{
    private const string Stars = "***";
    private const int ExcerptLength = 40;
    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Puts stars in the place of everything that looks like a credential.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, safe to show.</returns>
    public static string Mask(string text) => Mask(text, Find(text), 0, text.Length);

    /// <summary>Puts stars in the place of everything that looks like a credential, line by line.</summary>
    /// <param name="text">The text.</param>
    public static string MaskLines(string text)
    {
        bool isInKey = false;
        return string.Join('\n', text.Split('\n').Select(MaskLine));

        // The lines of a private key look like nothing by themselves.
        string MaskLine(string line)
        {
            bool begins = line.Contains("-----BEGIN", StringComparison.Ordinal) && line.Contains("PRIVATE KEY", StringComparison.Ordinal);
            isInKey = begins || (isInKey && !line.Contains("-----END", StringComparison.Ordinal));
            ReadOnlySpan<char> body = line.AsSpan().Trim();
            return isInKey && !begins && body.Length > 0 && !body.ContainsAnyExcept(Base64) ? Stars : Mask(line);
        }
    }

    /// <summary>Makes a value fit to be quoted in a message: masked, on one line, at most 40 characters.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The excerpt.</returns>
    public static string Excerpt(string value)
    {
        // What lies far behind the cut cannot change what is shown before it.
        string text = Mask(WholeCharacters.Cut(value, 1_000));
        bool isCut = text.Length > ExcerptLength || value.Length > 1_000;
        return ToLegible(WholeCharacters.Cut(text, ExcerptLength)).Replace('\t', ' ') + (isCut ? "…" : "");
    }

    /// <summary>Replaces what a terminal would obey or hide: controls, line breaks, bidirectional marks, halves of characters.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with a replacement character for each.</returns>
    public static string ToLegible(string text)
    {
        StringBuilder? legible = null;
        for (int at = 0; at < text.Length; at++)
        {
            bool isPair = char.IsSurrogatePair(text, at);
            if (!isPair && text[at] is not '\t' && char.GetUnicodeCategory(text[at]) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate)
            {
                legible ??= new StringBuilder(text);
                legible[at] = '\uFFFD';
            }

            at += isPair ? 1 : 0;
        }

        return legible?.ToString() ?? text;
    }

    /// <summary>Masks known stretches in a part of a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="secrets">What to mask, in any order.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends, exclusive.</param>
    /// <returns>The part, masked.</returns>
    public static string Mask(string text, IReadOnlyList<SecretSpan> secrets, int start, int end)
    {
        if (secrets.Count == 0)
        {
            return text[start..end];
        }

        StringBuilder masked = new();
        int at = start;
        foreach (SecretSpan secret in secrets)
        {
            if (secret.End <= at || secret.Start >= end)
            {
                continue;
            }

            masked.Append(text, at, Math.Max(0, secret.Start - at)).Append(secret.Start >= at || at == start ? Stars : "");
            at = Math.Min(secret.End, end);
        }

        return masked.Append(text, at, end - at).ToString();
    }

    /// <summary>Takes everything but the indent, and the key if there is one, for a credential.</summary>
    /// <param name="line">A line that belongs to a credential's key above it.</param>
    /// <param name="namesVariables">Whether the name of a variable, standing there alone, is what should stand there.</param>
    /// <returns>What to mask.</returns>
    public static IReadOnlyList<SecretSpan> FindAll(string line, bool namesVariables)
    {
        int start = line.AsSpan().IndexOfAnyExcept(' ', '\t', '-');
        if (start < 0)
        {
            return [];
        }

        int colon = line.IndexOf(": ", start, StringComparison.Ordinal);
        if (colon < 0 && line[^1] == ':')
        {
            return [];
        }

        int value = colon < 0 || line.AsSpan(start, colon - start).Contains(' ') ? start : colon + 2;
        return namesVariables && SecretValues.IsReference(line.AsSpan(value)) ? [] : [new SecretSpan(value, line.Length - value)];
    }

    /// <summary>Says whether a line has a key whose value, a credential, may go on below it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="namesVariables">Whether only the names of variables should stand there.</param>
    /// <returns>True when it has.</returns>
    public static bool OpensSecret(ReadOnlySpan<char> line, out bool namesVariables)
    {
        namesVariables = false;
        int colon = line.IndexOf(':');
        if (colon < 0)
        {
            return false;
        }

        ReadOnlySpan<char> key = line[..colon].TrimStart("- ?").Trim("'\" \t");
        namesVariables = CredentialKeys.IsVariableReference(key);
        return namesVariables || CredentialKeys.IsHeaders(key) || CredentialKeys.IsCredential(key);
    }

    /// <summary>Finds everything in a line that looks like a credential.</summary>
    /// <param name="line">The line.</param>
    /// <returns>What to mask, in order; stretches may overlap.</returns>
    public static IReadOnlyList<SecretSpan> Find(string line)
    {
        List<SecretSpan>? found = null;
        SecretWords.Find(line, ref found);
        SecretValues.Find(line, ref found);
        if (found is null)
        {
            return [];
        }

        found.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return found;
    }
}
