using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>A file in the prompts folder that bears a prompt's name.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Text">The prompt.</param>
/// <param name="Version">Its version, from its name or its front matter; null when it has none.</param>
/// <param name="State">Where it stands.</param>
internal sealed record PromptCandidate(string Path, string Text, string? Version, PromptState State)
{
    /// <summary>Reads a file.</summary>
    /// <param name="folder">The prompts folder.</param>
    /// <param name="path">The file.</param>
    /// <param name="named">The version in its name; null when there is none.</param>
    /// <param name="findings">Where the reason goes why it is none.</param>
    /// <returns>The candidate; null when it is none, which rules out the others too.</returns>
    public static PromptCandidate? Read(string folder, string path, string? named, Findings findings)
    {
        if (!RealPath.IsWithin(folder, path))
        {
            return Refuse(DiagnosticCodes.PromptOutside, path, "is a link that leads out of the prompts folder.", findings);
        }

        if (PromptFile.Read(path, out string? problem) is not { } text)
        {
            return Refuse(DiagnosticCodes.PromptInvalid, path, problem!, findings);
        }

        PromptHead? head = PromptHead.Read(text, out string? wrong);
        bool contradicts = named is not null && head?.Version is { } own && PromptReference.ToVersion(named) != PromptReference.ToVersion(own);
        wrong ??= contradicts ? "its front matter names another version than its file name." : head!.Body.Length == 0 ? "it holds front matter only." : null;
        return wrong is null
            ? new PromptCandidate(path, head!.Body, named ?? head.Version, head.State)
            : Refuse(DiagnosticCodes.PromptInvalid, path, $"cannot be used: {wrong}", findings);
    }

    private static PromptCandidate? Refuse(string code, string path, string problem, Findings findings)
    {
        findings.Error(
            code, PromptRules.Key, $"'prompts/{System.IO.Path.GetFileName(path)}', which 'prompt_ref' may mean, {problem}", "Mend the file, or take it away.");
        return null;
    }
}
