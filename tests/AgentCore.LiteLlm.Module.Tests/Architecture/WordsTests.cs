using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Commands;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.ModuleTests.Support;
using AgentCore.LiteLlm.Pipeline;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Architecture;

/// <summary>Holds the core to words that every program knows, and the module's advice to parameters that there are.</summary>
public sealed partial class WordsTests
{
    private static readonly Type[] Cmdlets =
        [.. typeof(ImportAgentBlueprintCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Cmdlet)) && !t.IsAbstract)];

    [Fact]
    public void No_text_of_the_core_names_a_cmdlet_or_a_parameter()
    {
        string core = Repository.PathTo("src", "AgentCore.LiteLlm.Core");
        string[] files = Directory.GetFiles(core, "*.cs", SearchOption.AllDirectories);

        string[] named = [.. from file in files
                             from text in TextsOf(File.ReadAllText(file))
                             from Match name in PowerShellName().Matches(text)
                             where name.Value != "Set-Cookie"
                             select $"{Path.GetRelativePath(core, file)}: {name.Value} in \"{text}\""];

        Assert.True(files.Length > 100);
        Assert.Empty(named);
    }

    [Theory]
    [InlineData("x = \"Give -Mode.\";", "-Mode")]
    [InlineData("x = $\"{y} Get-AgentBatch\";", "Get-AgentBatch")]
    [InlineData("x = \"\"\"\n  Use ConvertTo-Json.\n  \"\"\";", "ConvertTo-Json")]
    [InlineData("x = @\"a \"\"-Name\"\" b\";", "-Name")]
    [InlineData("/// <see cref=\"-Mode\"/>\n// \"-Mode\"\n/* \"-Mode\" */ x = \"a-Mode, 2 - Mode, Content-Type\";", null)]
    [InlineData("x = '\"'; // -Mode \"", null)]
    public void A_name_is_found_wherever_a_text_stands(string source, string? expected) =>
        Assert.Equal(expected, TextsOf(source).SelectMany(t => PowerShellName().Matches(t)).FirstOrDefault()?.Value);

    [Fact]
    public void The_modules_advice_names_cmdlets_and_parameters_that_there_are()
    {
        string[] advice =
        [
            .. typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f => ParameterAdvice.AddTo(Finding(f.Name)).Suggestion)
                .OfType<string>(),
            .. Enum.GetValues<FailureKind>().Select(k => ParameterAdvice.Of(new ChatFailure { Kind = k, Summary = "", Endpoint = "" })).OfType<string>(),
        ];
        HashSet<string> names = [.. Cmdlets.SelectMany(NamesOf)];

        Assert.True(advice.Length >= 12);
        Assert.All(advice.SelectMany(a => PowerShellName().Matches(a)).Select(m => m.Value), name => Assert.Contains(name, names));
        Assert.All(advice, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Advice_is_added_once_behind_what_the_core_says()
    {
        Diagnostic finding = Finding(DiagnosticCodes.UnencryptedAuthentication) with { Suggestion = "Use https." };

        Diagnostic told = ParameterAdvice.AddTo(ParameterAdvice.AddTo(finding));

        Assert.Equal("Use https. -AllowUnencryptedAuthentication allows it.", told.Suggestion);
        Assert.Same(told, ParameterAdvice.AddTo(told));
    }

    // The path of the one finding whose advice depends on it.
    private static Diagnostic Finding(string code) => new() { Code = code, Severity = DiagnosticSeverity.Error, Message = "", Path = "output_schema" };

    private static IEnumerable<string> NamesOf(Type cmdlet)
    {
        IList<CustomAttributeTypedArgument> name = cmdlet.GetCustomAttributesData()
            .Single(a => a.AttributeType.Name == nameof(CmdletAttribute)).ConstructorArguments;
        return cmdlet.GetProperties().Where(p => p.GetCustomAttributesData().Any(a => a.AttributeType.Name == nameof(ParameterAttribute)))
            .Select(p => $"-{p.Name}")
            .Append($"{name[0].Value}-{name[1].Value}");
    }

    // Texts in source: whatever stands between quotes outside comments, with what is interpolated as it is written.
    private static IEnumerable<string> TextsOf(string source) =>
        Lexeme().Matches(source).Where(m => m.Groups["text"].Success).Select(m => m.Groups["text"].Value);

    [GeneratedRegex("""
        //[^\n]*
        | /\*.*?\*/
        | '(?:\\.|[^'\\\n])+'
        | \$*(?<quotes>"{3,})(?<text>.*?)\k<quotes>
        | (?:\$@|@\$?)"(?<text>(?:""|[^"])*)"
        | \$?"(?<text>(?:\\.|[^"\\\n])*)"
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Lexeme();

    // A parameter, or a command: a verb that commands have, and a noun.
    [GeneratedRegex(
        @"(?<![\w-])(?:-[A-Z][A-Za-z]+|(?:Get|Set|New|Add|Remove|Test|Invoke|Start|Stop|Enter|Import|Export|Submit|Receive|Resolve|"
            + @"Measure|Protect|Unprotect|ConvertTo|ConvertFrom|Write|Out)-[A-Z][A-Za-z]+)\b")]
    private static partial Regex PowerShellName();
}
