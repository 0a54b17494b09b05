using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>A prompt, and what it says of itself in the YAML between two lines of <c>---</c> at its beginning.</summary>
/// <param name="Body">The prompt without that, and without white space at its ends.</param>
/// <param name="Version">Its version; null when it says none.</param>
/// <param name="State">Where it stands; stable when it does not say.</param>
internal sealed record PromptHead(string Body, string? Version, PromptState State)
{
    /// <summary>Takes the front matter off a prompt.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    /// <returns>Both parts, or null with a <paramref name="problem"/>.</returns>
    public static PromptHead? Read(string text, out string? problem)
    {
        problem = null;
        string lines = text.ReplaceLineEndings("\n");
        if (!lines.StartsWith("---\n", StringComparison.Ordinal))
        {
            return new PromptHead(text.Trim(), null, PromptState.Stable);
        }

        int end = (lines + "\n").IndexOf("\n---\n", 3, StringComparison.Ordinal);
        if (end < 0)
        {
            problem = "its front matter begins with '---' and does not end with another.";
            return null;
        }

        string body = lines[Math.Min(lines.Length, end + 5)..].Trim();
        string yaml = lines[4..Math.Max(4, end)];
        return yaml.Trim().Length == 0 ? new PromptHead(body, null, PromptState.Stable) : ReadYaml(yaml, body, out problem);
    }

    private static PromptHead? ReadYaml(string yaml, string body, out string? problem)
    {
        Findings findings = new(new SourceText("front matter", yaml));
        if (YamlReader.Read(yaml, findings) is not YamlMapping head || findings.HasErrors)
        {
            problem = "its front matter is no YAML of keys and values.";
            return null;
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
            : version is not null
                && PromptReference.ToVersion(version) is null ? "its 'version' is none: one to four numbers with dots between them, in quotes."
            : null;
        return problem is null ? new PromptHead(body, version, state!.Value) : null;
    }

    private static string? Find(YamlMapping head, string key) => head.Find(key) is YamlScalar { Value.Length: > 0 } scalar ? scalar.Value : null;
}
