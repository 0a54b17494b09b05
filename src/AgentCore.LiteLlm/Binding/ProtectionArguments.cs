using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into what is done with personal data.</summary>
internal static class ProtectionArguments
{
    /// <summary>Reads actions: one for every kind, or a hashtable of kinds and actions, in which <c>*</c> stands for the rest.</summary>
    /// <param name="value">What was bound; null sets nothing.</param>
    /// <param name="options">Grows by the actions.</param>
    /// <param name="problem">What is no action, as a sentence; null when all of it is.</param>
    public static void ReadActions(object? value, ref ProtectionOptions options, out string? problem)
    {
        problem = null;
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is not IDictionary entries)
        {
            options = plain is null ? options : options with { Action = ToAction(plain, ref problem) };
            return;
        }

        ImmutableArray<KeyValuePair<string, ProtectionAction>>.Builder actions = ImmutableArray.CreateBuilder<KeyValuePair<string, ProtectionAction>>();
        foreach (DictionaryEntry entry in entries)
        {
            string name = ToText(entry.Key);
            ProtectionAction action = ToAction(entry.Value, ref problem);
            options = name == ProtectionOptions.Every ? options with { Action = action } : options;
            actions.Add(KeyValuePair.Create(name, action));
        }

        // A dictionary may hold names that differ in case only.
        string? twice = actions.GroupBy(a => a.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
        problem ??= twice is null ? null : $"'{twice}' has two actions.";
        options = options with { Actions = actions.ToImmutable() };
    }

    /// <summary>Reads kinds of data of the user's own: names and regular expressions.</summary>
    /// <param name="patterns">What was bound; null gives none.</param>
    public static ImmutableArray<EntityPattern> ToPatterns(IDictionary? patterns) =>
        [.. (patterns ?? new Hashtable()).Cast<DictionaryEntry>().Select(e => new EntityPattern(ToText(e.Key), ToText(e.Value)))];

    private static ProtectionAction ToAction(object? value, ref string? problem)
    {
        string text = ToText(value);
        if (Enum.TryParse(text, ignoreCase: true, out ProtectionAction action) && Enum.IsDefined(action) && !int.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            return action;
        }

        problem ??= $"an action is one of {string.Join(", ", Enum.GetNames<ProtectionAction>())}, or a hashtable of names and actions.";
        return default;
    }

    private static string ToText(object? value) => Convert.ToString(value is PSObject wrapped ? wrapped.BaseObject : value, CultureInfo.InvariantCulture) ?? "";
}
