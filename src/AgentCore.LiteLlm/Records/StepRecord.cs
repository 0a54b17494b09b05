using System.Globalization;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Records;

/// <summary>A step of a run as one row of a table.</summary>
public sealed class StepRecord
{
    internal StepRecord(AgentStep step)
    {
        Iteration = step.Iteration;
        Kind = RecordText.Name(step.Kind)!;
        Tool = step.Tool;
        Arguments = step.Arguments;
        Outcome = RecordText.Name(step.Outcome);
        Result = step.Result;
        Approval = RecordText.Name(step.Approval);
        Policy = step.Policy?.ToString();
        Node = step.Node;
        Agent = step.Agent;
        Model = step.Model;
        Reason = step.Reason;
        ToolCalls = step.ToolCalls;
        InputTokens = step.Usage.InputTokens;
        OutputTokens = step.Usage.OutputTokens;
        Cost = step.Cost;
        Seconds = RecordText.Seconds(step.Duration);
        CallId = step.CallId;
    }

    /// <summary>Gets in which turn of the model it happened, or in which round of a graph, from 1.</summary>
    public int Iteration { get; }

    /// <summary>Gets what it was, by its name.</summary>
    public string Kind { get; }

    /// <summary>Gets the tool's name; null for a turn.</summary>
    public string? Tool { get; }

    /// <summary>Gets the arguments as the model sent them.</summary>
    public string? Arguments { get; }

    /// <summary>Gets how the call or the node ended, by its name; null for a turn.</summary>
    public string? Outcome { get; }

    /// <summary>Gets what the model was told of the call, or what the node came to.</summary>
    public string? Result { get; }

    /// <summary>Gets who decided that the call was made or not, by its name.</summary>
    public string? Approval { get; }

    /// <summary>Gets what the blueprint's policy says of the call; null where there is none.</summary>
    public string? Policy { get; }

    /// <summary>Gets the node of the graph; null outside graphs.</summary>
    public string? Node { get; }

    /// <summary>Gets the id of the blueprint that the node runs.</summary>
    public string? Agent { get; }

    /// <summary>Gets the model that did not answer; null for every other step.</summary>
    public string? Model { get; }

    /// <summary>Gets why it did not, how a gate decided, or why a node failed.</summary>
    public string? Reason { get; }

    /// <summary>Gets how many tools the model called in its turn.</summary>
    public int ToolCalls { get; }

    /// <summary>Gets the tokens of the prompt of a turn.</summary>
    public long? InputTokens { get; }

    /// <summary>Gets the tokens of the answer of a turn.</summary>
    public long? OutputTokens { get; }

    /// <summary>Gets what a turn cost, in US dollars; null where nobody says it.</summary>
    public decimal? Cost { get; }

    /// <summary>Gets how long it took, in seconds.</summary>
    public double Seconds { get; }

    /// <summary>Gets the id of the call; null for a turn.</summary>
    public string? CallId { get; }

    /// <inheritdoc/>
    public override string ToString() => Tool is null ? string.Create(CultureInfo.InvariantCulture, $"{Kind} {Iteration}") : $"{Kind} {Tool}";
}
