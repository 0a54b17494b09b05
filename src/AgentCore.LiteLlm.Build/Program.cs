using AgentCore.LiteLlm.Build.Help;
using AgentCore.LiteLlm.Build.Packaging;

// What the build does that no tool at hand does for it. MSBuild reads "error" lines of the form below with their place.
string[] errors = args switch
{
    ["help", string assembly, string docs, string output, .. { Length: <= 1 } address] =>
        HelpFiles.Write(Path.GetFullPath(assembly), docs, output, address is [{ Length: > 0 } pages] ? pages : null),
    ["package", string root, string depsJson, string output] => [.. ModulePackage.Make(root, depsJson, output).Select(p => $"error PACKAGE01: {p}")],
    ["check", string package] => [.. PackageCheck.Find(package).Select(p => $"error PACKAGE02: {p}")],
    _ =>
    [
        "error BUILD01: say 'help <assembly> <docs folder> <output folder> [<address of the docs folder>]', "
            + "'package <repository> <deps.json> <output folder>' or 'check <package>'.",
    ],
};

#pragma warning disable RS0030 // a build tool has no pipeline to write to
Array.ForEach(errors, Console.Error.WriteLine);
#pragma warning restore RS0030
return errors.Length == 0 ? 0 : 1;
