using System.Collections.Immutable;
using AgentCore.LiteLlm.Conversations;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>One case of an evaluation: what is asked, and what must hold for the answer.</summary>
internal sealed record EvaluationCase
{
    /// <summary>Gets the name, which no other case of the file has.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what is asked.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets the system message; null takes the blueprint's prompt, empty sends none.</summary>
    public string? System { get; init; }

    /// <summary>Gets the values for the places of the system message; null when none are given.</summary>
    public ImmutableDictionary<string, string>? Variables { get; init; }

    /// <summary>Gets what was said before; null for nothing.</summary>
    public AgentConversation? Conversation { get; init; }

    /// <summary>Gets how often the case is run, from 1.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Gets the share of its runs that must pass, from 0 to 1, so that they come to one result; null where each run is one of its own.</summary>
    public double? PassRate { get; init; }

    /// <summary>Gets the words by which cases are chosen.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Gets why the case is not run; null when it is.</summary>
    public string? Skip { get; init; }

    /// <summary>Gets what must hold for the answer.</summary>
    public ImmutableArray<CaseAssertion> Assertions { get; init; } = [];

    /// <summary>Gets who judges the answer besides.</summary>
    public ImmutableArray<CaseJudge> Judges { get; init; } = [];

    /// <summary>Gets the file that the case stands in.</summary>
    public required string File { get; init; }

    /// <summary>Gets the line where the case begins, from 1.</summary>
    public required int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
