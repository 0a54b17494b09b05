using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Management.Automation.Host;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Tools;

/// <summary>The tools of one pipeline, and how their calls are made: rules first, then approval, then the command itself, without secrets.</summary>
/// <param name="tools">The tools.</param>
/// <param name="approval">Who approves calls.</param>
/// <param name="host">Who can be asked.</param>
/// <param name="scripts">What runs commands.</param>
internal sealed class ToolSet(ImmutableArray<AgentTool> tools, ToolApproval approval, PSHost host, ScriptRun scripts)
{
    private const int MostQuestions = 2;

    private readonly Dictionary<string, AgentTool> _tools = tools.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Reads the tools that a user names, and who approves their calls. What cannot be used ends the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet, in whose caller's scope tools are looked up and run.</param>
    /// <param name="values">The tools; null for none.</param>
    /// <param name="approval">Who approves; null leaves it to the commands.</param>
    /// <returns>The tools; null for none.</returns>
    public static ToolSet? Read(PSCmdlet cmdlet, object[]? values, object? approval)
    {
        if (ToolApproval.Read(approval, out string? problem) is not { } approves)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.ToolApprovalInvalid(problem!));
            return null;
        }

        ErrorRecord? error = null;
        ImmutableArray<AgentTool> found = values is null ? [] : new ToolFinder(cmdlet).FindAll(values, out error);
        if (error is not null)
        {
            cmdlet.ThrowTerminatingError(error);
        }

        return found.IsEmpty ? null : new ToolSet(found, approves, cmdlet.Host, new ScriptRun(cmdlet));
    }

    /// <summary>Gets the tools as the model is told of them.</summary>
    public ImmutableArray<ToolDefinition> Definitions => [.. tools.Select(t => t.Definition)];

    /// <summary>Makes a call, on the pipeline's thread.</summary>
    /// <param name="pending">The call.</param>
    /// <param name="secretVariables">The variables that the tool may not read.</param>
    /// <param name="letUserType">Leaves the keyboard to whoever is asked.</param>
    /// <returns>Its result.</returns>
    public ToolResult Call(PendingToolCall pending, IEnumerable<string> secretVariables, Func<IDisposable?> letUserType)
    {
        AgentTool tool = _tools[pending.Call.Name];
        Hashtable arguments = ToolArguments.ToSplat(tool, pending.Arguments);
        using HiddenVariables hidden = HiddenVariables.Hide(secretVariables.Except(tool.Rules.PassedVariables, StringComparer.OrdinalIgnoreCase));
        if (ArgumentRules.Refuse(tool, arguments, scripts.Engine) is { } unfit)
        {
            return unfit;
        }

        ApprovalDecision decision;
        using (letUserType())
        {
            decision = Approve(tool, pending, arguments);
        }

        ToolResult result = decision.Refusal is { } refusal ? ToolResult.Error(ToolOutcome.Denied, refusal)
            : pending.StopToken.IsCancellationRequested ? ToolResult.Error(ToolOutcome.NotRun, "the run was over before the call was approved.")
            : Run(tool, arguments, pending.StopToken);
        return result with { Approval = decision.Source };
    }

    // What was approved is what runs: a tool or a call that is another one afterwards is asked for again, and not for ever.
    private ApprovalDecision Approve(AgentTool tool, PendingToolCall pending, Hashtable arguments)
    {
        ApprovalDecision decision = new(ApprovalSource.Unasked, null);
        for (int asked = 0; asked < MostQuestions; asked++)
        {
            string before = ToolFingerprint.OfCall(tool, pending, arguments);
            AgentToolCall call = new(tool.Name, (Hashtable)arguments.Clone(), tool);
            decision = approval.Decide(call, pending, ToolFingerprint.OfDefinition(tool), host, scripts);
            if (decision.Refusal is not null || ToolFingerprint.OfCall(tool, pending, arguments) == before)
            {
                return decision;
            }
        }

        return decision with { Refusal = "the call was another one after it was approved." };
    }

    private ToolResult Run(AgentTool tool, Hashtable arguments, CancellationToken stopToken)
    {
        List<object?> output = [];
        List<string> errors = [];
        int most = tool.Rules.MaximumResultLength;
        string? end = scripts.Call(tool.Command, arguments, output, errors, stopToken);
        if ((end ?? (output.Count == 0 && errors.Count > 0 ? string.Join('\n', errors) : null)) is { } failure)
        {
            return ToolResult.Error(ToolOutcome.Failed, ToolOutput.Shorten(failure, most));
        }

        try
        {
            return ToolResult.Of(ToolOutput.ToJson(output, errors, most));
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OutOfMemoryException))
        {
            // The objects' own code, which may throw anything while it is read.
            return ToolResult.Error(ToolOutcome.Failed, ToolOutput.Shorten($"the result cannot be read: {e.Message}", most));
        }
    }
}
