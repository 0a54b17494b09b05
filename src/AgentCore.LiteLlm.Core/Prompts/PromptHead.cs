using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>What a prompt says of itself in the YAML between two lines of <c>---</c> at its beginning.</summary>
/// <param name="Version">Its version; null when it says none.</param>
/// <param name="State">Where it stands; stable when it does not say.</param>
internal sealed record PromptHead(string? Version, PromptState State)
{
    private static readonly PromptHead Silent = new(null, PromptState.Stable);

    /// <summary>Takes the front matter off a prompt.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="body">The prompt without it and without white space at its ends.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    public static PromptHead Read(string text, out string body, out string? problem)
    {
        problem = null;
        body = text.Trim();
        string lines = text.ReplaceLineEndings("\n");
        if (!lines.StartsWith("---\n", StringComparison.Ordinal))
        {
            return Silent;
        }

        int end = (lines + "\n").IndexOf("\n---\n", 3, StringComparison.Ordinal);
        if (end < 0)
        {
            problem = "its front matter begins with '---' and does not end with another.";
            return Silent;
        }

        body = lines[Math.Min(lines.Length, end + 5)..].Trim();
        string yaml = lines[4..Math.Max(4, end)];
        return yaml.Trim().Length == 0 ? Silent : ReadYaml(yaml, ref problem);
    }

    private static PromptHead ReadYaml(string yaml, ref string? problem)
    {
        Findings findings = new(new SourceText("front matter", yaml));
        if (YamlReader.Read(yaml, findings) is not YamlMapping head || findings.HasErrors)
        {
            problem = "its front matter is no YAML of keys and values.";
            return Silent;
        }

        string? version = Find(head, "version");
        string? word = Find(head, "state") ?? Find(head, "status");
        PromptState? state = word?.ToLowerInvariant() switch
        {
            null or "stable" => PromptState.Stable,
            "draft" => PromptState.Draft,
            "deprecated" => PromptState.Deprecated,
            _ => null,
        };
        problem = state is null ? "its 'state' is none of draft, stable and deprecated."
            : version is not null && PromptReference.ToVersion(version) is null ? "its 'version' is none: one to four numbers with dots between them, in quotes."
            : null;
        return new PromptHead(version, state ?? PromptState.Draft);
    }

    private static string? Find(YamlMapping head, string key) => head.Find(key) is YamlScalar { Value.Length: > 0 } scalar ? scalar.Value : null;
}
