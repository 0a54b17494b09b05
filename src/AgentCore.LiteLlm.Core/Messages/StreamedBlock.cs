using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>One block of reasoning, put together from its pieces.</summary>
internal sealed class StreamedBlock
{
    // What grows from piece to piece; every other member stays as it was last said.
    private static readonly string[] Growing = ["thinking", "text", "summary", "data", "signature"];

    private readonly Dictionary<string, StringBuilder> _growing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fixed = new(StringComparer.Ordinal);

    public StreamedBlock(JsonElement piece)
    {
        foreach (JsonProperty member in piece.EnumerateObject())
        {
            if (Growing.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind == JsonValueKind.String)
            {
                _growing[member.Name] = new StringBuilder(ReceivedJson.TextOf(member.Value));
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                _fixed[member.Name] = member.Value.GetRawText();
            }
        }
    }

    /// <summary>Gets how many characters it adds to a block that it goes on with.</summary>
    public int Length => _growing.Values.Sum(t => t.Length);

    /// <summary>Takes a piece in, unless it begins another block: one ends with its signature, a numbered one with the next number.</summary>
    public bool TryTake(StreamedBlock piece)
    {
        bool isSigned = _growing.TryGetValue("signature", out StringBuilder? signature) && signature.Length > 0;
        bool isOther = _fixed.TryGetValue("id", out string? id) && piece._fixed.TryGetValue("id", out string? other) && id != other;
        if (isSigned || isOther || !IsSame(piece, "index") || (piece._fixed.ContainsKey("type") && !IsSame(piece, "type")))
        {
            return false;
        }

        foreach ((string name, StringBuilder more) in piece._growing)
        {
            if (!_growing.TryAdd(name, more))
            {
                _growing[name].Append(more);
            }
        }

        foreach ((string name, string value) in piece._fixed)
        {
            _fixed[name] = value;
        }

        return true;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach ((string name, string value) in _fixed)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }

        foreach ((string name, StringBuilder text) in _growing)
        {
            json.WriteString(name, text.ToString());
        }

        json.WriteEndObject();
    }

    private bool IsSame(StreamedBlock piece, string name) => _fixed.GetValueOrDefault(name) == piece._fixed.GetValueOrDefault(name);
}
