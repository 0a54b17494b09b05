using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>The folder <c>prompts</c> beside a blueprint, which holds what <c>prompt_ref</c> names.</summary>
public static class PromptFolder
{
    // Of one base name, the first ending wins.
    private static readonly string[] Endings = [".md", ".txt"];

    /// <summary>Finds the system message of a blueprint: the version that <c>prompt_ref</c> pins, else the latest stable one.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="mode">The mode of the call: drafts run in simulation only.</param>
    /// <returns>The prompt, and what was found on the way; an error leaves no prompt.</returns>
    public static Checked<PromptText> Find(AgentBlueprint blueprint, ExecutionMode mode)
    {
        string name = blueprint.PromptRef;
        PromptFindings findings = new(blueprint);
        if (name.Length == 0)
        {
            // No file says so: the reader asks for a name. What is made in this process may have no prompt.
            return new Checked<PromptText>(null, []);
        }

        if (!PromptReference.IsName(name))
        {
            return findings.Error(DiagnosticCodes.PromptOutside, "'prompt_ref' is no name of a prompt: a name has letters, digits, '-', '_', '.' and '@' only, so that it cannot lead out of the prompts folder.", "Give the name of a file in the folder prompts, without its ending.");
        }

        PromptReference reference = PromptReference.Read(name);
        string? beside = Path.GetDirectoryName(blueprint.Path);
        string folder = beside is null ? "" : Path.GetFullPath(Path.Combine(beside, "prompts"));
        List<PromptCandidate> candidates = [];
        foreach ((string path, string? version) in FilesOf(folder, reference))
        {
            PromptCandidate? candidate = PromptCandidate.Read(folder, path, version, out string? problem, out bool isOutside);
            if (candidate is null)
            {
                return findings.Error(isOutside ? DiagnosticCodes.PromptOutside : DiagnosticCodes.PromptInvalid, $"'prompts/{Path.GetFileName(path)}', which 'prompt_ref' may mean, {problem}", "Mend the file, or take it away.");
            }

            candidates.Add(candidate);
        }

        return PromptChoice.Of(candidates, reference, mode) is { } chosen
            ? Take(chosen, name, mode, findings)
            : findings.NotFound(mode, reference.Version is null || candidates.Count == 0 ? "" : " Other versions of it are there.");
    }

    private static Checked<PromptText> Take(PromptCandidate chosen, string name, ExecutionMode mode, PromptFindings findings) => findings.Judge(
        new PromptText(chosen.Text, new PromptSource
        {
            Reference = name,
            Version = chosen.Version,
            State = chosen.State,
            Hash = PromptSource.HashOf(chosen.Text),
            Origin = chosen.Path,
        }),
        mode);

    private static IEnumerable<(string Path, string? Version)> FilesOf(string folder, PromptReference reference)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        // A file may bear the whole reference as its name, pin and all.
        return
        [
            .. from path in Directory.EnumerateFileSystemEntries(folder)
               let ending = Array.IndexOf(Endings, Path.GetExtension(path))
               where ending >= 0
               let baseName = Path.GetFileNameWithoutExtension(path)
               let own = PromptReference.Read(baseName)
               where own.Name == reference.Name
               group (Path: path, own.Version, Ending: ending) by baseName into same
               orderby same.Key.Length, same.Key
               let first = same.MinBy(f => f.Ending)
               select (first.Path, first.Version),
        ];
    }
}
