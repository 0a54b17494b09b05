using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Structured;

/// <summary>
/// Finds the structured output in an answer by what the answer holds, never by its finish reason: a call of the tool, of a tool
/// with a name that the model made up, or JSON in the text, bare, fenced or between words.
/// </summary>
internal static class OutputReader
{
    // Prose may be full of braces; an answer that hides its JSON behind more of them is asked again.
    private const int MostStarts = 64;

    /// <summary>Finds the output of an answer.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="schema">The schema it must fit.</param>
    /// <returns>The first value that fits, else the first value; null when the answer holds no JSON at all.</returns>
    public static OutputCandidate? Find(AgentReply reply, OutputSchema schema)
    {
        List<OutputCandidate> misfits = [];
        foreach (OutputCandidate candidate in TextsOf(reply, schema.Name).Select(text => Judge(text, schema)).OfType<OutputCandidate>())
        {
            if (candidate.IsFit)
            {
                return candidate;
            }

            misfits.Add(candidate);
        }

        return misfits.FirstOrDefault();
    }

    private static IEnumerable<string> TextsOf(AgentReply reply, string name)
    {
        foreach (ToolCall call in reply.ToolCalls.OrderBy(c => c.Name == name ? 0 : 1))
        {
            yield return call.Arguments;
        }

        string text = reply.Text.Trim();
        if (text.Length == 0)
        {
            yield break;
        }

        yield return text;
        foreach (string block in FencedBlocks(text))
        {
            yield return block;
        }

        // After its thoughts, where a server left them in the text.
        int thoughts = text.LastIndexOf("</think>", StringComparison.OrdinalIgnoreCase);
        foreach (string value in ValuesIn(thoughts < 0 ? text : text[(thoughts + 8)..]))
        {
            yield return value;
        }
    }

    private static OutputCandidate? Judge(string text, OutputSchema schema)
    {
        if (Parse(text) is not { } value)
        {
            return null;
        }

        OutputCandidate candidate = schema.Judge(value);

        // Some servers write the arguments as JSON text within JSON text.
        return !candidate.IsFit && value.ValueKind == JsonValueKind.String && Parse(ReceivedJson.TextOf(value)) is { } inner
            ? schema.Judge(inner)
            : candidate;
    }

    private static JsonElement? Parse(string text)
    {
        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json?.RootElement.Clone();
    }

    private static IEnumerable<string> FencedBlocks(string text)
    {
        int at = 0;
        while (text.IndexOf("```", at, StringComparison.Ordinal) is >= 0 and int open)
        {
            int start = text.IndexOf('\n', open);
            int end = start < 0 ? -1 : text.IndexOf("```", start, StringComparison.Ordinal);
            if (end < 0)
            {
                yield break;
            }

            yield return text[start..end].Trim();
            at = end + 3;
        }
    }

    private static IEnumerable<string> ValuesIn(string text)
    {
        int at = 0;
        for (int starts = 0; starts < MostStarts && text.AsSpan(at).IndexOfAny('{', '[') is >= 0 and int offset; starts++)
        {
            int start = at + offset;
            int length = LengthOfValue(text, start);
            if (length > 0)
            {
                yield return text.Substring(start, length);
            }

            at = start + Math.Max(1, length);
        }
    }

    // Whether it is JSON is seen by reading it.
    private static int LengthOfValue(string text, int start)
    {
        JsonExtent extent = default;
        int length = extent.Take(text.AsSpan(start));
        return extent.IsClosed ? length : 0;
    }
}
