using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection.Shapes;

/// <summary>A shape, and how much having it says.</summary>
internal sealed record ScoredShape(Shape Shape, double Score)
{
    /// <summary>Reads shapes.</summary>
    public static ImmutableArray<ScoredShape> From(ReadOnlySpan<(string Shape, double Score)> shapes)
    {
        ImmutableArray<ScoredShape>.Builder read = ImmutableArray.CreateBuilder<ScoredShape>(shapes.Length);
        foreach ((string shape, double score) in shapes)
        {
            read.Add(new ScoredShape(Shape.Parse(shape), score));
        }

        return read.MoveToImmutable();
    }
}
