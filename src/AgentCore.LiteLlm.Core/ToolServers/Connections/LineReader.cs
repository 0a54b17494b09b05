using System.Text;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>Reads what a program writes for people, line by line: of a line that does not end, no more than its beginning is kept.</summary>
internal static class LineReader
{
    /// <summary>Reads to the end.</summary>
    /// <param name="reader">What the program writes.</param>
    /// <param name="longest">How many characters of a line are told.</param>
    /// <param name="tell">Takes each line that is not empty.</param>
    public static async Task ReadAsync(TextReader reader, int longest, Action<string> tell)
    {
        char[] buffer = new char[4096];
        StringBuilder line = new();
        int read;
        while ((read = await reader.ReadAsync(buffer.AsMemory()).ConfigureAwait(false)) > 0)
        {
            ReadOnlyMemory<char> rest = buffer.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOfAny('\n', '\r')) >= 0; rest = rest[(end + 1)..])
            {
                Add(rest.Span[..end]);
                End();
            }

            Add(rest.Span);
        }

        End();

        void Add(ReadOnlySpan<char> part) => line.Append(part[..Math.Min(part.Length, longest - line.Length)]);

        void End()
        {
            string text = line.ToString();
            line.Clear();
            if (!string.IsNullOrWhiteSpace(text))
            {
                tell(text);
            }
        }
    }
}
