using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Reads a blueprint as it was in a revision, with the prompts and the schema that it had beside it.</summary>
internal static class RevisionReader
{
    private const string PromptFolder = "prompts";
    private static readonly string[] PromptEndings = [".md", ".txt"];

    /// <summary>Reads a blueprint.</summary>
    /// <param name="path">Its full path today.</param>
    /// <param name="revision">What the revision is called.</param>
    /// <param name="variables">Where variables are looked up: those of today, for the difference is about the files.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The blueprint, and what was found in it, which names the file by its revision.</returns>
    /// <exception cref="RevisionException">It cannot be had.</exception>
    public static async Task<Checked<ComparedBlueprint>> ReadAsync(string path, string revision, IVariables variables, CancellationToken cancellationToken)
    {
        GitRevision git = await GitRevision.FindAsync(Path.GetDirectoryName(path)!, revision, cancellationToken).ConfigureAwait(false);
        string inside = git.Locate(path) ?? throw new RevisionException($"'{path}' lies outside of its repository.");
        string name = $"<{revision}:{inside}>";
        byte[] content = await git.ReadAsync(inside, cancellationToken).ConfigureAwait(false)
            ?? throw new RevisionException($"'{inside}' is not in the revision '{revision}'.") { IsNew = true };
        Checked<AgentBlueprint> read = BlueprintReader.Read(content, name);
        if (!read.IsUsable || read.Value is not { } blueprint)
        {
            return new Checked<ComparedBlueprint>(null, read.Diagnostics);
        }

        // What reads prompts and schemas reads files: those of the revision are laid out as they were, for that long.
        DirectoryInfo tree = Directory.CreateTempSubdirectory("agentcore-revision-");
        try
        {
            string laid = Path.Combine(tree.FullName, inside);
            Directory.CreateDirectory(Path.GetDirectoryName(laid)!);
            foreach (string file in await FindOthersAsync(git, blueprint, tree.FullName, laid, cancellationToken).ConfigureAwait(false))
            {
                if (await git.ReadAsync(file, cancellationToken).ConfigureAwait(false) is { } other)
                {
                    string target = Path.Combine(tree.FullName, file);
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    await File.WriteAllBytesAsync(target, other, cancellationToken).ConfigureAwait(false);
                }
            }

            ComparedBlueprint compared = ComparedBlueprint.Of(blueprint with { Path = laid }, variables)!;
            return new Checked<ComparedBlueprint>(compared with { Blueprint = blueprint, File = name }, read.Diagnostics);
        }
        finally
        {
            tree.Delete(recursive: true);
        }
    }

    private static async Task<IEnumerable<string>> FindOthersAsync(
        GitRevision git, AgentBlueprint blueprint, string root, string laid, CancellationToken cancellationToken)
    {
        string folder = Path.GetDirectoryName(laid)!;
        string prompts = Path.GetRelativePath(root, Path.Combine(folder, PromptFolder)).Replace(Path.DirectorySeparatorChar, '/');
        string prompt = PromptReference.Read(blueprint.PromptRef).Name;
        string[] beside = await git.ListAsync(prompts, cancellationToken).ConfigureAwait(false);
        IEnumerable<string> found = beside.Where(f =>
            PromptEndings.Contains(Path.GetExtension(f)) && PromptReference.Read(Path.GetFileNameWithoutExtension(f)).Name == prompt);
        string? schema = blueprint.OutputSchema?.Reference is { } reference ? OutputSchemaFile.FindPath(reference, folder) : null;
        string? within = schema is null ? null : Path.GetRelativePath(root, schema).Replace(Path.DirectorySeparatorChar, '/');
        return within is null || within.StartsWith("..", StringComparison.Ordinal) ? found : found.Append(within);
    }
}
