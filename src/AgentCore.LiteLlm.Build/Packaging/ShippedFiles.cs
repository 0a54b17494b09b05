using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>Says where each file of the package comes from.</summary>
internal static class ShippedFiles
{
    /// <summary>Finds out.</summary>
    /// <param name="files">The files.</param>
    /// <param name="dependencies">The packages of the build.</param>
    /// <param name="buildFolder">Where the build put assemblies before any was compiled to native code.</param>
    /// <param name="problems">Assemblies that are neither what the build put there nor made of it.</param>
    public static BilledFile[] Find(
        IEnumerable<PackedFile> files, IReadOnlyList<PackageDependency> dependencies, string buildFolder, out string[] problems)
    {
        List<string> found = [];
        BilledFile[] billed = [.. files.Select(file => Find(file, dependencies, buildFolder, found))];
        problems = [.. found];
        return billed;
    }

    private static BilledFile Find(PackedFile file, IReadOnlyList<PackageDependency> dependencies, string buildFolder, List<string> problems)
    {
        string name = Path.GetFileName(file.Path);
        string? package = dependencies.FirstOrDefault(d => d.Assemblies.Contains(name))?.Id;
        string built = Path.Combine(buildFolder, name);
        if (!name.EndsWith(".dll", StringComparison.Ordinal) || !File.Exists(built))
        {
            return new BilledFile(file, package, null);
        }

        byte[] original = File.ReadAllBytes(built);
        if (file.Content.Span.SequenceEqual(original))
        {
            return new BilledFile(file, package, null);
        }

        if (!IsCompiledOf(file.Content, original))
        {
            problems.Add($"{file.Path} is neither the assembly of this build nor native code made of it; empty bin/ and build anew.");
        }

        return new BilledFile(file, package, original);
    }

    // The native compiler keeps the IL and what identifies it.
    private static bool IsCompiledOf(ReadOnlyMemory<byte> file, byte[] original)
    {
        using PEReader shipped = new(new MemoryStream(file.ToArray()));
        using PEReader built = new(new MemoryStream(original));
        return shipped is { HasMetadata: true, PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size: > 0 } && Identify(shipped) == Identify(built);
    }

    private static Guid Identify(PEReader assembly)
    {
        MetadataReader reader = assembly.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid);
    }
}
