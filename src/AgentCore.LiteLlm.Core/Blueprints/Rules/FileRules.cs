using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>
/// The rules about the files that a blueprint names beside it. They warn: a registry may hold the prompt, and a call may bring either.
/// </summary>
internal static class FileRules
{
    // Of so many files' names one is looked for that may have been meant.
    private const int MostFiles = 1_000;

    private static readonly string[] PromptEndings = [".md", ".txt"];

    /// <summary>Checks the files; only that a name is one where the blueprint came from no file.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        string? folder = scope.FindFolder()?.Path;
        string prompt = scope.Blueprint.PromptRef;
        if (prompt.Length > 0 && scope.IsSound("prompt_ref"))
        {
            if (!PromptReference.IsName(prompt))
            {
                ReportOutside(scope, prompt, folder);
            }
            else if (folder is not null)
            {
                CheckPrompt(scope, prompt, folder);
            }
        }

        if (folder is not null)
        {
            CheckSchema(scope, folder);
        }
    }

    // What is written as a path is often one of a file that is there.
    private static void ReportOutside(RuleScope scope, string reference, string? folder)
    {
        string last = Path.GetFileName(reference.Replace('\\', '/').TrimEnd('/'));
        string name = PromptEndings.Contains(Path.GetExtension(last)) ? Path.GetFileNameWithoutExtension(last) : last;
        string? near = folder is null || scope.IsFull ? null : NearestName.Find(name, Names(Path.Combine(folder, "prompts"), PromptEndings));
        scope.Warn(
            DiagnosticCodes.PromptOutside, "prompt_ref",
            $"'{SecretShapes.Excerpt(reference)}' is no name of a prompt, which has letters, digits, '-', '_', '.' and '@' only, so a call is refused.",
            near is null ? "Write the name of a file in the folder prompts, without its ending."
                : $"Did you mean '{SecretShapes.Excerpt(near)}'? It is the name of a file in the folder prompts, without its ending.");
    }

    private static void CheckPrompt(RuleScope scope, string name, string folder)
    {
        string prompts = Path.Combine(folder, "prompts");
        if (IsFile(prompts, name))
        {
            return;
        }

        string wanted = PromptReference.Read(name).Name;
        if (Look(prompts, PromptEndings, int.MaxValue, files => files.Any(f => f == name || PromptReference.Read(f).Name == wanted)))
        {
            return;
        }

        string? near = NearestName.Find(name, Names(prompts, PromptEndings));
        scope.Warn(
            DiagnosticCodes.PromptNotFound, "prompt_ref",
            $"There is no prompts/{SecretShapes.Excerpt(name)}.md or .txt beside the blueprint, so a call has no system message and is refused.",
            near is null ? "Put the file there, or give the call a system message." : $"Did you mean '{SecretShapes.Excerpt(near)}'? Else put the file there.");
    }

    private static void CheckSchema(RuleScope scope, string folder)
    {
        if (scope.Blueprint.OutputSchema is not { Reference: { } reference } || !scope.IsSound("output_schema"))
        {
            return;
        }

        string? path = OutputSchemaFile.FindPath(reference, folder);
        if (path is not null && File.Exists(path))
        {
            return;
        }

        string shown = SecretShapes.Excerpt(reference);
        bool isPath = reference.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        string[] files = path is null ? [] : Names(Path.GetDirectoryName(path)!, [".json"]);
        string? near = NearestName.Find(Path.GetFileNameWithoutExtension(reference), files);
        string? whole = near is null ? null
            : isPath ? Path.Join(Path.GetDirectoryName(reference), $"{near}.json").Replace('\\', '/')
            : near;
        scope.Warn(
            DiagnosticCodes.OutputSchemaNotFound, "output_schema",
            path is null ? $"'{shown}' is neither the name of a schema nor a relative path that ends with .json, so a call is refused."
                : $"There is no {(isPath ? shown : $"schemas/{shown}.json")} beside the blueprint, so a call is refused.",
            whole is null ? "Put the schema into schemas/<name>.json, or write a path that is relative to the blueprint and ends with .json."
                : $"Did you mean '{SecretShapes.Excerpt(whole)}'? Else put the file there.");
    }

    // A folder of a thousand prompts is not listed for each of a thousand blueprints. Where a file answers to its name in capitals too, the list tells.
    private static bool IsFile(string folder, string name) => PromptEndings.Any(ending =>
        File.Exists(Path.Combine(folder, name + ending)) && !File.Exists(Path.Combine(folder, name + ending.ToUpperInvariant())));

    private static string[] Names(string folder, string[] endings) =>
        Look(folder, endings, MostFiles, files => files.Order(StringComparer.Ordinal).ToArray());

    // Asks about the names in a folder, of so many files. Who cannot look into it is told by the call.
    private static T Look<T>(string folder, string[] endings, int most, Func<IEnumerable<string>, T> ask)
    {
        try
        {
            return ask(!Directory.Exists(folder) ? [] : Directory.EnumerateFileSystemEntries(folder).Take(most)
                .Where(f => endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
                .Select(f => Path.GetFileNameWithoutExtension(f)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ask([]);
        }
    }
}
