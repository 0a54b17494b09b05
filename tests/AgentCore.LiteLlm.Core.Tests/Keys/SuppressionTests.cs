using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Keys;

public sealed class SuppressionTests
{
    private const string Head = "id: a\nname: A\nversion: \"1\"\nprompt_ref: p\nobservability: {data_protection: {provider: none}}\n";
    private const string Model = "model:\n  provider: litellm\n  model_id: m\n  max_tokens: 10\n";

    [Theory]
    [InlineData("  temperature: 1.5 # agentcore: ignore TemperatureHigh on purpose\n")]
    [InlineData("  temperature: 1.5\t#agentcore:ignore TemperatureHigh on purpose\n")]
    [InlineData("  # agentcore: ignore TemperatureHigh on purpose\n  temperature: 1.5\n")]
    [InlineData("# agentcore: ignore TemperatureHigh on purpose\n  temperature: 1.5\n")]
    [InlineData("  # agentcore: ignore TemperatureHigh on purpose\n  # agentcore: ignore KeyUnknown on purpose\n  temperature: 1.5\n")]
    [InlineData("  temperature: # agentcore: ignore KeyUnknown on purpose\n    # agentcore: ignore TemperatureHigh on purpose\n    1.5\n")]
    public void A_comment_with_a_reason_suppresses_on_its_line_or_the_next(string lines)
    {
        Checked<AgentBlueprint> result = Read(Head + Model + lines, strict: true);

        Diagnostic suppressed = Assert.Single(result.Suppressed);
        Assert.Equal(
            (DiagnosticCodes.TemperatureHigh, DiagnosticSeverity.Warning, "on purpose"), (suppressed.Code, suppressed.Severity, suppressed.SuppressionReason));
        Assert.DoesNotContain(result.Diagnostics, d => d.Code == DiagnosticCodes.TemperatureHigh);
    }

    [Theory]
    [InlineData("  temperature: 1.5\n# agentcore: ignore TemperatureHigh below is too late\n")]
    [InlineData("# agentcore: ignore TemperatureHigh two lines above is too early\n\n  temperature: 1.5\n")]
    [InlineData("  temperature: 1.5 # see agentcore: ignore TemperatureHigh not at the start\n")]
    [InlineData("  temperature: 1.5 # see # agentcore: ignore TemperatureHigh a comment in a comment\n")]
    [InlineData("  temperature: 1.5 # agentcore: ignores TemperatureHigh another verb\n")]
    [InlineData("  temperature: 1.5 # agentcore: ignore TemperatureHigh\n")]
    [InlineData("  temperature: 1.5 # agentcore: ignore temperaturehigh the case is wrong\n")]
    public void Anything_else_does_not(string lines) =>
        Assert.Contains(Read(Head + Model + lines).Diagnostics, d => d.Code == DiagnosticCodes.TemperatureHigh);

    [Theory]
    [InlineData("description: |\n  # agentcore: ignore KeyUnknown in a block\n\n\n")]
    [InlineData("description: >-\n  text\n  # agentcore: ignore KeyUnknown in a folded block\n")]
    [InlineData("description: \"text\n  # agentcore: ignore KeyUnknown in quotes\"\n")]
    [InlineData("description: 'a # agentcore: ignore KeyUnknown in quotes'\n")]
    [InlineData("description: a# agentcore: ignore KeyUnknown in plain text\n")]
    [InlineData("\"# agentcore: ignore KeyUnknown in a key\": 1\n")]
    public void What_only_looks_like_a_comment_is_none(string lines) =>
        Assert.DoesNotContain(
            Read(Head + Model + "  temperature: 1\n" + lines).Diagnostics,
            d => d.Code is DiagnosticCodes.SuppressionUnused or DiagnosticCodes.SuppressionInvalid);

    [Theory]
    [InlineData("description: | # agentcore: ignore KeyUnknown behind the sign of a block\n  text\n")]
    [InlineData("description: |\n  text\n# agentcore: ignore KeyUnknown after a block\n")]
    [InlineData("description: 'it''s # text' # agentcore: ignore KeyUnknown after quotes\n")]
    [InlineData("tags: [a, # agentcore: ignore KeyUnknown in a list\n  b]\n")]
    [InlineData("description: a\r\n# agentcore: ignore KeyUnknown after a line of another system\r\n")]
    [InlineData("description: \U0001F600 # agentcore: ignore KeyUnknown after a pair of surrogates\n")]
    public void A_comment_is_found_wherever_YAML_has_one(string lines) =>
        Assert.Contains(Read(Head + Model + "  temperature: 1\n" + lines).Diagnostics, d => d.Code == DiagnosticCodes.SuppressionUnused);

    [Fact]
    public void A_reason_never_shows_a_secret()
    {
        const string Canary = "sk-proj-kJ8vQ2xW9zR4tY7uB1nM5pL3kJ8vQ2xW9zR4";
        Checked<AgentBlueprint> result = Read($"{Head}{Model}  temperature: 1.5 # agentcore: ignore TemperatureHigh the key is {Canary}\n");

        Assert.Contains("the key is", Assert.Single(result.Suppressed).SuppressionReason, StringComparison.Ordinal);
        Assert.All(
            result.Suppressed.Concat(result.Diagnostics),
            d => Assert.DoesNotContain("kJ8vQ2xW9z", $"{d} {d.LineText} {d.SuppressionReason}", StringComparison.Ordinal));
        Assert.Contains(result.Diagnostics, d => d.Code == DiagnosticCodes.SecretInline);
    }

    private static Checked<AgentBlueprint> Read(string text, bool strict = false) => BlueprintReader.Read(text, "a.yaml", strict);
}
