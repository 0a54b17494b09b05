using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of <c>defaults</c>.</summary>
internal static class DefaultsKeys
{
    public static readonly BlockShape Shape = new(CaseKeys.System, CaseKeys.Variables, CaseKeys.Repeat, CaseKeys.PassRate, CaseKeys.Expect) { IsClosed = true };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static CaseDefaults Read(BlockReader block) => new()
    {
        System = block.Text(CaseKeys.System),
        Variables = CaseKeys.ReadVariables(block),
        Repeat = block.Integer(CaseKeys.Repeat) ?? 1,
        PassRate = block.Number(CaseKeys.PassRate),
        Expect = block.Block(CaseKeys.Expect, ExpectKeys.Read) ?? new Expectations([]),
    };
}
