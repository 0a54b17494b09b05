using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;

namespace AgentCore.LiteLlm.Tools;

/// <summary>A parameter that the model may use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its command takes.</param>
/// <param name="Transformations">The attributes that change values before they are bound.</param>
internal sealed record ToolParameter(string Name, Type Type, ImmutableArray<ArgumentTransformationAttribute> Transformations)
{
    /// <summary>Makes of a value what PowerShell's binder makes of it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="engine">What transforming attributes ask.</param>
    /// <param name="bound">The bound value.</param>
    /// <param name="problem">Why there is none.</param>
    /// <returns>True when there is one.</returns>
    public bool TryBind(object? value, EngineIntrinsics? engine, out object? bound, out string? problem)
    {
        problem = null;
        bound = null;
        try
        {
            object? changed = Transformations.Aggregate(value, (v, t) => t.Transform(engine, v));
            bound = LanguagePrimitives.ConvertTo(changed, Type, CultureInfo.InvariantCulture);
            return true;
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OutOfMemoryException))
        {
            // Attributes and converters are code of others, which may throw anything.
            problem = e.Message;
            return false;
        }
    }
}
