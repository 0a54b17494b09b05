using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>Holds a package against its bill of materials: each file that it names is there as it names it, and no other file is.</summary>
internal static class PackageCheck
{
    /// <summary>Checks a package.</summary>
    /// <param name="package">The path of the <c>.nupkg</c>.</param>
    /// <returns>What differs; empty when nothing does.</returns>
    public static string[] Find(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        Dictionary<string, string> there = [];
        List<string> problems = [];
        foreach (ZipArchiveEntry entry in archive.Entries.Where(e => !IsPackaging(e.FullName)))
        {
            using Stream content = entry.Open();
            if (!there.TryAdd(entry.FullName, Convert.ToHexStringLower(SHA256.HashData(content))))
            {
                problems.Add($"{entry.FullName} is in the package twice.");
            }
        }

        if (archive.GetEntry(ModulePackage.Bill) is not { } bill)
        {
            return [$"The package has no {ModulePackage.Bill}."];
        }

        Dictionary<string, string> named = ReadBill(bill);
        problems.AddRange(named.Where(n => !there.ContainsKey(n.Key)).Select(n => $"{n.Key} is named in {ModulePackage.Bill} and is not in the package."));
        problems.AddRange(there.Where(t => !named.ContainsKey(t.Key)).Select(t => $"{t.Key} is in the package and is not named in {ModulePackage.Bill}."));
        problems.AddRange(
            there.Where(t => named.TryGetValue(t.Key, out string? hash) && hash != t.Value)
                .Select(t => $"{t.Key} is another file than {ModulePackage.Bill} names."));
        return [.. problems.Order(StringComparer.Ordinal)];
    }

    // What package managers write around the files, and the bill, which cannot name itself.
    private static bool IsPackaging(string path) =>
        path is ModulePackage.Bill or "[Content_Types].xml" || path.StartsWith("_rels/", StringComparison.Ordinal)
        || path.StartsWith("package/services/metadata/", StringComparison.Ordinal)
        || (path.EndsWith(".nuspec", StringComparison.Ordinal) && !path.Contains('/', StringComparison.Ordinal));

    private static Dictionary<string, string> ReadBill(ZipArchiveEntry bill)
    {
        using Stream content = bill.Open();
        using JsonDocument json = JsonDocument.Parse(content);
        Dictionary<string, string> named = [];
        Read(json.RootElement, named);
        return named;
    }

    // Files of a package stand within it.
    private static void Read(JsonElement holder, Dictionary<string, string> named)
    {
        foreach (JsonElement component in holder.TryGetProperty("components", out JsonElement components) ? components.EnumerateArray() : [])
        {
            if (component.GetProperty("type").GetString() == "file")
            {
                named[component.GetProperty("name").GetString()!] = component.GetProperty("hashes")[0].GetProperty("content").GetString()!;
            }

            Read(component, named);
        }
    }
}
