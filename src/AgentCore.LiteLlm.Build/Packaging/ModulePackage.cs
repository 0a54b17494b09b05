namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>Makes the module's folder and its package from a repository with a filled <c>bin</c>.</summary>
internal static class ModulePackage
{
    /// <summary>The bill of materials' file in the package.</summary>
    public const string Bill = "bom.cdx.json";

    /// <summary>Makes both.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="depsJson">The file that says which packages the build used.</param>
    /// <param name="output">The folder to write to.</param>
    /// <returns>What stands against it; empty when it was made.</returns>
    public static string[] Make(string root, string depsJson, string output)
    {
        ModuleManifest manifest = ModuleManifest.ReadFile(Path.Combine(root, "AgentCore.LiteLlm.psd1"));
        PackedFile[] files = PackageContents.Find(root);
        PackageDependency[] dependencies = PackageDependency.Read(File.ReadAllText(depsJson));
        Dictionary<string, string> licences = LicenceNotices.Read(File.ReadAllText(Path.Combine(root, "docs", "third-party-notices.md")));
        BilledFile[] billed = ShippedFiles.Find(files, dependencies, Path.GetDirectoryName(Path.GetFullPath(depsJson))!, out string[] unfit);
        string[] problems =
        [
            .. unfit, .. dependencies.Where(d => !licences.ContainsKey(d.Id)).Select(d => $"docs/third-party-notices.md does not name {d.Id}."),
            .. PackageContents.FindStrangers(files, dependencies).Select(name => $"bin/{name} comes from no package of this build; empty bin/ and build anew."),
        ];
        if (problems.Length > 0)
        {
            return problems;
        }

        PackedFile[] all =
        [
            .. files.Append(new PackedFile(Bill, SoftwareBill.Write(manifest, billed, dependencies, licences))).OrderBy(f => f.Path, StringComparer.Ordinal),
        ];
        WriteFolder(Path.Combine(output, manifest.Name), all);
        string package = Path.Combine(output, $"{manifest.Name}.{manifest.Version}.nupkg");
        File.WriteAllBytes(package, NugetPackage.Write(manifest, all));
        return PackageCheck.Find(package);
    }

    private static void WriteFolder(string folder, IEnumerable<PackedFile> files)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (PackedFile file in files)
        {
            string path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content.Span);
        }
    }
}
