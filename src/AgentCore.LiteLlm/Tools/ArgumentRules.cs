using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Holds the arguments of calls to the patterns that their tool allows and denies.</summary>
internal static class ArgumentRules
{
    /// <summary>Reads rules.</summary>
    /// <param name="rules">Patterns, one or more, by parameter.</param>
    /// <returns>The rules.</returns>
    public static ImmutableArray<KeyValuePair<string, ImmutableArray<WildcardPattern>>> Read(IDictionary? rules) => rules is null ? [] :
    [
        .. rules.Cast<DictionaryEntry>().Select(rule => KeyValuePair.Create(
            Convert.ToString(rule.Key, CultureInfo.InvariantCulture) ?? "",
            Texts(rule.Value).Select(t => WildcardPattern.Get(t, WildcardOptions.IgnoreCase)).ToImmutableArray())),
    ];

    /// <summary>Judges the arguments of a call.</summary>
    /// <param name="rules">The tool's rules.</param>
    /// <param name="arguments">Values by parameter.</param>
    /// <returns>What the model is told, or null when the call may be made.</returns>
    public static string? Refuse(ToolRules rules, Hashtable arguments)
    {
        foreach ((string parameter, ImmutableArray<WildcardPattern> patterns) in rules.Deny)
        {
            if (arguments.ContainsKey(parameter) && Texts(arguments[parameter]).Any(t => patterns.Any(p => p.IsMatch(t))))
            {
                return $"a value of '{parameter}' is not allowed.";
            }
        }

        foreach ((string parameter, ImmutableArray<WildcardPattern> patterns) in rules.Allow)
        {
            // What is left out is the command's own default, which the rule says nothing of.
            if (arguments.ContainsKey(parameter) && !Texts(arguments[parameter]).All(t => patterns.Any(p => p.IsMatch(t))))
            {
                return $"a value of '{parameter}' is not among those allowed.";
            }
        }

        return null;
    }

    // Every text within a value counts, however deep it lies: a rule must not be passed by wrapping.
    private static IEnumerable<string> Texts(object? value)
    {
        object? plain = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        return plain switch
        {
            null => [""],
            string text => [text],
            IDictionary table => table.Values.Cast<object?>().SelectMany(Texts),
            PSObject custom => custom.Properties.SelectMany(p => Texts(p.Value)),
            IEnumerable list => list.Cast<object?>().SelectMany(Texts),
            _ => [Convert.ToString(plain, CultureInfo.InvariantCulture) ?? ""],
        };
    }
}
