using System.Reflection;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Commands;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.ModuleTests.Support;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Architecture;

public sealed class DependencyTests
{
    [Fact]
    public void The_core_knows_nothing_of_PowerShell()
    {
        AssemblyName[] references = Assembly.LoadFrom(Repository.PathTo("bin", "lib", "AgentCore.LiteLlm.Core.dll")).GetReferencedAssemblies();

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, r => r.Name == "System.Management.Automation");
    }

    [Fact]
    public void The_module_folder_never_holds_PowerShell_itself()
    {
        string[] names = [.. Directory.EnumerateFiles(Repository.PathTo("bin"), "*.dll", SearchOption.AllDirectories)
            .Select(f => Path.GetFileNameWithoutExtension(f)!)];

        Assert.Contains("AgentCore.LiteLlm", names);
        Assert.DoesNotContain(
            names,
            n => n.StartsWith("System.Management.Automation", StringComparison.Ordinal) || n.StartsWith("Microsoft.PowerShell", StringComparison.Ordinal));
    }

    // The module's folder comes first when its assemblies are loaded: a copy of what .NET brings would be a second one in the process.
    [Fact]
    public void The_module_folder_never_holds_what_the_runtime_brings()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] names = [.. Directory.EnumerateFiles(Repository.PathTo("bin"), "*.dll", SearchOption.AllDirectories)
            .Select(f => Path.GetFileName(f)!)];

        Assert.Contains("AgentCore.LiteLlm.dll", names);
        Assert.True(File.Exists(Path.Combine(runtime, "System.Text.Json.dll")));
        Assert.DoesNotContain(names, n => File.Exists(Path.Combine(runtime, n)));
    }

    [Fact]
    public void A_secret_is_revealed_in_one_place()
    {
        string[] callers = [.. Directory.EnumerateFiles(Repository.PathTo("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Where(line => Regex.IsMatch(line, @"\.Reveal\(")).Select(_ => Path.GetFileName(file)!))];

        Assert.Equal(["ChatTransport.cs"], callers);
    }

    [Fact]
    public void A_finding_is_made_in_one_place()
    {
        string[] makers = [.. Directory.EnumerateFiles(Repository.PathTo("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bnew Diagnostic\b|\bCode = DiagnosticCodes\."))
            .Select(file => Path.GetFileName(file)!)];

        Assert.Equal(["Findings.cs"], makers);
    }

    [Fact]
    public void A_name_stands_for_one_type()
    {
        string[] twice = [.. new[] { typeof(FailureKind), typeof(ImportAgentBlueprintCommand) }.SelectMany(t => t.Assembly.GetTypes())
            .Where(t => !t.IsNested && t.Namespace?.StartsWith("AgentCore.", StringComparison.Ordinal) == true)
            .GroupBy(t => t.Name, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => string.Join(" and ", same.Select(t => t.FullName)))];

        Assert.Empty(twice);
    }

    // PowerShell cannot index the compiler's own list type, which an interface may hide: $reply.ToolCalls[1] would be nothing.
    [Fact]
    public void Collections_that_users_read_are_types_that_PowerShell_can_index()
    {
        string[] hidden = [.. Assembly.LoadFrom(Repository.PathTo("bin", "lib", "AgentCore.LiteLlm.Core.dll")).GetExportedTypes()
            .Where(t => !t.FullName!.Contains(".TestEndpoints.TestReply", StringComparison.Ordinal) && !t.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(t => t.GetProperties().Select(p => (Type: t, Property: p)))
            .Where(
                p => p.Property.PropertyType is { IsInterface: true, IsGenericType: true } list
                    && list.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal))
            .Select(p => $"{p.Type.Name}.{p.Property.Name}")];

        Assert.Empty(hidden);
    }
}
