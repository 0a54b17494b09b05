using System.Management.Automation;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Says what to do where a name or a blueprint is given for the model that Resolve-AgentModel writes.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResolvedModelAttribute : ArgumentTransformationAttribute
{
    /// <summary>Gets or sets a value indicating whether the cmdlet takes the name of a model beside a blueprint.</summary>
    public bool TakesName { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Of(inputData) switch
    {
        string name => throw Refused(
            $"-Model takes what Resolve-AgentModel writes, and '{name}' is text. "
            + (TakesName ? $"Give a blueprint, and the name as -ModelId: -Blueprint agent.yaml -ModelId {CompletionText.Quote(name)}."
                : $"Give -Model (Resolve-AgentModel agent.yaml -ModelId {CompletionText.Quote(name)}).")),
        AgentBlueprint => throw Refused("-Model takes what Resolve-AgentModel writes, and this is a blueprint: give it as -Blueprint."),
        _ => inputData,
    };

    // PowerShell tries this parameter too when it looks for the one that takes a piped path: only a cast that failed lets it go on.
    private static ArgumentTransformationMetadataException Refused(string reason)
    {
        string shown = TerminalText.Show(reason);
        return new ArgumentTransformationMetadataException(shown, new PSInvalidCastException(shown));
    }
}
