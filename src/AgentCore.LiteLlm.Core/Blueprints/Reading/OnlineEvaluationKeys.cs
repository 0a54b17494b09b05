using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>evaluation.online</c> block.</summary>
internal static class OnlineEvaluationKeys
{
    public static readonly IntegerKey SamplingRate = new("sampling_rate", "The percentage of sessions that are judged.", 1, 100) { IsRequired = true };

    public static readonly TextListKey Evaluators = new(
        "evaluators", "The names of the evaluators: built-in ones such as Builtin.Correctness, and this agent's own.")
    { IsRequired = true, Minimum = 1 };

    public static readonly BooleanKey AutoCreateExecutionRole = new("auto_create_execution_role", "Whether AgentCore makes the IAM role.", true);

    public static readonly BlockShape Shape = new(SamplingRate, Evaluators, AutoCreateExecutionRole);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static OnlineEvaluation Read(BlockReader block) => new()
    {
        SamplingRate = block.RequiredInteger(SamplingRate),
        Evaluators = block.Texts(Evaluators),
        AutoCreateExecutionRole = block.Boolean(AutoCreateExecutionRole),
    };
}
