using AgentCore.LiteLlm.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>
/// Finds the comments of a text that begin with a certain word, and nothing that only looks like one: a <c>#</c> in quotes or in a block of
/// text is no comment.
/// </summary>
internal static class YamlComments
{
    /// <summary>Finds comments.</summary>
    /// <param name="text">A text that was read as YAML without its reading having to stop.</param>
    /// <param name="source">The same text as it stands in the file, which knows its lines.</param>
    /// <param name="word">What must follow the <c>#</c> and any spaces.</param>
    /// <returns>The comments, in the order of the text.</returns>
    public static List<YamlComment> Find(string text, SourceText source, string word)
    {
        List<YamlComment> comments = [];
        int at = text.IndexOf(word, StringComparison.Ordinal);
        if (at < 0)
        {
            return comments;
        }

        List<(int Start, int End)> values = FindValues(text);
        for (; at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            int begin = text.AsSpan(0, at).TrimEnd(" \t").Length - 1;
            int line = begin < 0 ? 0 : text.AsSpan(0, begin).LastIndexOfAny('\n', '\r') + 1;
            if (begin >= 0 && text[begin] == '#' && FindComment(text, line, begin, values) == begin)
            {
                (int number, int column) = source.PlaceOf(begin);
                comments.Add(new YamlComment(new YamlMark(number, column), text.AsSpan(line, begin - line).IsWhiteSpace()));
            }
        }

        return comments;
    }

    // A comment lasts to the end of its line, so only the first one on a line is one.
    private static int FindComment(string text, int line, int last, List<(int Start, int End)> values)
    {
        for (int at = line; at <= last; at++)
        {
            if (text[at] == '#' && (at == line || text[at - 1] is ' ' or '\t') && !IsInside(at, values))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsInside(int at, List<(int Start, int End)> values)
    {
        int low = 0;
        int high = values.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (at < values[middle].Start)
            {
                high = middle - 1;
            }
            else if (at >= values[middle].End)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    // The same scanner went through the same text before, so it cannot fail here.
    private static List<(int Start, int End)> FindValues(string text)
    {
        List<(int Start, int End)> values = [];
        Scanner scanner = new(new StringReader(text));
        while (scanner.MoveNext())
        {
            if (scanner.Current is Scalar scalar)
            {
                int start = (int)scalar.Start.Index;
                int end = (int)scalar.End.Index;

                // Behind the '|' of a block of text a comment may stand; the text begins on the next line.
                int indent = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? text.AsSpan(start, end - start).IndexOfAny('\n', '\r') : 0;
                values.Add((indent < 0 ? end : start + indent, end));
            }
        }

        return values;
    }
}
