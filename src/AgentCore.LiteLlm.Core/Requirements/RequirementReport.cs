using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>What a file says about the versions of LiteLLM it installs.</summary>
/// <param name="Path">The file.</param>
/// <param name="Findings">Every reason not to trust it, in the order of the places.</param>
internal sealed record RequirementReport(string Path, ImmutableArray<RequirementFinding> Findings)
{
    /// <summary>Gets a value indicating whether no version of LiteLLM that the file allows is known to be bad. A file without LiteLLM is safe.</summary>
    public bool IsSafe => Findings.IsEmpty;
}
