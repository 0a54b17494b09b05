using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>A file that is no blueprint but of a kind that people keep beside them: told by what it is, not by every key that it lacks.</summary>
/// <param name="Message">What it looks like, in a sentence.</param>
/// <param name="Advice">What to do with it.</param>
internal sealed partial record OtherFile(string Message, string Advice)
{
    // The keys of one kind; '*.' stands for any key that is none of a blueprint's. The first kind of which all keys are there is meant.
    private static readonly (string[] Keys, string What, string Advice)[] Kinds =
    [
        (["model_list"], "the configuration of a LiteLLM proxy", "Start the proxy with it, and write a blueprint whose 'base_url' is the proxy's address."),
        (["litellm_settings"], "the configuration of a LiteLLM proxy",
            "Start the proxy with it, and write a blueprint whose 'base_url' is the proxy's address."),
        (["cases"], "a case file, which evaluations read beside a blueprint",
            "Name it like the blueprint, with '.cases.yaml' for its ending, and evaluate the blueprint."),
        (["mcpServers"], "a list of tool servers (mcp.json)", "Name the servers under the blueprint's 'tools'."),
        (["apiVersion", "kind"], "a Kubernetes resource", "Give the blueprint that it deploys."),
        (["openapi"], "an OpenAPI description", "Give the blueprint of the agent that calls it."),
        (["swagger"], "an OpenAPI description", "Give the blueprint of the agent that calls it."),
        (["services"], "a Compose file", "Give the blueprint of the agent that runs there."),
        (["on", "jobs"], "a GitHub workflow", "Give the blueprint that it tests or deploys."),
        (["runs", "inputs"], "a GitHub action", "Give the blueprint that it tests or deploys."),
        (["stages"], "the pipeline of a build server", "Give the blueprint that it tests or deploys."),
        (["trigger", "pool"], "an Azure pipeline", "Give the blueprint that it tests or deploys."),
        (["steps", "pool"], "an Azure pipeline", "Give the blueprint that it tests or deploys."),
        (["agents", "models"], "a file of Docker's agent runner", WriteAnew),
        (["agents", "version"], "a file of Docker's agent runner", WriteAnew),
        (["*.role", "*.goal"], "CrewAI's agents", WriteAnew),
        (["*.expected_output"], "CrewAI's tasks", WriteAnew),
        (["kind", "instructions"], "a declarative agent of another framework", WriteAnew),
        (["kind", "template"], "a prompt of another framework", WriteAnew),
        (["type", "instructions"], "an agent of another framework", WriteAnew),
        (["prompts", "providers"], "a configuration of promptfoo", WriteAnew),
        (["prompts", "tests"], "a configuration of promptfoo", WriteAnew),
        (["providers", "tests"], "a configuration of promptfoo", WriteAnew),
        (["recipe"], "a recipe of another agent", WriteAnew),
        (["nodes", "connections"], "a workflow of another tool", WriteAnew),
        (["app", "workflow"], "a workflow of another tool", WriteAnew),
        (["$schema", "properties"], "a JSON Schema", "A blueprint names it under 'output_schema'."),
        (["dependencies", "version"], "the manifest of a package", "Give the blueprint."),
        (["plugins", "repos"], "a configuration of another tool", "Give the blueprint."),
    ];

    private const string WriteAnew = "Write a blueprint for the agent: it needs 'id', 'name', 'version', 'prompt_ref' and 'model'.";

    /// <summary>Gets a value indicating whether it is known what the file is, so that nothing else need be said of it as a blueprint.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>Finds what a file is that cannot be read as a blueprint.</summary>
    /// <param name="text">The text.</param>
    /// <param name="root">What of it could be read; null when that is nothing.</param>
    /// <returns>What it is; null when it may be a blueprint with mistakes.</returns>
    public static OtherFile? Find(string text, YamlNode? root)
    {
        if (root is null && Template().IsMatch(text))
        {
            return new(
                "This is no blueprint yet: it looks like a template that is still to be filled in.",
                "Fill it in first. For the value of an environment variable a blueprint writes '${NAME}'.");
        }

        HashSet<string> names =
        [
            .. root is YamlMapping mapping ? NamesOf(mapping) : root is null ? TopLevelKey().Matches(text).Select(m => m.Groups[1].Value) : [],
        ];
        if (names.Contains(BlueprintKeys.PromptRef.Name) || names.Count == 0)
        {
            return null;
        }

        foreach ((string[] keys, string what, string advice) in Kinds)
        {
            if (keys.All(names.Contains))
            {
                return new($"This is no blueprint: it looks like {what}.", advice);
            }
        }

        return root is not null && !names.Any(n => BlueprintKeys.Shape.Find(n) is not null)
            ? new("This is no blueprint: not one of its keys is a blueprint's.", WriteAnew) { IsKnown = false }
            : null;
    }

    private static IEnumerable<string> NamesOf(YamlMapping root) => root.Entries.SelectMany(e => (string[])
    [
        e.Key.Value,
        .. BlueprintKeys.Shape.Find(e.Key.Value) is null && e.Value is YamlMapping inner ? inner.Entries.Select(i => $"*.{i.Key.Value}") : [],
    ]);

    // Helm's and Go's, Jinja's: where the text is no YAML.
    [GeneratedRegex(@"^[ \t]*(?:\{\{-?|\{%-?)\s*\S|:\s+\{\{-?\s*[.$\w]", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Template();

    [GeneratedRegex(@"^[""']?([A-Za-z_$][\w.$-]*)[""']?[ \t]*:(?:\s|$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TopLevelKey();
}
