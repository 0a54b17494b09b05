using System.Reflection;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class BlueprintFixtureTests
{
    // Found by a later stage, or only in files too large to keep.
    private static readonly string[] WithoutFixture =
    [
        DiagnosticCodes.VariableNotSet, DiagnosticCodes.FileTooLarge, DiagnosticCodes.YamlTooManyNodes, DiagnosticCodes.TooManyFindings,
    ];

    public static TheoryData<string> Valid => BlueprintFiles.Valid;

    public static TheoryData<string> Invalid => BlueprintFiles.Invalid;

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_blueprint_has_nothing_but_information(string file)
    {
        Checked<AgentBlueprint> result = BlueprintReader.Read(BlueprintFiles.Bytes("valid", file), file, strict: true);

        Assert.All(result.Diagnostics, d => Assert.True(
            d.Severity == DiagnosticSeverity.Information
                && d.Code is DiagnosticCodes.ProtectionInactive or DiagnosticCodes.SettingNotApplied or DiagnosticCodes.CloudflareMismatch
                    or DiagnosticCodes.PolicyNotJudged,
            d.ToString()));
        Assert.True(result.IsUsable);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_blueprint_has_the_findings_that_lie_beside_it(string file)
    {
        string expected = File.ReadAllText(BlueprintFiles.PathOf("invalid", Path.ChangeExtension(file, ".expected.txt"))).ReplaceLineEndings("\n");

        Checked<AgentBlueprint> result = BlueprintReader.Read(BlueprintFiles.Bytes("invalid", file), file);

        Assert.Equal(expected, string.Concat(result.Diagnostics.Select(d => $"({d.Line},{d.Column}) {d.Severity} {d.Code} {d.Path}".TrimEnd() + "\n")));
        Assert.Equal(result.Value is null, result.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Every_finding_has_a_place_a_line_and_a_sentence(string file)
    {
        foreach (Diagnostic found in BlueprintReader.Read(BlueprintFiles.Bytes("invalid", file), file).Diagnostics)
        {
            Assert.Equal(file, found.File);
            Assert.True(found is { Line: > 0, Column: > 0, LineText.Length: <= 164 }, found.ToString());
            Assert.True(found.Message[^1] is '.', found.Message);
            Assert.DoesNotContain("abcdefghijkl", found.LineText + found.Message + found.Suggestion + found.Path, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("inline-secrets.yaml")]
    [InlineData("inline-secrets-hidden.yaml")]
    [InlineData("secrets-in-findings.yaml")]
    public void An_inline_secret_never_shows_in_the_finding_about_it(string file)
    {
        foreach (Diagnostic found in BlueprintReader.Read(BlueprintFiles.Bytes("invalid", file), "a.yaml", strict: true).Diagnostics)
        {
            string shown = $"{found} {found.LineText} {found.Path}";
            Assert.All(
                ["c2st", "aHVu", "hunter2pass", "q7W", "Q7W", "q7w", "qZm", "4f1c9", "9f86d", "MIIEv", "eyJ"],
                secret => Assert.DoesNotContain(secret, shown, StringComparison.Ordinal));
            Assert.True(found.Code != DiagnosticCodes.SecretInline || found.Severity == DiagnosticSeverity.Error, found.ToString());
        }
    }

    // What only shows once variables have values and a call is asked for; the tests of Routing and Chat hold one case of each.
    private static string[] OfResolution =>
    [
        DiagnosticCodes.AgentCircle, DiagnosticCodes.AgentNotFound, DiagnosticCodes.ConditionFieldUnknown, DiagnosticCodes.ConditionUnfit,
        DiagnosticCodes.ApiKeyInvalid, DiagnosticCodes.ApiKeyNotSet, DiagnosticCodes.BaseUrlInvalid, DiagnosticCodes.HeaderInvalid,
        DiagnosticCodes.HookNotBound, DiagnosticCodes.HookUnused,
        DiagnosticCodes.HeaderOmitted, DiagnosticCodes.MetadataLeftOut, DiagnosticCodes.ModeNotEnabled, DiagnosticCodes.ModeUnknown,
        DiagnosticCodes.LockDiffers, DiagnosticCodes.LockInvalid, DiagnosticCodes.LockNotFound,
        DiagnosticCodes.MemoryIncomplete, DiagnosticCodes.ModelIdEmpty,
        DiagnosticCodes.ModelIdInvalid, DiagnosticCodes.ModelNotRoutable, DiagnosticCodes.OutputSchemaNotFound, DiagnosticCodes.PricingInvalid,
        DiagnosticCodes.PromptDeprecated, DiagnosticCodes.PromptDraft, DiagnosticCodes.PromptInvalid, DiagnosticCodes.PromptNotFound,
        DiagnosticCodes.PromptOutside, DiagnosticCodes.PromptRegistryFailed,
        DiagnosticCodes.PromptRegistryInvalid, DiagnosticCodes.PromptVariableMissing, DiagnosticCodes.PromptVariableUnused,
        DiagnosticCodes.PolicyRuleIdle, DiagnosticCodes.ProtectionUnavailable,
        DiagnosticCodes.ProviderNotCallable, DiagnosticCodes.ReasoningMapped,
        DiagnosticCodes.ToolsTooMany, DiagnosticCodes.UnencryptedAuthentication, DiagnosticCodes.VariableNotSet,
    ];

    // What only files of tool servers can have, or shows when one is asked; the tests of ToolServers hold a case of each.
    private static string[] OfToolServers =>
    [
        DiagnosticCodes.ToolHostedElsewhere, DiagnosticCodes.ToolMissing, DiagnosticCodes.ToolNameTaken, DiagnosticCodes.ToolServerFileInvalid,
        DiagnosticCodes.ToolServerUnavailable, DiagnosticCodes.ToolServerUnknown, DiagnosticCodes.ToolUnfit,
    ];

    // What only case files can have; EvaluationFileTests holds one case of each.
    private static string[] OfCases =>
        [DiagnosticCodes.AssertionConflict, DiagnosticCodes.CaseDuplicate, DiagnosticCodes.NotACaseFile, DiagnosticCodes.PatternInvalid];

    [Fact]
    public void Every_code_of_the_reader_has_a_fixture()
    {
        string expectations = string.Concat(BlueprintFiles.Invalid
            .Select(row => File.ReadAllText(BlueprintFiles.PathOf("invalid", Path.ChangeExtension(row.Data, ".expected.txt")))));

        IEnumerable<string> codes = typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        Assert.All(
            codes.Except(WithoutFixture).Except(OfResolution).Except(OfCases).Except(OfToolServers),
            code => Assert.Contains($" {code}", expectations, StringComparison.Ordinal));
    }
}
