using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>Chooses among the versions of a prompt.</summary>
internal static class PromptChoice
{
    /// <summary>Chooses a version.</summary>
    /// <param name="candidates">Every version that is there.</param>
    /// <param name="reference">What is asked for.</param>
    /// <param name="mode">The mode of the call.</param>
    /// <returns>The version; one that must not run only where nothing else is there; null when there is none.</returns>
    public static PromptCandidate? Of(IReadOnlyList<PromptCandidate> candidates, PromptReference reference, ExecutionMode mode)
    {
        if (reference.Version is not null)
        {
            Version? pinned = PromptReference.ToVersion(reference.Version);
            return candidates.FirstOrDefault(c => PromptReference.ToVersion(c.Version) == pinned);
        }

        // A draft is what a simulation takes where nothing is stable, as the framework has it.
        PromptState[] order = mode == ExecutionMode.Simulation
            ? [PromptState.Stable, PromptState.Draft, PromptState.Deprecated]
            : [PromptState.Stable, PromptState.Deprecated, PromptState.Draft];
        // A file without any version is the one that its author works with.
        return candidates
            .OrderBy(c => Array.IndexOf(order, c.State))
            .ThenByDescending(c => c.Version is null)
            .ThenByDescending(c => PromptReference.ToVersion(c.Version))
            .FirstOrDefault();
    }
}
