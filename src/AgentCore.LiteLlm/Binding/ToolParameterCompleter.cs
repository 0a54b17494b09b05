using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the parameters, and the parameter sets, of the command of which a tool is made.</summary>
internal sealed class ToolParameterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (FindCommand(PlainValue.Of(fakeBoundParameters["Command"])) is not { } command)
        {
            return [];
        }

        CommandInfo real = command is AliasInfo { ResolvedCommand: { } target } ? target : command;
        string[] words = parameterName == "ParameterSet"
            ? [.. real.ParameterSets.Select(s => s.Name)]
            : [.. real.Parameters.Keys.Except(Cmdlet.CommonParameters.Concat(Cmdlet.OptionalCommonParameters), StringComparer.OrdinalIgnoreCase)];
        return CompletionText.Matching(words.Order(StringComparer.OrdinalIgnoreCase), wordToComplete);
    }

    private static CommandInfo? FindCommand(object? given)
    {
        if (given is not string { Length: > 0 } name)
        {
            return given as CommandInfo;
        }

        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            return shell.AddCommand("Get-Command").AddParameter("Name", WildcardPattern.Escape(name)).AddParameter("ErrorAction", "Ignore")
                .Invoke<CommandInfo>().FirstOrDefault();
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            return null;
        }
    }
}
