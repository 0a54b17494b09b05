using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of <c>trajectory</c>: the tools on the way to the answer.</summary>
internal static class TrajectoryKeys
{
    public static readonly OneOrManyKey InOrder = new(
        "in_order", "The tools that must be called one after the other, whatever comes between: each a name, or name, arguments and matches.",
        static () => ToolKeys.Shape);

    public static readonly OneOrManyKey AnyOrder = new(
        "any_order", "The tools that must be called in whatever order, each by a call of its own.", static () => ToolKeys.Shape);

    public static readonly OneOrManyKey Never = new("never", "The tools of which none may be called.", static () => ToolKeys.Shape);

    public static readonly BlockShape Shape = new(InOrder, AnyOrder, Never) { IsClosed = true };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What must hold.</returns>
    public static Expectations Read(BlockReader block)
    {
        if (block.Node.Entries.Length == 0)
        {
            block.Findings.Error(
                DiagnosticCodes.ValueMissing, block.Mark.At(block.Path), $"'{block.Path}' expects nothing.", "Write 'in_order', 'any_order' or 'never'.");
        }

        return new Expectations(
        [
            .. Read(block, InOrder, TrajectoryOrder.InOrder), .. Read(block, AnyOrder, TrajectoryOrder.AnyOrder), .. Read(block, Never, TrajectoryOrder.Never),
        ]);
    }

    private static IEnumerable<CaseAssertion> Read(BlockReader block, OneOrManyKey key, TrajectoryOrder order)
    {
        ImmutableArray<ExpectedCall> calls = block.OneOrMany(key, static name => new ExpectedCall(name), ToolKeys.Read);
        return calls.IsEmpty ? [] : [new CaseAssertion.Trajectory(order, calls)];
    }
}
