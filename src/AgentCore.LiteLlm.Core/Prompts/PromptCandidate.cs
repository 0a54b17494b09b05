using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
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
    /// <param name="problem">Why it is no prompt, as the end of a sentence; null when it is one.</param>
    /// <param name="isOutside">Whether the reason is that a link leads out of the folder.</param>
    public static PromptCandidate? Read(string folder, string path, string? named, out string? problem, out bool isOutside)
    {
        isOutside = !RealPath.IsWithin(folder, path);
        problem = isOutside ? "is a link that leads out of the prompts folder." : null;
        if (isOutside || PromptFile.Read(path, out problem) is not { } text)
        {
            return null;
        }

        PromptHead head = PromptHead.Read(text, out string body, out string? wrong);
        bool contradicts = named is not null && head.Version is not null && PromptReference.ToVersion(named) != PromptReference.ToVersion(head.Version);
        wrong ??= contradicts ? "its front matter names another version than its file name." : body.Length == 0 ? "it holds front matter only." : null;
        problem = wrong is null ? null : $"cannot be used: {wrong}";
        return wrong is null ? new PromptCandidate(path, body, named ?? head.Version, head.State) : null;
    }
}
