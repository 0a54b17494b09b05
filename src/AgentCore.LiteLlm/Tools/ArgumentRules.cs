using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Holds the arguments of calls to the patterns that their tool allows and denies: as the model wrote them and as PowerShell binds them.</summary>
internal static class ArgumentRules
{
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    /// <summary>Reads rules.</summary>
    /// <param name="rules">Patterns, one or more, by parameter.</param>
    /// <returns>The rules.</returns>
    public static ImmutableArray<KeyValuePair<string, ImmutableArray<WildcardPattern>>> Read(IDictionary? rules) => rules is null ? [] :
    [
        .. rules.Cast<DictionaryEntry>().Select(rule => KeyValuePair.Create(
            Convert.ToString(rule.Key, CultureInfo.InvariantCulture) ?? "",
            ArgumentTexts.OfBound(rule.Value).SelectMany(r => r.Texts).Select(ToPattern).ToImmutableArray())),
    ];

    /// <summary>Judges the arguments of a call. What is judged is what is bound: it takes the place of what the model wrote.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Values by parameter.</param>
    /// <param name="engine">What attributes that transform arguments ask; null where there is none.</param>
    /// <returns>What the model is told, or null when the call may be made.</returns>
    public static ToolResult? Refuse(AgentTool tool, Hashtable arguments, EngineIntrinsics? engine)
    {
        foreach (ToolParameter parameter in tool.Parameters)
        {
            ImmutableArray<WildcardPattern>[] denied = Find(tool.Rules.Deny, parameter);
            ImmutableArray<WildcardPattern>[] allowed = Find(tool.Rules.Allow, parameter);

            // What is left out is the command's own default, which rules say nothing of.
            if (denied.Length + allowed.Length == 0 || !arguments.ContainsKey(parameter.Name))
            {
                continue;
            }

            object? raw = arguments[parameter.Name];
            if (!parameter.TryBind(raw, engine, out object? bound, out string? problem))
            {
                return ToolResult.Error(ToolOutcome.InvalidArguments, $"the value of '{parameter.Name}' does not bind: {problem}");
            }

            ArgumentReading[] readings = [.. ArgumentTexts.OfRaw(raw, parameter.Type), .. ArgumentTexts.OfBound(bound)];
            if (denied.Any(patterns => readings.Any(r => r.IsDenied(patterns))))
            {
                return ToolResult.Error(ToolOutcome.Denied, $"a value of '{parameter.Name}' is not allowed.");
            }

            if (!allowed.All(patterns => readings.All(r => r.IsAllowed(patterns))))
            {
                return ToolResult.Error(ToolOutcome.Denied, $"a value of '{parameter.Name}' is not among those allowed.");
            }

            if (!IsSettled(parameter, bound, engine))
            {
                return ToolResult.Error(
                    ToolOutcome.InvalidArguments, $"the value of '{parameter.Name}' changes each time it is bound, so that it cannot be judged.");
            }

            arguments[parameter.Name] = bound;
        }

        return null;
    }

    // Where nothing or only a last '*' is special, PowerShell compares as people read: a soft hyphen is nothing, and a circled 1 is 1. To a
    // command they are other texts. An escape, which changes nothing else, makes it compare characters.
    private static WildcardPattern ToPattern(string text) =>
        WildcardPattern.Get(text is [not ('*' or '?' or '[' or '`'), ..] ? '`' + text : text, Options);

    // PowerShell's binder changes the judged value once more: what decodes, say, must leave alone what is decoded.
    private static bool IsSettled(ToolParameter parameter, object? bound, EngineIntrinsics? engine) =>
        parameter.Transformations.IsEmpty
        || (parameter.TryBind(bound, engine, out object? again, out _)
            && ArgumentTexts.OfBound(again)
                .SelectMany(r => r.Texts)
                .SequenceEqual(ArgumentTexts.OfBound(bound).SelectMany(r => r.Texts), StringComparer.Ordinal));

    private static ImmutableArray<WildcardPattern>[] Find(
        ImmutableArray<KeyValuePair<string, ImmutableArray<WildcardPattern>>> rules, ToolParameter parameter) =>
        [.. rules.Where(r => r.Key.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)).Select(r => r.Value)];
}
