using System.Buffers;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Makes tools of commands: what the model is told follows from a command's parameters and help.</summary>
internal static class ToolMaker
{
    private const int LongestDescription = 1024;

    // WhatIf and Confirm are for who approves the call, not for the model.
    private static readonly ImmutableHashSet<string> Common =
        [.. Cmdlet.CommonParameters.Concat(Cmdlet.OptionalCommonParameters).Append("ProgressAction").Select(n => n.ToUpperInvariant())];

    /// <summary>Makes a tool.</summary>
    /// <param name="command">The command.</param>
    /// <param name="wishes">What the user says of it.</param>
    /// <param name="problem">Why it can be none, as a sentence.</param>
    /// <returns>The tool, or null with a <paramref name="problem"/>.</returns>
    public static AgentTool? Make(CommandInfo command, ToolWishes wishes, out string? problem)
    {
        string name = wishes.Name ?? ToolDefinition.ToName(command.Name);
        if (command is not (FunctionInfo or CmdletInfo or ExternalScriptInfo))
        {
            problem = $"'{command.Name}' is {Describe(command)}, which has no parameters that a model could be told of; wrap it in a function.";
            return null;
        }

        CommandParameterSetInfo? set = FindSet(command, wishes.ParameterSetName);
        CommandParameterInfo[] all = set is null ? [] : [.. set.Parameters.Where(p => !Common.Contains(p.Name.ToUpperInvariant()) && !p.IsDynamic)];
        if ((problem = FindProblem(name, command, set, all, wishes)) is not null)
        {
            return null;
        }

        CommandParameterInfo[] used = [.. all.Where(p => IsWanted(p, wishes) && IsExpressible(p))];
        CommentHelpInfo? help = FindHelp(command);
        ToolDefinition definition = new(
            name,
            Cut(wishes.Description ?? First(help?.Synopsis, help?.Description) ?? $"Runs the PowerShell command {command.Name}."),
            ToSchema(used, help));
        bool supportsShouldProcess = set!.Parameters.Any(p => p.Name == "WhatIf");
        ToolRules rules = wishes.Rules with
        {
            SupportsShouldProcess = supportsShouldProcess,
            IsReadOnly = wishes.Rules.IsReadOnly || (!supportsShouldProcess && ToolRules.IsReading(command.Name)),
        };
        return new AgentTool(
            command, definition, [.. used.Select(p => new ToolParameter(p.Name, p.ParameterType, [.. p.Attributes.OfType<ArgumentTransformationAttribute>()]))],
            rules);
    }

    /// <summary>Makes a tool of an agent.</summary>
    /// <param name="offer">The agent.</param>
    /// <param name="own">The tools that the caller gives it.</param>
    /// <param name="rules">What holds for calls of it.</param>
    public static AgentTool MakeAgent(SpecialistOffer offer, ImmutableArray<AgentTool> own, ToolRules rules) => new(
        offer with
        {
            Tools = [.. own.Select(t => t.Definition)],
            Specialists = [.. own.Select(t => t.Offer).OfType<SpecialistOffer>()],
            MaximumResultLength = rules.MaximumResultLength,
        },
        own,
        rules);

    private static CommandParameterSetInfo? FindSet(CommandInfo command, string? name)
    {
        CommandParameterSetInfo[] sets = [.. command.ParameterSets];
        return name is null
            ? Array.Find(sets, s => s.IsDefault) ?? sets.FirstOrDefault()
            : Array.Find(sets, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static string? FindProblem(string name, CommandInfo command, CommandParameterSetInfo? set, CommandParameterInfo[] all, ToolWishes wishes)
    {
        if (set is null)
        {
            return $"'{name}' has no parameter set '{wishes.ParameterSetName}'; it has {string.Join(", ", command.ParameterSets.Select(s => s.Name))}.";
        }

        string? unknown = wishes.Named.FirstOrDefault(n => !Array.Exists(all, p => p.Name.Equals(n, StringComparison.OrdinalIgnoreCase)));
        if (unknown is not null)
        {
            string where = command.ParameterSets.Count > 1 ? $" in its parameter set '{set.Name}'" : "";
            return $"'{name}' has no parameter '{unknown}'{where}; it has {string.Join(", ", all.Select(p => p.Name))}.";
        }

        CommandParameterInfo? lost = Array.Find(all, p => p.IsMandatory && !IsWanted(p, wishes));
        if (lost is not null)
        {
            return $"The parameter '{lost.Name}' of '{name}' is mandatory, so it cannot be left out.";
        }

        // What is left out in silence would seem to be under a rule.
        string[] wanted = [.. wishes.Wanted];
        CommandParameterInfo? unfit = Array.Find(
            all, p => !IsExpressible(p) && (p.IsMandatory || wanted.Contains(p.Name, StringComparer.OrdinalIgnoreCase)));
        return unfit is null
            ? null
            : $"The{(unfit.IsMandatory ? " mandatory" : "")} parameter '{unfit.Name}' of '{name}' is a {unfit.ParameterType.Name}, "
                + $"{TypeWords.Explain(unfit.ParameterType)}; wrap the command in a function.";
    }

    private static bool IsWanted(CommandParameterInfo parameter, ToolWishes wishes) =>
        (wishes.IncludeParameter.IsEmpty || wishes.IncludeParameter.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase))
        && !wishes.ExcludeParameter.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase);

    private static bool IsExpressible(CommandParameterInfo parameter) =>
        TypeWords.Find(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is not null;

    private static CommentHelpInfo? FindHelp(CommandInfo command) =>
        ((command as FunctionInfo)?.ScriptBlock ?? (command as ExternalScriptInfo)?.ScriptBlock)?.Ast switch
        {
            FunctionDefinitionAst function => function.GetHelpContent(),
            ScriptBlockAst script => script.GetHelpContent(),
            _ => null,
        };

    private static string? First(params string?[] texts) => texts.FirstOrDefault(t => !string.IsNullOrWhiteSpace(t))?.Trim();

    private static string Cut(string text) => WholeCharacters.Cut(text, LongestDescription);

    private static JsonElement ToSchema(CommandParameterInfo[] parameters, CommentHelpInfo? help)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "object"u8);
            json.WriteStartObject("properties"u8);
            foreach (CommandParameterInfo parameter in parameters)
            {
                json.WritePropertyName(parameter.Name);
                string? words = null;
                help?.Parameters.TryGetValue(parameter.Name.ToUpperInvariant(), out words);
                ParameterSchema.Write(json, parameter, words);
            }

            json.WriteEndObject();
            json.WriteStartArray("required"u8);
            foreach (CommandParameterInfo parameter in parameters.Where(p => p.IsMandatory))
            {
                json.WriteStringValue(parameter.Name);
            }

            json.WriteEndArray();
            json.WriteBoolean("additionalProperties"u8, false);
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static string Describe(CommandInfo command) => command.CommandType switch
    {
        CommandTypes.Application => "a program",
        _ => $"of the kind {command.CommandType}",
    };
}
