using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>Writes the package that PowerShell's package manager installs; the same files give the same bytes.</summary>
internal static class NugetPackage
{
    private static readonly XNamespace Spec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace Terms = "http://purl.org/dc/elements/1.1/";

    // The earliest moment a zip archive can name: a package has no time of its own.
    private static readonly DateTimeOffset Moment = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the package.</summary>
    /// <param name="manifest">The module.</param>
    /// <param name="files">Its files, by path.</param>
    /// <returns>The package's bytes.</returns>
    public static byte[] Write(ModuleManifest manifest, IReadOnlyList<PackedFile> files)
    {
        string spec = $"{manifest.Name}.nuspec";
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{manifest.Name} {manifest.Version}")))[..32];
        string core = $"package/services/metadata/core-properties/{id}.psmdcp";
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "_rels/.rels", ToBytes(ToRelations(spec, core)));
            Add(archive, spec, ToBytes(ToSpecification(manifest)));
            foreach (PackedFile file in files)
            {
                Add(archive, file.Path, file.Content.Span);
            }

            Add(archive, "[Content_Types].xml", ToBytes(ToTypes(files)));
            Add(archive, core, ToBytes(ToProperties(manifest)));
        }

        return stream.ToArray();
    }

    private static XElement ToSpecification(ModuleManifest manifest) => new(
        Spec + "package",
        new XElement(
            Spec + "metadata",
            new XElement(Spec + "id", manifest.Name),
            new XElement(Spec + "version", manifest.Version),
            new XElement(Spec + "authors", manifest.Author),
            new XElement(Spec + "requireLicenseAcceptance", "false"),
            new XElement(Spec + "license", new XAttribute("type", "expression"), "MIT"),
            new XElement(Spec + "description", manifest.Description),
            new XElement(Spec + "releaseNotes", manifest.ReleaseNotes),
            new XElement(Spec + "copyright", manifest.Copyright),
            new XElement(Spec + "tags", string.Join(' ', ToTags(manifest)))));

    // What the package manager itself would write: they make the module findable by command.
    private static IEnumerable<string> ToTags(ModuleManifest manifest) =>
        manifest.Tags.Append("PSModule").Append("PSIncludes_Cmdlet").Concat(manifest.Cmdlets.SelectMany(c => new[] { $"PSCmdlet_{c}", $"PSCommand_{c}" }));

    private static XElement ToRelations(string spec, string core) => new(
        Relations + "Relationships",
        ToRelation("http://schemas.microsoft.com/packaging/2010/07/manifest", spec, "R1"),
        ToRelation("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", core, "R2"));

    private static XElement ToRelation(string type, string target, string id) => new(
        Relations + "Relationship", new XAttribute("Type", type), new XAttribute("Target", "/" + target), new XAttribute("Id", id));

    private static XElement ToTypes(IReadOnlyList<PackedFile> files) => new(
        Types + "Types",
        ToType("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ToType("psmdcp", "application/vnd.openxmlformats-package.core-properties+xml"),
        ToType("nuspec", "application/octet"),
        files.Select(f => Path.GetExtension(f.Path).TrimStart('.'))
            .Where(e => e.Length > 0).Distinct()
            .Order(StringComparer.Ordinal)
            .Select(e => ToType(e, "application/octet")),
        files.Where(f => Path.GetExtension(f.Path).Length == 0)
            .Select(f => new XElement(Types + "Override", new XAttribute("PartName", "/" + f.Path), new XAttribute("ContentType", "application/octet"))));

    private static XElement ToType(string extension, string type) => new(
        Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", type));

    private static XElement ToProperties(ModuleManifest manifest) => new(
        Properties + "coreProperties",
        new XAttribute(XNamespace.Xmlns + "dc", Terms),
        new XElement(Terms + "creator", manifest.Author),
        new XElement(Terms + "description", manifest.Description),
        new XElement(Terms + "identifier", manifest.Name),
        new XElement(Properties + "version", manifest.Version),
        new XElement(Properties + "keywords", string.Join(' ', ToTags(manifest))));

    private static byte[] ToBytes(XElement xml) =>
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml.ToString().ReplaceLineEndings("\n")}\n");

    private static void Add(ZipArchive archive, string path, ReadOnlySpan<byte> content)
    {
        ZipArchiveEntry entry = archive.CreateEntry(path, CompressionLevel.SmallestSize);
        entry.LastWriteTime = Moment;
        using Stream target = entry.Open();
        target.Write(content);
    }
}
