using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// Text of models, endpoints and files as a terminal may be given it: what it would obey, or what would show text in another order than it
/// has, is there to be seen. Objects keep what they were given.
/// </summary>
public static class TerminalText
{
    /// <summary>Makes a value fit for a terminal.</summary>
    /// <param name="value">Text, or a value that is shown as text; lists are made fit item by item.</param>
    /// <returns>What to show in its place; numbers and the like are given back as they are.</returns>
    public static object? Show(object? value) => PlainValue.Of(value) switch
    {
        null => null,
        string text => Show(text),
        PSObject custom => Show(custom.ToString()),
        IDictionary table => Show(LanguagePrimitives.ConvertTo<string>(PSObject.AsPSObject(table))),
        IEnumerable list => list.Cast<object?>().Select(Show).ToArray(),
        ValueType plain => plain,
        var other => Show(other.ToString() ?? ""),
    };

    internal static string Show(string text) => VisibleText.Show(text);

    /// <summary>Makes text fit that may have colours.</summary>
    internal static string ShowInColour(string text) => VisibleText.ShowInColour(text);

    internal static bool IsActive(string text, int at) => VisibleText.IsActive(text, at);
}
