using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.ToolServers.Settings;

/// <summary>Knows where the values of a JSON file stand: it is read again for each finding, of which there are few.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="utf8">Its bytes, without a byte order mark.</param>
internal sealed class JsonPlaces(string file, ReadOnlyMemory<byte> utf8) : IPlaces
{
    private readonly string _text = Encoding.UTF8.GetString(utf8.Span);

    /// <inheritdoc/>
    public SourceText Text => field ??= new SourceText(file, _text);

    /// <inheritdoc/>
    public TextPlace Find(string path)
    {
        (int Length, long Offset) best = (0, 0);
        List<(string Path, int Index)> around = [];
        string name = "";
        Utf8JsonReader reader = new(utf8.Span, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        long start = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = reader.GetString()!;
                    start = reader.TokenStartIndex;
                    continue;
                }

                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    around.RemoveAt(around.Count - 1);
                    continue;
                }

                bool isItem = around is [.., (_, >= 0)];
                start = isItem || around.Count == 0 ? reader.TokenStartIndex : start;
                string here = around.Count == 0 ? ""
                    : isItem ? string.Create(CultureInfo.InvariantCulture, $"{around[^1].Path}[{around[^1].Index}]")
                    : Join(around[^1].Path, name);
                if (isItem)
                {
                    around[^1] = (around[^1].Path, around[^1].Index + 1);
                }

                if (here.Length > best.Length && path.StartsWith(here, StringComparison.Ordinal)
                    && (here.Length == path.Length || path[here.Length] is '.' or '['))
                {
                    best = (here.Length, start);
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    around.Add((here, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What cannot be read to its end has its place up to there.
        }

        return ToPlace(best.Offset, path);
    }

    /// <summary>Finds the place of a byte.</summary>
    /// <param name="offset">The byte, from 0.</param>
    /// <param name="path">The path of the value there; null for none.</param>
    public TextPlace ToPlace(long offset, string? path)
    {
        string before = Encoding.UTF8.GetString(utf8.Span[..(int)Math.Min(offset, utf8.Length)]);
        int lastLine = before.LastIndexOf('\n') + 1;
        return new TextPlace(before.Count(c => c == '\n') + 1, before.Length - lastLine + 1, path);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
