using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentCore.LiteLlm.Json;

/// <summary>
/// Finds members of JSON that somebody else wrote: what is absent, null, or of another kind than is asked for is not there, whatever
/// the value is that should hold it.
/// </summary>
internal static class JsonMembers
{
    /// <summary>Finds a member of any kind but null.</summary>
    public static JsonElement? Find(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>Finds a member that is an object.</summary>
    public static JsonElement? FindObject(this JsonElement holder, string name) =>
        holder.Find(name) is { ValueKind: JsonValueKind.Object } found ? found : null;

    /// <summary>Finds a member that is a list.</summary>
    public static JsonElement? FindList(this JsonElement holder, string name) => holder.Find(name) is { ValueKind: JsonValueKind.Array } found ? found : null;

    /// <summary>Gets the items of a member that is a list; none where there is no such list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement holder, string name) => holder.FindList(name) is { } list ? list.EnumerateArray() : [];

    /// <summary>Finds a member that is text.</summary>
    public static string? FindText(this JsonElement holder, string name) => TextOf(holder.Find(name));

    /// <summary>Says whether a member is this text, of which no string is made.</summary>
    public static bool Says(this JsonElement holder, string name, ReadOnlySpan<byte> text)
    {
        if (holder.Find(name) is not { ValueKind: JsonValueKind.String } found)
        {
            return false;
        }

        ReadOnlySpan<byte> written = JsonMarshal.GetRawUtf8Value(found)[1..^1];
        return written.Contains((byte)'\\') ? ReceivedJson.TextOf(found) == Encoding.UTF8.GetString(text) : written.SequenceEqual(text);
    }

    /// <summary>Finds a member that is text, or the JSON of one that is something else: servers write ids and codes as numbers too.</summary>
    public static string? FindAsText(this JsonElement holder, string name) => holder.Find(name) is { } found ? TextOf(found) ?? found.GetRawText() : null;

    /// <summary>Finds a member that is a whole number.</summary>
    public static int? FindWhole(this JsonElement holder, string name) =>
        holder.Find(name) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt32(out int number) ? number : null;

    /// <summary>Finds a member that is true or false.</summary>
    public static bool? FindFlag(this JsonElement holder, string name) => holder.Find(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Finds a member whether it is written as on the wire (<c>tool_calls</c>) or as ConvertTo-Json writes properties (<c>ToolCalls</c>).</summary>
    public static JsonElement? FindInAnySpelling(this JsonElement holder, string name)
    {
        if (holder.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in holder.EnumerateObject())
            {
                if (member.IsNamed(name) && member.Value.ValueKind != JsonValueKind.Null)
                {
                    return member.Value;
                }
            }
        }

        return null;
    }

    /// <summary>Finds a member that is text, in any spelling of its name.</summary>
    public static string? FindTextInAnySpelling(this JsonElement holder, string name) => TextOf(holder.FindInAnySpelling(name));

    /// <summary>Says whether a member has a name, in any spelling.</summary>
    public static bool IsNamed(this JsonProperty member, string name)
    {
        // Answers are looked through for many names that they do not hold: none of theirs becomes a string.
        ReadOnlySpan<byte> written = JsonMarshal.GetRawUtf8PropertyName(member);
        return written.Contains((byte)'\\') ? IsSame(Encoding.UTF8.GetBytes(member.Name), name) : IsSame(written, name);
    }

    private static string? TextOf(JsonElement? found) => found is { ValueKind: JsonValueKind.String } text ? ReceivedJson.TextOf(text) : null;

    private static bool IsSame(ReadOnlySpan<byte> written, ReadOnlySpan<char> name)
    {
        foreach (byte letter in written)
        {
            if (letter == '_')
            {
                continue;
            }

            name = name.TrimStart('_');
            if (name.IsEmpty || char.ToLowerInvariant((char)letter) != char.ToLowerInvariant(name[0]))
            {
                return false;
            }

            name = name[1..];
        }

        return name.TrimStart('_').IsEmpty;
    }
}
