using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>Puts together what a provider wants back from the pieces of a stream.</summary>
internal sealed class StreamedExtras
{
    // What a block takes beside the text that grows in it.
    private const int LengthOfBlock = 1024;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Dictionary<string, StringBuilder>? _texts;
    private Dictionary<string, List<StreamedBlock>>? _blocks;
    private Dictionary<string, string>? _objects;

    /// <summary>Gets how much is kept, in characters, or a little more.</summary>
    public int Length { get; private set; }

    /// <summary>Takes in what one piece brought.</summary>
    /// <param name="name">The extra's name.</param>
    /// <param name="value">Its value, or the next part of it.</param>
    public void Add(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                string text = ReceivedJson.TextOf(value);
                Length += text.Length;
                FindOrAdd(_texts ??= new(StringComparer.Ordinal), name).Append(text);
                break;
            case JsonValueKind.Array:
                Merge(FindOrAdd(_blocks ??= new(StringComparer.Ordinal), name), value);
                break;
            default:
                Set(name, value);
                break;
        }
    }

    /// <summary>Takes in what is the whole of an extra, in place of its pieces.</summary>
    /// <param name="name">The extra's name.</param>
    /// <param name="value">Its value.</param>
    public void Set(string name, JsonElement value)
    {
        string json = value.GetRawText();
        Length += json.Length - (_objects?.GetValueOrDefault(name)?.Length ?? 0);
        _texts?.Remove(name);
        _blocks?.Remove(name);
        (_objects ??= new(StringComparer.Ordinal))[name] = json;
    }

    /// <summary>Gives what has come so far.</summary>
    public ImmutableArray<MessageExtra> ToExtras() => (_texts, _blocks, _objects) is (null, null, null) ? [] :
    [
        .. (_texts ?? []).Select(t => new MessageExtra(t.Key, ToJson(json => json.WriteStringValue(t.Value.ToString())))),
        .. (_blocks ?? []).Select(b => new MessageExtra(b.Key, ToJson(json => Write(json, b.Value)))),
        .. (_objects ?? []).Select(o => new MessageExtra(o.Key, o.Value)),
    ];

    private static T FindOrAdd<T>(Dictionary<string, T> known, string name)
        where T : new()
    {
        if (!known.TryGetValue(name, out T? found))
        {
            known[name] = found = new T();
        }

        return found;
    }

    private void Merge(List<StreamedBlock> whole, JsonElement pieces)
    {
        foreach (JsonElement piece in pieces.EnumerateArray())
        {
            if (piece.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            StreamedBlock next = new(piece);
            Length += next.Length;
            if (whole.Count == 0 || !whole[^1].TryTake(next))
            {
                whole.Add(next);
                Length += LengthOfBlock;
            }
        }
    }

    private static void Write(Utf8JsonWriter json, List<StreamedBlock> blocks)
    {
        json.WriteStartArray();
        foreach (StreamedBlock block in blocks)
        {
            block.Write(json);
        }

        json.WriteEndArray();
    }

    private static string ToJson(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Relaxed))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
