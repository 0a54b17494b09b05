using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Reads the suppressions of a text: one at the end of a line is about that line, one on a line of its own about the next.</summary>
internal static class SuppressionReader
{
    private const string Word = "agentcore:";
    private const string Verb = "ignore";

    /// <summary>Reads every suppression, sound or not.</summary>
    /// <param name="text">A text that was read as YAML without its reading having to stop.</param>
    /// <param name="source">The same text as it stands in the file.</param>
    /// <returns>The suppressions, in the order of the text.</returns>
    public static List<Suppression> Read(string text, SourceText source)
    {
        List<Suppression> suppressions = [];
        List<YamlComment> comments = YamlComments.Find(text, source, Word);

        // From the last to the first: several comments, each on a line of its own, are about the line after all of them.
        int next = 0;
        int nextIsAbout = 0;
        for (int at = comments.Count - 1; at >= 0; at--)
        {
            YamlComment comment = comments[at];
            if (Split(source.ShowFrom(comment.Mark.Line, comment.Mark.Column)) is not (string code, string reason))
            {
                continue;
            }

            int line = !comment.IsAlone ? comment.Mark.Line : comment.Mark.Line + 1 == next ? nextIsAbout : comment.Mark.Line + 1;
            (next, nextIsAbout) = comment.IsAlone ? (comment.Mark.Line, line) : (0, 0);
            suppressions.Add(new Suppression(comment.Mark, line, code, reason));
        }

        suppressions.Reverse();
        return suppressions;
    }

    // '# agentcore: ignore CODE reason'. Another verb is somebody's prose; where the word is masked, the comment is part of a credential.
    private static (string Code, string Reason)? Split(string comment)
    {
        ReadOnlySpan<char> rest = comment.AsSpan().TrimStart('#').TrimStart();
        if (!rest.StartsWith(Word, StringComparison.Ordinal))
        {
            return null;
        }

        rest = rest[Word.Length..].TrimStart();
        if (!rest.StartsWith(Verb, StringComparison.Ordinal) || (rest.Length > Verb.Length && !char.IsWhiteSpace(rest[Verb.Length])))
        {
            return null;
        }

        rest = rest[Verb.Length..].Trim();
        int end = rest.IndexOfAny(' ', '\t');
        return end < 0 ? (rest.ToString(), "") : (rest[..end].ToString(), rest[end..].Trim().ToString());
    }
}
