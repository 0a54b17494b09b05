using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Finds the commands that users name as tools: by name, as objects of Get-Command, or as scriptblocks.</summary>
/// <param name="cmdlet">The cmdlet, in whose caller's scope names are looked up.</param>
internal sealed class ToolFinder(PSCmdlet cmdlet)
{
    private const string FunctionScript =
        "param($__agentScript) ${function:local:Invoke-AgentToolScript} = $__agentScript; Microsoft.PowerShell.Core\\Get-Command -Name Invoke-AgentToolScript "
            + "-CommandType Function";
    private const CommandTypes Callable = CommandTypes.Function | CommandTypes.Filter | CommandTypes.Cmdlet | CommandTypes.Alias | CommandTypes.ExternalScript;

    /// <summary>Finds every tool.</summary>
    /// <param name="values">What was bound.</param>
    /// <param name="error">Why one of them is none.</param>
    /// <returns>The tools in their order, each with a name of its own; empty with an <paramref name="error"/>.</returns>
    public ImmutableArray<AgentTool> FindAll(object?[] values, out ErrorRecord? error)
    {
        Dictionary<string, AgentTool> found = new(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<AgentTool>.Builder tools = ImmutableArray.CreateBuilder<AgentTool>();
        error = null;
        foreach (object? value in values)
        {
            string fallback = string.Create(CultureInfo.InvariantCulture, $"script_tool_{tools.Count + 1}");
            if (Find(value, new ToolWishes(), fallback, out error) is not { } tool)
            {
                return [];
            }

            if (!found.TryAdd(tool.Name, tool))
            {
                error = ErrorRecords.ToolNameTaken(tool.Name);
                return [];
            }

            tools.Add(tool);
        }

        return tools.ToImmutable();
    }

    /// <summary>Finds one tool.</summary>
    /// <param name="value">What was bound.</param>
    /// <param name="wishes">What the user says of it.</param>
    /// <param name="scriptName">The name of a scriptblock that has none.</param>
    /// <param name="error">Why it is none.</param>
    /// <returns>The tool, or null with an <paramref name="error"/>.</returns>
    public AgentTool? Find(object? value, ToolWishes wishes, string? scriptName, out ErrorRecord? error)
    {
        object? plain = PlainValue.Of(value);
        if (plain is AgentTool made)
        {
            error = null;
            return made;
        }

        if (plain is AgentBlueprint blueprint)
        {
            error = null;
            return ToolMaker.MakeAgent(SpecialistOffer.Of(blueprint, wishes.Name, wishes.Description), [], wishes.Rules);
        }

        CommandInfo? command = plain switch
        {
            CommandInfo info => info,
            ScriptBlock script => ToFunction(script),
            string name => FindCommand(name),
            _ => null,
        };
        if (command is null)
        {
            error = plain is string missing
                ? ErrorRecords.ToolNotFound(missing)
                : ErrorRecords.ToolInvalid(
                    "A tool is a command's name, an object of Get-Command, a scriptblock, or an object of New-AgentTool or Import-AgentBlueprint, not "
                        + $"{value?.GetType().Name ?? "null"}.");
            return null;
        }

        CommandInfo real = command is AliasInfo { ResolvedCommand: { } target } ? target : command;
        ToolWishes named = plain is ScriptBlock && wishes.Name is null ? wishes with { Name = scriptName } : wishes;
        AgentTool? tool = ToolMaker.Make(real, named, out string? problem);
        error = tool is null ? ErrorRecords.ToolInvalid(problem!) : null;
        return tool;
    }

    // Programs are looked up last, to say of them why they can be no tools.
    private CommandInfo? FindCommand(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || WildcardPattern.ContainsWildcardCharacters(name))
        {
            return null;
        }

        return cmdlet.InvokeCommand.GetCommand(name, Callable) ?? cmdlet.InvokeCommand.GetCommand(name, CommandTypes.Application);
    }

    // A function has its parameters told by PowerShell; it works on when its scope and name are gone.
    private static CommandInfo ToFunction(ScriptBlock script)
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript(FunctionScript, useLocalScope: true).AddArgument(script).Invoke<CommandInfo>()[0];
    }
}
