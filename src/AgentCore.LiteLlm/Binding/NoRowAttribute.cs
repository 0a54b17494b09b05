using System.Management.Automation;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Refuses a row of a table for a prompt: PowerShell would make text of all its columns where none has the parameter's name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoRowAttribute : ArgumentTransformationAttribute
{
    private const string Wanted = "Prompt";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is not PSObject { BaseObject: PSCustomObject } row || row.Properties.Match(Wanted).Count > 0)
        {
            return inputData;
        }

        string[] names = [.. row.Properties.Select(p => p.Name)];
        string likely = NearestName.Find(Wanted, names) is { } name ? $" Did you mean '{name}'?" : "";
        throw new ArgumentTransformationMetadataException(
            $"The object has no property '{Wanted}' (it has {string.Join(", ", names.Take(10))}).{likely} Rename it, or pipe text.");
    }
}
