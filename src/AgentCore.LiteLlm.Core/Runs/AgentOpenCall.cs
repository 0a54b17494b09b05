using System.Globalization;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Runs;

/// <summary>Something of a kept run that is open: a call of a tool that waits for a decision, or what was begun and did not come to its end.</summary>
public sealed record AgentOpenCall
{
    /// <summary>Gets the id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets the folder of the run.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the node of a graph that it belongs to, with those it lies in before it: <c>outer/inner</c>; empty where there is no graph.</summary>
    public string Node { get; init; } = "";

    /// <summary>Gets the round of the graph in which the node runs, from 1; 0 where there is no graph.</summary>
    public int Round { get; init; }

    /// <summary>Gets in which turn of the model it happened, from 1.</summary>
    public int Turn { get; init; }

    /// <summary>Gets why it is open.</summary>
    public required OpenCallState State { get; init; }

    /// <summary>Gets the id of the call; null for a turn of the model.</summary>
    public string? CallId { get; init; }

    /// <summary>Gets the name of the tool; null for a turn of the model.</summary>
    public string? Tool { get; init; }

    /// <summary>Gets the arguments as the model sent them; null for a turn of the model.</summary>
    public string? Arguments { get; init; }

    /// <summary>Gets what a decision is bound to: a hash of the run, the tool's definition and the arguments; null where none is asked for.</summary>
    public string? Hash { get; init; }

    /// <summary>Gets the run of the node, as it is written down.</summary>
    internal string RunPath { get; init; } = "";

    /// <summary>Gets what tells the call from those of other nodes: its id, with the name of its node before it.</summary>
    internal string Name => Node.Length == 0 ? CallId ?? "" : $"{Node}/{CallId}";

    /// <inheritdoc/>
    public override string ToString()
    {
        string where = Node.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"'{SecretShapes.Excerpt(Node)}' in round {Round}, ");
        return Tool is null
            ? string.Create(CultureInfo.InvariantCulture, $"{where}turn {Turn}: {State}")
            : string.Create(CultureInfo.InvariantCulture, $"{where}turn {Turn}: '{SecretShapes.Excerpt(Tool)}' ({CallId}): {State}");
    }
}
