using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Locks;

/// <summary>One thing that a lock has otherwise than the agent is now.</summary>
/// <param name="Path">The names that lead to it.</param>
/// <param name="Locked">What the lock says; null for nothing.</param>
/// <param name="Actual">What is so now; null for nothing.</param>
internal sealed record LockDifference(string[] Path, string? Locked, string? Actual)
{
    /// <summary>Finds every difference.</summary>
    /// <param name="locked">What the lock says.</param>
    /// <param name="actual">What is so now.</param>
    public static IEnumerable<LockDifference> Find(JsonElement locked, JsonElement actual) => Find([], locked, actual);

    /// <summary>Gets the key of the blueprint that it is about.</summary>
    public string Key => Path switch
    {
        ["blueprint", "settings", var key] => key,
        ["prompt", ..] => "prompt_ref",
        ["outputSchema"] => "output_schema",
        ["policy"] => "policy",
        ["tools" or "serverTools", ..] => "tools",
        ["blueprint", "id" or "version"] => Path[1],
        ["members", ..] => "multi_agent",
        ["module"] or ["blueprint", ..] => "id",
        _ => "model",
    };

    /// <summary>Says what differs.</summary>
    public override string ToString() => Path switch
    {
        ["members", var id, .. var rest] when rest.Length > 0 => $"of the agent '{id}' {this with { Path = rest }}",
        ["members", var id] => Locked is null ? $"the agent '{id}' takes part and is not in the lock" : $"the agent '{id}' does not take part any more",
        ["blueprint", "settings", var key] => $"'{key}' of the blueprint is another",
        ["blueprint", "hash"] => "the blueprint is another",
        ["blueprint", var key] => $"'{key}' of the blueprint {Was}",
        ["prompt", "hash"] => "the text of the system prompt is another",
        ["prompt", var what] => $"the {what} of the system prompt {Was}",
        ["prompt"] => Locked is null ? "there is a system prompt and the lock has none" : "there is no system prompt and the lock has one",
        ["outputSchema"] => "the schema that answers must fit is another",
        ["policy"] => Actual is null ? "the policy is gone" : Locked is null ? "there is a policy and the lock has none" : "the policy is another",
        ["tools" or "serverTools", var tool] => Locked is null ? $"the tool '{tool}' is offered and is not in the lock"
            : Actual is null ? $"the tool '{tool}' is in the lock and is not offered"
            : $"the definition of the tool '{tool}' is another",
        ["route", var what] => $"the route's {what} {Was}",
        ["request", "controls"] => "how the model is asked to answer is otherwise",
        ["request", var what] => $"the request's {what} {Was}",
        ["module"] => $"the module's version {Was}",
        _ => $"{string.Join('.', Path)} {Was}",
    };

    private string Was => $"is {Actual ?? "not there"}, and the lock says {Locked ?? "nothing"}";

    private static IEnumerable<LockDifference> Find(string[] path, JsonElement? locked, JsonElement? actual)
    {
        if (locked is { ValueKind: JsonValueKind.Object } before && actual is { ValueKind: JsonValueKind.Object } after)
        {
            IEnumerable<string> names = before.EnumerateObject().Concat(after.EnumerateObject()).Select(m => m.Name).Distinct(StringComparer.Ordinal);
            return names.Order(StringComparer.Ordinal).SelectMany(name => Find([.. path, name], before.Find(name), after.Find(name)));
        }

        string? was = ToText(locked);
        string? now = ToText(actual);
        return was == now ? [] : [new LockDifference(path, was, now)];
    }

    private static string? ToText(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => JsonCanonicalization.Write(other),
    };
}
