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
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Dictionary<string, StringBuilder>? _texts;
    private Dictionary<string, List<StreamedBlock>>? _blocks;
    private Dictionary<string, string>? _objects;

    /// <summary>Takes in what one piece brought.</summary>
    /// <param name="name">The extra's name.</param>
    /// <param name="value">Its value, or the next part of it.</param>
    public void Add(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                FindOrAdd(_texts ??= new(StringComparer.Ordinal), name).Append(ReceivedJson.TextOf(value));
                break;
            case JsonValueKind.Array:
                Merge(FindOrAdd(_blocks ??= new(StringComparer.Ordinal), name), value);
                break;
            default:
                (_objects ??= new(StringComparer.Ordinal))[name] = value.GetRawText();
                break;
        }
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

    private static void Merge(List<StreamedBlock> whole, JsonElement pieces)
    {
        foreach (JsonElement piece in pieces.EnumerateArray())
        {
            if (piece.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            StreamedBlock next = new(piece);
            if (whole.Count == 0 || !whole[^1].TryTake(next))
            {
                whole.Add(next);
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
