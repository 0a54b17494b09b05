using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>The folder <c>prompts</c> beside a blueprint, which holds what <c>prompt_ref</c> names.</summary>
internal static class PromptFolder
{
    // Of one base name, the first ending wins.
    private static readonly string[] Endings = [".md", ".txt"];

    /// <summary>Finds the system message of a blueprint: the version that <c>prompt_ref</c> pins, else the latest stable one.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="mode">The mode of the call: drafts run in simulation only.</param>
    /// <returns>The prompt, and what was found on the way; an error leaves no prompt.</returns>
    public static Checked<PromptText> Find(AgentBlueprint blueprint, ExecutionMode mode)
    {
        Findings findings = blueprint.StartFindings();
        return findings.ToChecked(Find(blueprint, mode, findings));
    }

    /// <summary>Finds the system message of a blueprint, as one question of several about it.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="mode">The mode of the call.</param>
    /// <param name="findings">Where findings go.</param>
    /// <returns>The prompt; null when there is none that may run.</returns>
    internal static PromptText? Find(AgentBlueprint blueprint, ExecutionMode mode, Findings findings)
    {
        string name = blueprint.PromptRef;
        if (name.Length == 0)
        {
            // No file says so: the reader asks for a name. What is made in this process may have no prompt.
            return null;
        }

        if (!PromptReference.IsName(name))
        {
            findings.Error(
                DiagnosticCodes.PromptOutside,
                PromptRules.Key,
                "'prompt_ref' is no name of a prompt: a name has letters, digits, '-', '_', '.' and '@' only, "
                + "so that it cannot lead out of the prompts folder.",
                "Give the name of a file in the folder prompts, without its ending.");
            return null;
        }

        PromptReference reference = PromptReference.Read(name);
        string? beside = Path.GetDirectoryName(blueprint.Path);
        string folder = beside is null ? "" : Path.GetFullPath(Path.Combine(beside, "prompts"));
        List<PromptCandidate> candidates = [];
        (string Path, string? Version)[] files;
        try
        {
            files = FilesOf(folder, reference);
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            string problem = FileException.Of(folder, e).Message;
            findings.Error(DiagnosticCodes.PromptInvalid, PromptRules.Key, $"The folder of prompts cannot be looked at: {problem}", "Check its rights.");
            return null;
        }

        foreach ((string path, string? version) in files)
        {
            if (PromptCandidate.Read(folder, path, version, findings) is not { } candidate)
            {
                return null;
            }

            candidates.Add(candidate);
        }

        if (PromptChoice.Of(candidates, reference, mode) is { } chosen)
        {
            return PromptRules.Judge(ToText(chosen, name), mode, findings);
        }

        ReportMissing(mode, findings, reference.Version is null || candidates.Count == 0 ? "" : " Other versions of it are there.");
        return null;
    }

    private static PromptText ToText(PromptCandidate chosen, string name) => new(chosen.Text, new PromptSource
    {
        Reference = name,
        Version = chosen.Version,
        State = chosen.State,
        Hash = PromptSource.HashOf(chosen.Text),
        Origin = chosen.Path,
    });

    // Without one an agent would run without its instructions, which only a simulation may.
    private static void ReportMissing(ExecutionMode mode, Findings findings, string more)
    {
        bool isSimulated = mode == ExecutionMode.Simulation;
        findings.Add(
            isSimulated ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
            DiagnosticCodes.PromptNotFound,
            findings.PlaceOf(PromptRules.Key),
            "'prompt_ref' names no prompt: there is no prompts/<prompt_ref>.md or .txt beside the blueprint"
            + $"{(isSimulated ? ", so the call has no system message" : "; nothing was sent")}.{more}",
            "Put the file there, or give the call a system message; an empty one sends none.");
    }

    private static (string Path, string? Version)[] FilesOf(string folder, PromptReference reference)
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
