using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Commands;
using AgentCore.LiteLlm.ModuleTests.Support;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Architecture;

public sealed class CmdletTests
{
    private static readonly Assembly Module = typeof(ImportAgentBlueprintCommand).Assembly;

    public static TheoryData<Type> Cmdlets => [.. Module.GetTypes().Where(t => t.IsSubclassOf(typeof(Cmdlet)) && !t.IsAbstract)];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_sealed_and_public_and_lives_among_the_commands(Type cmdlet)
    {
        Assert.True(cmdlet is { IsSealed: true, IsPublic: true });
        Assert.Equal("AgentCore.LiteLlm.Commands", cmdlet.Namespace);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_named_by_its_approved_verb_and_its_noun(Type cmdlet)
    {
        (string verb, string noun) = ToName(cmdlet);

        Assert.Equal($"{verb}{noun}Command", cmdlet.Name);
        Assert.Contains(verb, ApprovedVerbs());
        Assert.Matches("^(Agent|LiteLlm)[A-Z]", noun);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_says_what_it_writes(Type cmdlet) =>
        Assert.Contains(cmdlet.GetCustomAttributesData(), a => a.AttributeType.Name == nameof(OutputTypeAttribute));

    // PSCmdlet is the first, the cmdlet the fifth at most: who reads one should not have to climb.
    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_at_most_five_classes_deep(Type cmdlet) =>
        Assert.InRange(Ancestry(cmdlet).Count(), 2, 5);

    // What cmdlets do is done by types that they hold; a base shares parameters, and the thread on which they wait.
    [Fact]
    public void A_base_of_cmdlets_has_no_hooks()
    {
        Type[] bases = [.. Cmdlets.SelectMany(row => Ancestry(row.Data).Skip(1)).Where(t => t.Assembly == Module).Distinct()];
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        string[] hooks = [.. bases.SelectMany(t => t.GetMethods(Declared))
            .Where(m => m is { IsVirtual: true, IsFinal: false } && m.GetBaseDefinition() == m && !IsParameter(m))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}")];

        Assert.NotEmpty(bases);
        Assert.Equal(["TransportCmdlet.Dispose"], hooks);
    }

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets()
    {
        string manifest = File.ReadAllText(Repository.PathTo("AgentCore.LiteLlm.psd1"));
        string list = Regex.Match(manifest, @"CmdletsToExport\s*=((?:\s*'[^']+',?)+)").Groups[1].Value;
        string[] exported = [.. Regex.Matches(list, "'([^']+)'").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

        string[] cmdlets = [.. Cmdlets.Select(row => ToName(row.Data)).Select(n => $"{n.Verb}-{n.Noun}").Order(StringComparer.Ordinal)];

        Assert.Equal(cmdlets, exported);
    }

    [Fact]
    public void The_manifest_has_nothing_that_PowerShell_compiles_at_an_import()
    {
        string manifest = File.ReadAllText(Repository.PathTo("AgentCore.LiteLlm.psd1"));

        Assert.DoesNotMatch(@"@\((?!\))", manifest.Split('\n', 2)[1]);
    }

    private static IEnumerable<Type> Ancestry(Type cmdlet)
    {
        for (Type type = cmdlet; type != typeof(Cmdlet); type = type.BaseType!)
        {
            yield return type;
        }
    }

    // A parameter may be declared anew, with other sets.
    private static bool IsParameter(MethodInfo accessor) => accessor.DeclaringType!.GetProperties()
        .Any(p => p.GetAccessors().Contains(accessor) && p.GetCustomAttributesData().Any(a => a.AttributeType.Name == nameof(ParameterAttribute)));

    private static (string Verb, string Noun) ToName(Type cmdlet)
    {
        IList<CustomAttributeTypedArgument> arguments = cmdlet.GetCustomAttributesData()
            .Single(a => a.AttributeType.Name == nameof(CmdletAttribute)).ConstructorArguments;
        return ((string)arguments[0].Value!, (string)arguments[1].Value!);
    }

    private static IEnumerable<string> ApprovedVerbs() => typeof(VerbsCommon).Assembly.GetTypes()
        .Where(t => t.IsPublic && t.Name.StartsWith("Verbs", StringComparison.Ordinal))
        .SelectMany(t => t.GetFields())
        .Select(f => (string)f.GetRawConstantValue()!);
}
