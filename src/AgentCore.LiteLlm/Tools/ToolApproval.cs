using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Decides which calls of tools are made: by a policy, by a scriptblock, or by asking the user.</summary>
internal sealed class ToolApproval
{
    private const int LongestShown = 300;

    // 'No' is what happens where nobody decides.
    private const int No = 1;

    private static readonly Collection<ChoiceDescription> Choices =
    [
        new("&Yes", "Make this call."),
        new("&No", "Do not make this call; the model is told so."),
        new("Yes to &All", "Make every call of this tool."),
        new("No to A&ll", "Make no call of this tool."),
    ];

    private readonly ToolPolicy _policy;
    private readonly ScriptBlock? _script;
    private readonly Dictionary<string, bool> _decided = new(StringComparer.Ordinal);

    private ToolApproval(ToolPolicy policy, ScriptBlock? script)
    {
        _policy = policy;
        _script = script;
    }

    /// <summary>Reads what was bound.</summary>
    /// <param name="value">A policy's name, a scriptblock, or null.</param>
    /// <returns>The approval; null for what is none.</returns>
    public static ToolApproval? Read(object? value) => PlainValue.Of(value) switch
    {
        null => new(ToolPolicy.AskForChanges, null),
        ScriptBlock script => new(ToolPolicy.All, script),
        string name when name.Equals("Ask", StringComparison.OrdinalIgnoreCase) => new(ToolPolicy.Ask, null),
        string name when name.Equals("ReadOnly", StringComparison.OrdinalIgnoreCase) => new(ToolPolicy.ReadOnly, null),
        string name when name.Equals("All", StringComparison.OrdinalIgnoreCase) => new(ToolPolicy.All, null),
        _ => null,
    };

    /// <summary>Decides about a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="host">Who can be asked.</param>
    /// <param name="scripts">What runs scriptblocks.</param>
    /// <param name="stopToken">Ends a scriptblock.</param>
    /// <returns>What the model is told, or null when the call may be made.</returns>
    public string? Refuse(AgentToolCall call, PSHost host, ScriptRun scripts, CancellationToken stopToken)
    {
        if (_script is not null)
        {
            return scripts.IsTrue(_script, call, stopToken) ? null : "the call was not approved.";
        }

        return _policy switch
        {
            ToolPolicy.ReadOnly => call.Tool.IsReadOnly ? null : "only tools that read may be called.",
            ToolPolicy.Ask => Ask(call, host, scripts),
            ToolPolicy.AskForChanges when call.Tool.SupportsShouldProcess => Ask(call, host, scripts),
            _ => null,
        };
    }

    // What is approved is what is bound: every argument by its name, each cut by itself, so that a long one hides no other.
    private static string Show(Hashtable arguments) => arguments.Count == 0
        ? "no arguments"
        : string.Join(", ", arguments.Cast<DictionaryEntry>().OrderBy(a => $"{a.Key}", StringComparer.Ordinal).Select(a => $"-{a.Key} {Show(a.Value)}"));

    private static string Show(object? value)
    {
        string text = value as string ?? ToolOutput.ToJson([value], [], LongestShown);
        string cut = text.Length <= LongestShown ? "" : string.Create(CultureInfo.InvariantCulture, $" ({text.Length} characters in all)");
        return $"'{TerminalText.Show(ToolOutput.Shorten(text, LongestShown)).ReplaceLineEndings("\u240A")}'{cut}";
    }

    private string? Ask(AgentToolCall call, PSHost host, ScriptRun scripts)
    {
        if (!_decided.TryGetValue(call.Name, out bool isApproved))
        {
            int choice;
            try
            {
                choice = host.UI.PromptForChoice("Tool call", $"The model wants to call '{call.Name}' with {Show(call.Arguments)}", Choices, No);
            }
            catch (Exception e) when (e is HostException or InvalidOperationException or NotImplementedException or NotSupportedException)
            {
                scripts.Warn($"'{call.Name}' was not called: it needs approval, and nobody can be asked here. -ToolApproval can decide.");
                return "the call needs approval, and nobody can be asked.";
            }

            isApproved = choice is 0 or 2;
            if (choice is 2 or 3)
            {
                _decided[call.Name] = isApproved;
            }
        }

        return isApproved ? null : "the user did not approve the call.";
    }
}
