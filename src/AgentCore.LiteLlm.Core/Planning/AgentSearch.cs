using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>Finds the blueprints that another one names by their ids: those that the caller gives, or those beside it.</summary>
internal static class AgentSearch
{
    // Agents within agents within agents; more is a mistake.
    private const int Deepest = 5;

    /// <summary>Finds one.</summary>
    /// <param name="seat">Where it is named.</param>
    /// <param name="blueprint">The blueprint that names it.</param>
    /// <param name="options">What the caller sets, his own agents among it.</param>
    /// <param name="folder">The folder of the blueprint; null where it came from no file.</param>
    /// <param name="findings">Where it is said why there is none.</param>
    /// <returns>The blueprint; null where it is not there, or would run within itself.</returns>
    public static AgentBlueprint? Find(AgentSeat seat, AgentBlueprint blueprint, CallOptions options, BlueprintFolder? folder, Findings findings)
    {
        // Under a name of the caller's the same blueprint may come again.
        ImmutableArray<string> above = options.Above.Add(blueprint.Id);
        AgentBlueprint? agent = above.Contains(seat.Agent) ? blueprint : Find(seat, options, folder, findings);
        return agent is not null && MayRun(seat.Agent, agent, above, seat.Path, findings) ? agent : null;
    }

    /// <summary>Says whether an agent may run within others: not within itself, and not too deep.</summary>
    /// <param name="name">How it is named.</param>
    /// <param name="agent">Its blueprint.</param>
    /// <param name="above">Those within which it would run, outermost first.</param>
    /// <param name="path">Where it is named.</param>
    /// <param name="findings">Where it is said why not.</param>
    public static bool MayRun(string name, AgentBlueprint agent, ImmutableArray<string> above, string path, Findings findings)
    {
        if (!above.Contains(agent.Id) && above.Length <= Deepest)
        {
            return true;
        }

        findings.Error(
            DiagnosticCodes.AgentCircle, path,
            $"'{SecretShapes.Excerpt(name)}' would run within itself, or too deep: "
                + $"{string.Join(" > ", above.Add(name).Select(SecretShapes.Excerpt))}; nothing was sent.",
            "Let agents put together or call only agents that do not lead back to them.");
        return false;
    }

    /// <summary>Collects what was found of agents that answer together. What some of them have no use for, others may have.</summary>
    /// <param name="own">The plan of the agent that names the others.</param>
    /// <param name="members">The plans of the others.</param>
    /// <param name="findings">Where it goes.</param>
    public static void Collect(Checked<ChatPlan> own, ImmutableArray<Checked<ChatPlan>> members, Findings findings)
    {
        foreach (Checked<ChatPlan> plan in members.Prepend(own))
        {
            findings.AddAll([.. plan.Diagnostics.Where(d => !IsUnused(d) || (plan == own && members.All(m => m.Diagnostics.Any(o => IsSame(o, d)))))]);
        }
    }

    private static AgentBlueprint? Find(AgentSeat seat, CallOptions options, BlueprintFolder? folder, Findings findings)
    {
        if (options.Agents.TryGetValue(seat.Agent, out AgentBlueprint? given))
        {
            return given;
        }

        Checked<AgentBlueprint>? beside = folder?.Find(seat.Agent);
        if (beside?.Value is { } blueprint)
        {
            findings.AddAll(beside.Diagnostics);
            return blueprint;
        }

        ImmutableArray<string> ids = [.. options.Agents.Keys, .. folder?.Ids() ?? []];
        string where = folder is null ? "the blueprint came from no file, beside which it could lie" : "no blueprint beside this one has that id";
        findings.Error(
            DiagnosticCodes.AgentNotFound, seat.Path, $"there is no agent '{SecretShapes.Excerpt(seat.Agent)}': {where}; nothing was sent.",
            NearestName.Find(seat.Agent, ids) is { } near ? $"Did you mean '{SecretShapes.Excerpt(near)}'?" : "Put it there, or give it to the call.");
        return null;
    }

    private static bool IsUnused(Diagnostic found) => found.Code is DiagnosticCodes.PromptVariableUnused or DiagnosticCodes.HookUnused;

    private static bool IsSame(Diagnostic one, Diagnostic other) => one.Code == other.Code && one.Message == other.Message;
}
