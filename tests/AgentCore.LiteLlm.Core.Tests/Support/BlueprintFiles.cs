using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The blueprints under tests/Blueprints, which the Pester suite reads too.</summary>
internal static class BlueprintFiles
{
    private static readonly string Root = Repository.PathTo("tests", "Blueprints");

    public static TheoryData<string> Valid => Names("valid");

    public static TheoryData<string> Invalid => Names("invalid");

    /// <summary>Gets the path of every blueprint there is, the samples too.</summary>
    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(Root, "*.yaml", SearchOption.AllDirectories)
            .Concat(Samples)
            .Order(StringComparer.Ordinal);

    /// <summary>Gets the paths of the samples.</summary>
    public static IEnumerable<string> Samples =>
        Directory.EnumerateFiles(Repository.PathTo("samples"), "*.yaml")
            .Where(f => !f.EndsWith(".cases.yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>Gets the path of the document that lists every key and every code.</summary>
    public static string Document => Repository.PathTo("docs", "blueprint.md");

    public static string PathOf(string kind, string name) => Path.Combine(Root, kind, name);

    public static byte[] Bytes(string kind, string name) => File.ReadAllBytes(PathOf(kind, name));

    private static TheoryData<string> Names(string kind) =>
        new(Directory.EnumerateFiles(Path.Combine(Root, kind), "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
}
