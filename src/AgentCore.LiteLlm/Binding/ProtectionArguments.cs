using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into what is done with personal data.</summary>
internal static class ProtectionArguments
{
    /// <summary>Reads actions: one for every kind, or a hashtable of kinds and actions, in which <c>*</c> stands for the rest.</summary>
    /// <param name="value">What was bound; null sets nothing.</param>
    /// <param name="options">What else the caller sets.</param>
    /// <param name="problem">What is no action, as a sentence; null when all of it is.</param>
    /// <returns>The options with the actions, or null with a <paramref name="problem"/>.</returns>
    public static ProtectionOptions? ReadActions(object? value, ProtectionOptions options, out string? problem)
    {
        problem = null;
        object? plain = PlainValue.Of(value);
        if (plain is null)
        {
            return options;
        }

        if (plain is not IDictionary entries)
        {
            return ToAction(plain, out problem) is { } single ? options with { Action = single } : null;
        }

        ImmutableArray<KeyValuePair<string, ProtectionAction>>.Builder actions = ImmutableArray.CreateBuilder<KeyValuePair<string, ProtectionAction>>();
        foreach (DictionaryEntry entry in entries)
        {
            if (ToAction(entry.Value, out problem) is not { } action)
            {
                return null;
            }

            string name = ToText(entry.Key);
            options = name == ProtectionOptions.Every ? options with { Action = action } : options;
            actions.Add(KeyValuePair.Create(name, action));
        }

        // A dictionary may hold names that differ in case only.
        if (actions.GroupBy(a => a.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            problem = $"'{twice.Key}' has two actions.";
            return null;
        }

        return options with { Actions = actions.ToImmutable() };
    }

    /// <summary>Reads kinds of data of the user's own: names and regular expressions.</summary>
    /// <param name="patterns">What was bound; null gives none.</param>
    public static ImmutableArray<EntityPattern> ToPatterns(IDictionary? patterns) =>
        [.. (patterns ?? new Hashtable()).Cast<DictionaryEntry>().Select(e => new EntityPattern(ToText(e.Key), ToText(e.Value)))];

    private static ProtectionAction? ToAction(object? value, out string? problem)
    {
        string text = ToText(value);
        bool isNamed = Enum.TryParse(text, ignoreCase: true, out ProtectionAction action)
            && Enum.IsDefined(action) && !int.TryParse(text, CultureInfo.InvariantCulture, out _);
        problem = isNamed ? null : $"an action is one of {string.Join(", ", Enum.GetNames<ProtectionAction>())}, or a hashtable of names and actions.";
        return isNamed ? action : null;
    }

    private static string ToText(object? value) => Convert.ToString(PlainValue.Of(value), CultureInfo.InvariantCulture) ?? "";
}
