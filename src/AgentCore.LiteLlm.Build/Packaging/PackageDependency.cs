using System.Text.Json;

namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>A NuGet package whose assemblies lie in the module's folder.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">The hash of the package, in hexadecimal digits.</param>
/// <param name="Assemblies">The names of its assemblies.</param>
/// <param name="Needs">The ids of the packages it needs.</param>
internal sealed record PackageDependency(string Id, string Version, string Sha512, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Needs)
{
    /// <summary>Reads the packages that a build used, by id.</summary>
    /// <param name="depsJson">The text of the build's <c>.deps.json</c>.</param>
    public static PackageDependency[] Read(string depsJson)
    {
        using JsonDocument deps = JsonDocument.Parse(depsJson);
        JsonElement libraries = deps.RootElement.GetProperty("libraries");
        return [.. deps.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .Where(p => libraries.GetProperty(p.Name).GetProperty("type").GetString() == "package")
            .Select(p => Read(p, libraries.GetProperty(p.Name)))
            .OrderBy(p => p.Id, StringComparer.Ordinal)];
    }

    private static PackageDependency Read(JsonProperty package, JsonElement library)
    {
        string[] name = package.Name.Split('/');
        string hash = library.GetProperty("sha512").GetString()!;
        return new PackageDependency(
            name[0],
            name[1],
            Convert.ToHexStringLower(Convert.FromBase64String(hash["sha512-".Length..])),
            [.. Names(package.Value, "runtime").Select(f => Path.GetFileName(f)!)],
            [.. Names(package.Value, "dependencies")]);
    }

    private static IEnumerable<string> Names(JsonElement package, string list) =>
        package.TryGetProperty(list, out JsonElement entries) ? entries.EnumerateObject().Select(e => e.Name) : [];
}
