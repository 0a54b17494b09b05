using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Management.Automation.Host;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Decides which calls of tools are made: by a policy, by a table of names, by a scriptblock, or by asking the user.</summary>
internal sealed class ToolApproval
{
    private readonly ToolPolicy _policy;
    private readonly ScriptBlock? _script;
    private readonly ImmutableArray<ApprovalRule> _rules;
    private readonly Dictionary<string, bool> _decided = new(StringComparer.Ordinal);

    private ToolApproval(ToolPolicy policy, ScriptBlock? script = null, ImmutableArray<ApprovalRule> rules = default)
    {
        _policy = policy;
        _script = script;
        _rules = rules.IsDefault ? [] : rules;
    }

    /// <summary>Gets a value indicating whether it leaves calls to decisions that come later.</summary>
    public bool Defers => _policy == ToolPolicy.Defer || _rules.Any(r => r.Word == ApprovalWord.Defer);

    /// <summary>Reads what was bound.</summary>
    /// <param name="value">A policy's name, a table of names and words, a scriptblock, or null.</param>
    /// <param name="problem">Why it cannot be used.</param>
    /// <returns>The approval, or null with a <paramref name="problem"/>.</returns>
    public static ToolApproval? Read(object? value, out string? problem)
    {
        problem = null;
        switch (PlainValue.Of(value))
        {
            case null:
                return new(ToolPolicy.AskForChanges);
            case ScriptBlock script:
                return new(ToolPolicy.All, script);
            case string name when name.Equals("Ask", StringComparison.OrdinalIgnoreCase):
                return new(ToolPolicy.Ask);
            case string name when name.Equals("Defer", StringComparison.OrdinalIgnoreCase):
                return new(ToolPolicy.Defer);
            case string name when name.Equals("ReadOnly", StringComparison.OrdinalIgnoreCase):
                return new(ToolPolicy.ReadOnly);
            case string name when name.Equals("All", StringComparison.OrdinalIgnoreCase):
                return new(ToolPolicy.All);
            case IDictionary table:
                ImmutableArray<ApprovalRule> rules = ApprovalRule.ReadAll(table, out problem);
                return problem is null ? new(ToolPolicy.Ask, rules: rules) : null;
            default:
                problem = "-ToolApproval takes Ask, Defer, ReadOnly, All, a scriptblock, or a table such as @{ 'get_*' = 'Always'; '*' = 'Ask' }.";
                return null;
        }
    }

    /// <summary>Decides about a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="pending">The call as the model made it.</param>
    /// <param name="definition">What stands for the tool as it is now: what was said of it once and for all holds no longer when it changes.</param>
    /// <param name="host">Who can be asked.</param>
    /// <param name="scripts">What runs scriptblocks.</param>
    /// <param name="decided">What a person decided about this very call while it waited; null where nobody did.</param>
    public ApprovalDecision Decide(
        AgentToolCall call, PendingToolCall pending, string definition, PSHost host, ScriptRun scripts, CallDecision? decided = null)
    {
        if (decided is { IsApproved: false })
        {
            return new(ApprovalSource.User, $"the user did not approve the call{(decided.Reason is { } reason ? $": {reason}" : ".")}");
        }

        if (_script is not null)
        {
            return new(ApprovalSource.Script, scripts.IsTrue(_script, call, pending.StopToken) ? null : "the call was not approved.");
        }

        bool isLeft = _policy == ToolPolicy.Defer || FindWord(call.Tool) == ApprovalWord.Defer;
        return FindUnasked(call.Tool)
            ?? (isLeft ? new(ApprovalSource.User, null) { IsDeferred = decided is null } : Ask(call, pending, definition, host, scripts, decided));
    }

    /// <summary>Finds what is decided of every call of a tool, without anybody looking at one.</summary>
    /// <param name="tool">The tool.</param>
    /// <returns>The decision; null where somebody looks at each call.</returns>
    public ApprovalDecision? FindUnasked(AgentTool tool) => _script is not null ? null : (FindWord(tool), _policy) switch
    {
        (ApprovalWord.Always, _) => new(ApprovalSource.Rule, null),
        (ApprovalWord.Never, _) => new(ApprovalSource.Rule, "the user lets this tool be called never."),
        (ApprovalWord.Defer, _) or (_, ToolPolicy.Ask) => null,
        (_, ToolPolicy.Defer or ToolPolicy.AskForChanges) when tool.SupportsShouldProcess => null,
        (_, ToolPolicy.ReadOnly) => new(ApprovalSource.Rule, tool.IsReadOnly ? null : "only tools that read may be called."),
        _ => new(ApprovalSource.Unasked, null),
    };

    private ApprovalWord? FindWord(AgentTool tool) => _rules.FirstOrDefault(r => r.Fits(tool))?.Word;

    private ApprovalDecision Ask(
        AgentToolCall call, PendingToolCall pending, string definition, PSHost host, ScriptRun scripts, CallDecision? decided)
    {
        if (decided is not null)
        {
            return new(ApprovalSource.User, null);
        }

        if (!_decided.TryGetValue(definition, out bool isApproved))
        {
            if (ToolQuestion.Ask(call, pending, host) is not { } answer)
            {
                scripts.Warn($"'{call.Name}' was not called: it needs approval, and nobody can be asked here. -ToolApproval can decide.");
                return new(ApprovalSource.NobodyToAsk, "the call needs approval, and nobody can be asked.");
            }

            isApproved = answer.IsYes;
            if (answer.IsForAll)
            {
                _decided[definition] = isApproved;
            }
        }

        return new(ApprovalSource.User, isApproved ? null : "the user did not approve the call.");
    }
}
