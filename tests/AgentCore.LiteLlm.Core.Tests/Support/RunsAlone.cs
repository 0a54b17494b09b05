using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The tests that measure the whole process: memory, processor time. No other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "Runs alone";
}
