using System.Collections;
using System.Management.Automation;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Takes lines, which <c>Get-Content</c> gives without <c>-Raw</c>, for the text they are.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class JoinsLinesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? plain = PlainValue.Of(inputData);
        return plain is IList lines && lines.Cast<object?>().All(line => PlainValue.Of(line) is string)
            ? string.Join('\n', lines.Cast<object?>())
            : inputData;
    }
}
