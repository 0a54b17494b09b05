using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The blueprints under tests/Blueprints, which the Pester suite reads too.</summary>
internal static class BlueprintFiles
{
    private static readonly string Root = Find();

    public static TheoryData<string> Valid => Names("valid");

    public static TheoryData<string> Invalid => Names("invalid");

    /// <summary>Gets the path of every blueprint there is, the samples too.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories)
            .Concat(Samples)
            .Order(StringComparer.Ordinal);

    /// <summary>Gets the paths of the samples.</summary>
    public static IEnumerable<string> Samples => Directory.EnumerateFiles(Path.Combine(Root, "..", "..", "samples"), "*.yaml").Where(f => !f.EndsWith(".cases.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Gets the path of the document that lists every key and every code.</summary>
    public static string Document => Path.Combine(Root, "..", "..", "docs", "blueprint.md");

    public static string PathOf(string kind, string name) => Path.Combine(Root, kind, name);

    public static byte[] Bytes(string kind, string name) => File.ReadAllBytes(PathOf(kind, name));

    private static TheoryData<string> Names(string kind) =>
        new(Directory.EnumerateFiles(Path.Combine(Root, kind), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));

    // The tests may run from anywhere below the repository; paths in the build are mapped away.
    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string blueprints = Path.Combine(folder.FullName, "tests", "Blueprints");
            if (Directory.Exists(blueprints))
            {
                return blueprints;
            }
        }

        throw new DirectoryNotFoundException("tests/Blueprints is not above the test assembly.");
    }
}
