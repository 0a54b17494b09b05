using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.ToolServers.Offers;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says whether the policy of a blueprint allows a call of a tool, and which rule decides. Nothing is called.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AgentPolicy")]
[OutputType(typeof(PolicyDecision))]
public sealed class TestAgentPolicyCommand : PSCmdlet
{
    private JsonElement _arguments;

    /// <summary>Gets or sets the blueprint: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>Gets or sets the name of the tool, exactly as the model calls it.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PolicyToolCompleter))]
    public string Tool { get; set; } = "";

    /// <summary>Gets or sets the arguments of the call: a hashtable, an object, or the text of a JSON object; none when not given.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNull]
    public object? Argument { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        JsonElement? read = ToArguments(Argument, out string? problem);
        if (read is not { ValueKind: JsonValueKind.Object } arguments)
        {
            ThrowTerminatingError(ErrorRecords.PolicyArgumentInvalid(problem ?? "They are no object of names and values."));
            return;
        }

        _arguments = arguments;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (AgentBlueprint blueprint in new BlueprintSource(this, new FindingWriter(this, ErrorEnds.Item)).Read(Blueprint))
        {
            // What cannot be judged is in the decision.
            Findings unjudged = blueprint.StartFindings();
            WriteObject(
                PlannedPolicy.Make(blueprint, unjudged) is { } policy
                    ? policy.Judge(Tool, ToolNames.FindOthers(blueprint, Tool), _arguments)
                    : CallPolicy.WithoutRules(Tool));
        }
    }

    private static JsonElement? ToArguments(object? value, out string? problem)
    {
        problem = null;
        if (PlainValue.Of(value) is not string text)
        {
            return JsonArguments.ToJson(value ?? new System.Collections.Hashtable(), out problem);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            problem = $"The text is no JSON: {e.Message}";
            return null;
        }
    }
}
