using System.Management.Automation;
using AgentCore.LiteLlm.Runs;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Takes the folder of a kept run, or of a call of one, for a path. PowerShell would make text of it that is shown to people.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RunPathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PlainValue.Of(inputData) switch
    {
        AgentSavedRun run => run.Path,
        AgentOpenCall call => call.Path,
        object[] several => Array.ConvertAll(several, item => Transform(engineIntrinsics, item)),
        _ => inputData,
    };
}
