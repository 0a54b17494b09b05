using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>A call of a tool that a case speaks of.</summary>
/// <param name="Name">The tool's name; case does not count.</param>
internal sealed record ExpectedCall(string Name)
{
    /// <summary>Gets what the arguments must hold; null when any do.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>Gets what single arguments must match: text as it is, any other value as the JSON that it is.</summary>
    public ImmutableArray<KeyValuePair<string, Regex>> Patterns { get; init; } = [];

    /// <summary>Gets a value indicating whether any call of the tool is meant, whatever its arguments.</summary>
    public bool IsAny => Arguments is null && Patterns.IsEmpty;

    /// <summary>Gives every call that the model made, in order, whether or not it was allowed or went well.</summary>
    /// <param name="reply">The answer.</param>
    public static (string Name, string Arguments)[] In(AgentReply reply) =>
    [
        .. reply.Steps.SelectMany(s => s.All).Where(s => s.Kind == AgentStepKind.Tool).Select(s => (s.Tool ?? "", s.Arguments ?? "")),
        .. reply.ToolCalls.Select(c => (c.Name, c.Arguments)),
    ];

    /// <summary>Says whether a call is one of those that are meant.</summary>
    /// <param name="call">The call.</param>
    public bool IsMet((string Name, string Arguments) call)
    {
        if (!string.Equals(call.Name, Name, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (IsAny)
        {
            return true;
        }

        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(call.Arguments));
        return json is not null
            && (Arguments is not { } wanted || JsonSubset.IsPart(wanted, json.RootElement))
            && Patterns.All(p => Matches(json.RootElement, p));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string[] parts =
        [
            .. Arguments is { } wanted ? (string[])[$" with {Shown.Text(wanted.GetRawText())}"] : [],
            .. Patterns.Select(p => $" with {Shown.Text(p.Key)} matching {Shown.Text(p.Value.ToString())}"),
        ];
        return Shown.Text(Name) + string.Join(" and", parts);
    }

    private static bool Matches(JsonElement arguments, KeyValuePair<string, Regex> pattern) =>
        arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(pattern.Key, out JsonElement value)
        && pattern.Value.IsMatch(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
}
