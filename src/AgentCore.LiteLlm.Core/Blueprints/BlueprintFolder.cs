using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The folder of a blueprint, in which the blueprints lie that it names by their ids.</summary>
/// <param name="folder">The folder.</param>
internal sealed class BlueprintFolder(string folder)
{
    // A folder with more is no folder of agents.
    private const int MostFiles = 2_000;

    private static readonly string[] Endings = [".yaml", ".yml"];

    private readonly Dictionary<string, Checked<AgentBlueprint>> _read = new(StringComparer.Ordinal);

    /// <summary>Gets the folder.</summary>
    public string Path => folder;

    /// <summary>Finds the folder of a file.</summary>
    /// <param name="file">The file, as its user named it; what comes from no file has no folder.</param>
    /// <returns>The folder; null where there is no such file.</returns>
    public static BlueprintFolder? Of(string? file) =>
        !string.IsNullOrEmpty(file) && file[0] != '<' && File.Exists(file) && System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file)) is { } folder
            ? new BlueprintFolder(folder)
            : null;

    /// <summary>Finds a blueprint by its id: first in a file of that name, then in all of the folder.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The blueprint with its findings; null where there is none of that id, or where it has mistakes that hide its id.</returns>
    public Checked<AgentBlueprint>? Find(string id) => Files(id).Select(Read).FirstOrDefault(b => b.Value?.Id == id);

    /// <summary>Finds a file by its name where it is no usable blueprint, to say so.</summary>
    /// <param name="id">The id that it would have.</param>
    /// <returns>The file; null where there is none.</returns>
    public string? FindBroken(string id) => Named(id).FirstOrDefault(f => Read(f).Value is null);

    /// <summary>Lists the ids in the folder.</summary>
    public ImmutableArray<string> Ids() => [.. All().Select(f => Read(f).Value?.Id).OfType<string>()];

    private IEnumerable<string> Files(string id) => Named(id).Concat(All());

    private IEnumerable<string> Named(string id) => id.AsSpan().IndexOfAny('/', '\\', '\0') >= 0 ? [] : Endings
        .Select(e => System.IO.Path.Combine(folder, id + e))
        .Where(File.Exists);

    private string[] All() =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(f => Endings.Contains(System.IO.Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)
                && !f.EndsWith(".cases.yaml", StringComparison.OrdinalIgnoreCase) && !f.EndsWith(".cases.yml", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Take(MostFiles),
    ];

    // Without a look at its own neighbours: two that name each other would have no end.
    private Checked<AgentBlueprint> Read(string path)
    {
        if (!_read.TryGetValue(path, out Checked<AgentBlueprint>? blueprint))
        {
            try
            {
                blueprint = BlueprintReader.ReadAlone(InputFile.ReadHead(path, BlueprintReader.MaximumBytes + 1).Span, path);
            }
            catch (FileException)
            {
                blueprint = new Checked<AgentBlueprint>(null, []);
            }

            _read.Add(path, blueprint);
        }

        return blueprint;
    }
}
