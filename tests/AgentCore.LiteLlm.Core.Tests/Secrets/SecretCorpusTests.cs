using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Secrets;

/// <summary>Scores the search for secrets over whole blueprints: the share that is found, by where it stands, and the share of false alarms.</summary>
public sealed class SecretCorpusTests(ITestOutputHelper output)
{
    private const double LeastFound = 0.90;
    private const double MostFalse = 0.05;
    private const int Dealt = 5;

    // Held rows were never looked at while the search was mended: they say what it does to those it has not seen.
    private static readonly ImmutableArray<(string Text, bool IsHeld)> Shapes =
        [.. ReadRows("token-shapes.tsv").Select(r => r with { Text = r.Text.Split('\t')[0] })];
    private static readonly ImmutableArray<(string Text, bool IsHeld)> Harmless = ReadRows("no-secrets.tsv");

    private static readonly (string Name, string Text)[] Places =
    [
        ("prose", "description: Use {0} when you call it, and nothing else.\n"),
        ("announced", "description: The token is {0} until Monday.\n"),
        ("list", "tags:\n  - search\n  - '{0}'\n"),
        ("block", "system_prompt: |\n  You are an agent.\n  When asked, send {0} to the endpoint.\n  Be brief.\n"),
        ("comment", "# for now: {0}\n"),
        ("name", "observability:\n  langfuse:\n    secret_key_env: '{0}'\n"),
        ("key", "settings:\n  api_key: '{0}'\n"),
    ];

    private static readonly (string Name, Func<string, string> Place)[] HarmlessPlaces =
    [
        ("value", static text => $"settings:\n  {text}\n"),
        ("block", static text => $"system_prompt: |\n  An example:\n    {text}\n  Be brief.\n"),
        ("comment", static text => $"# {text}\n"),
    ];

    [Fact]
    public void Tokens_are_found_wherever_they_stand()
    {
        Assert.True(Shapes.Length >= 150);
        foreach ((string name, string text) in Places)
        {
            (bool Held, bool Found)[] judged = [.. Shapes.SelectMany(shape => Deal(shape.Text).Select(token =>
                (shape.IsHeld, Note(name, shape, IsReported(text.Replace("{0}", token, StringComparison.Ordinal)), false))))];
            Assert.True(Print(name, judged) >= LeastFound, name);
        }
    }

    [Fact]
    public void What_is_no_secret_is_left_alone()
    {
        foreach ((string name, Func<string, string> place) in HarmlessPlaces)
        {
            (bool Held, bool Found)[] judged = [.. Harmless.SelectMany(row => Deal(row.Text).Select(text =>
                (row.IsHeld, Note(name, row, IsReported(place(text)), true))))];
            Assert.True(Print(name, judged) <= MostFalse, name);
        }
    }

    [Fact]
    public void A_key_in_the_place_of_a_variables_name_is_never_shown()
    {
        string[] shown = [.. Shapes.SelectMany(shape => Deal(shape.Text).Select(token => (shape.Text, Token: token)))
            .Where(dealt => ShowAll(dealt.Token).Contains(dealt.Token, StringComparison.Ordinal)).Select(dealt => dealt.Text)];

        Assert.Empty(shown);
    }

    // Everything that is said of a blueprint and of the call that it would make.
    private static string ShowAll(string token)
    {
        Checked<AgentBlueprint> read = BlueprintReader.Read(
            Blueprint.Head + $"  provider: litellm\n  model_id: m\n  base_url: https://h.example/v1\n  api_key_env: '{token}'\n", "a.yaml");
        if (read.Value is not { } blueprint)
        {
            return string.Join('\n', read.Diagnostics);
        }

        Checked<ResolvedModel> resolved = ModelResolver.Resolve(blueprint, new ModelOverrides(), new FixedVariables());
        return string.Join('\n', [.. read.Diagnostics, .. resolved.Diagnostics, .. resolved.Value?.Origins.Values ?? [], resolved.Value?.ApiKeyVariable]);
    }

    private static IEnumerable<string> Deal(string shape)
    {
        Random random = new(7);
        int count = shape.Contains('{', StringComparison.Ordinal) && TokenText.Fill(shape, new Random(1)) != shape ? Dealt : 1;
        return Enumerable.Range(0, count).Select(_ => TokenText.Fill(shape, random));
    }

    private static bool IsReported(string yaml)
    {
        Checked<AgentBlueprint> read = BlueprintReader.Read(Blueprint.Head + "  model_id: m\n" + yaml, "a.yaml");
        return read.Diagnostics.Any(d => d.Code == DiagnosticCodes.SecretInline);
    }

    private static ImmutableArray<(string Text, bool IsHeld)> ReadRows(string name)
    {
        using Stream stream = typeof(SecretCorpusTests).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line, SHA256.HashData(Encoding.UTF8.GetBytes(line))[0] % 3 == 0))];
    }

    private bool Note(string place, (string Text, bool IsHeld) row, bool isFound, bool isFalse)
    {
        if (!row.IsHeld && isFound == isFalse)
        {
            output.WriteLine($"  {place}, {(isFalse ? "false alarm" : "missed")}: {row.Text}");
        }

        return isFound;
    }

    private double Print(string name, (bool Held, bool Found)[] judged)
    {
        double held = judged.Where(j => j.Held).Average(j => j.Found ? 1.0 : 0);
        double seen = judged.Where(j => !j.Held).Average(j => j.Found ? 1.0 : 0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: tuned on {seen:0.000}, held {held:0.000}, of {judged.Length}"));
        return held;
    }
}
