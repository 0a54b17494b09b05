using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>What holds for every case of a file that does not say otherwise.</summary>
internal sealed record CaseDefaults
{
    public string? System { get; init; }

    public ImmutableDictionary<string, string>? Variables { get; init; }

    public int Repeat { get; init; } = 1;

    public double? PassRate { get; init; }

    public Expectations Expect { get; init; } = new([]);
}
