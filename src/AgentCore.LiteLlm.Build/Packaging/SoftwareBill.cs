using System.Security.Cryptography;
using System.Text.Json;

namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>Writes the bill of materials: CycloneDX 1.6, without anything that changes from build to build.</summary>
internal static class SoftwareBill
{
    /// <summary>Writes the bill.</summary>
    /// <param name="manifest">The module.</param>
    /// <param name="files">Every file that is shipped.</param>
    /// <param name="dependencies">The packages in its folder.</param>
    /// <param name="licences">The licence of each package, by id.</param>
    public static byte[] Write(
        ModuleManifest manifest, IReadOnlyList<BilledFile> files, IReadOnlyList<PackageDependency> dependencies, IReadOnlyDictionary<string, string> licences)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            WriteHead(json, "library", manifest.Name, manifest.Version, "MIT");
            json.WriteString("description", manifest.Description);
            json.WriteEndObject();
            json.WriteEndObject();

            json.WriteStartArray("components");
            foreach (BilledFile file in files.Where(f => f.Package is null))
            {
                Write(json, file);
            }

            foreach (PackageDependency package in dependencies)
            {
                json.WriteStartObject();
                WriteHead(json, "library", package.Id, package.Version, licences[package.Id]);
                json.WriteString("purl", Reference(package.Id, package.Version));
                WriteHash(json, "SHA-512", package.Sha512);
                json.WriteStartArray("components");
                foreach (BilledFile file in files.Where(f => f.Package == package.Id))
                {
                    Write(json, file);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteNeeds(json, manifest, dependencies);
            json.WriteEndObject();
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private static void Write(Utf8JsonWriter json, BilledFile file)
    {
        json.WriteStartObject();
        json.WriteString("type", "file");
        json.WriteString("bom-ref", $"file:{file.File.Path}");
        json.WriteString("name", file.File.Path);
        WriteHash(json, "SHA-256", Hash(file.File.Content));
        if (file.Original is { } original)
        {
            json.WriteStartObject("pedigree");
            json.WriteStartArray("ancestors");
            json.WriteStartObject();
            json.WriteString("type", "file");
            json.WriteString("name", Path.GetFileName(file.File.Path));
            WriteHash(json, "SHA-256", Hash(original));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("notes", "The native compiler of .NET (crossgen2) put machine code beside the same IL, which the ancestor is.");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string Hash(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));

    private static void WriteHead(Utf8JsonWriter json, string type, string name, string version, string licence)
    {
        json.WriteString("type", type);
        json.WriteString("bom-ref", Reference(name, version));
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteStartObject("license");
        json.WriteString("id", licence);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteHash(Utf8JsonWriter json, string algorithm, string content)
    {
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", algorithm);
        json.WriteString("content", content);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteNeeds(Utf8JsonWriter json, ModuleManifest manifest, IReadOnlyList<PackageDependency> dependencies)
    {
        Dictionary<string, string> references = dependencies.ToDictionary(d => d.Id, d => Reference(d.Id, d.Version));
        json.WriteStartArray("dependencies");
        WriteNeeds(json, Reference(manifest.Name, manifest.Version), references.Values);
        foreach (PackageDependency package in dependencies)
        {
            WriteNeeds(json, references[package.Id], package.Needs.Where(references.ContainsKey).Select(id => references[id]));
        }

        json.WriteEndArray();
    }

    private static void WriteNeeds(Utf8JsonWriter json, string reference, IEnumerable<string> needs)
    {
        json.WriteStartObject();
        json.WriteString("ref", reference);
        json.WriteStartArray("dependsOn");
        foreach (string need in needs)
        {
            json.WriteStringValue(need);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Reference(string name, string version) => $"pkg:nuget/{name}@{version}";
}
