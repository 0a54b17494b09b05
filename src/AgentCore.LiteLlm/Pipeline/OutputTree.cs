using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Turns JSON into what PowerShell users work with, without changing a value.</summary>
internal static class OutputTree
{
    /// <summary>Gives a reply as users see it: what it holds as JSON becomes objects.</summary>
    /// <param name="reply">The reply as the core library gives it.</param>
    public static AgentReply Show(AgentReply reply) => reply.Output is JsonElement output ? reply with { Output = ToObject(output) } : reply;

    /// <summary>Turns a value into objects.</summary>
    /// <param name="json">The value.</param>
    /// <returns>A PSObject, an array, text, a number, a flag or null. Dates stay the text they are.</returns>
    public static object? ToObject(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ToProperties(json),
        JsonValueKind.Array => json.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.String => ReceivedJson.TextOf(json),

        // What no number holds is refused where an answer or a call is judged; elsewhere it stays the text it is.
        JsonValueKind.Number => HeldNumber.Find(json.GetRawText()) ?? json.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    // An object of PowerShell's cannot hold an empty name, nor two that differ in case only: a dictionary can.
    private static object ToProperties(JsonElement json)
    {
        OrderedDictionary entries = new(StringComparer.Ordinal);
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        bool isPlain = true;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            isPlain &= property.Name.Length > 0 && (names.Add(property.Name) || entries.Contains(property.Name));
            entries[property.Name] = ToObject(property.Value);
        }

        if (!isPlain)
        {
            return entries;
        }

        PSObject result = new();
        foreach (string name in entries.Keys)
        {
            result.Properties.Add(new PSNoteProperty(name, entries[name]), preValidated: true);
        }

        return result;
    }
}
