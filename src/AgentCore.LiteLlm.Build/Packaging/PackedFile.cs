namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>A file of the package.</summary>
/// <param name="Path">Its path in the module's folder, with slashes.</param>
/// <param name="Content">What it holds.</param>
internal sealed record PackedFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>Takes a file of the repository.</summary>
    public static PackedFile Take(string root, string path) => new(path, File.ReadAllBytes(System.IO.Path.Combine(root, path)));
}
