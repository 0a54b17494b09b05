using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection;

public sealed class ProtectionChoiceTests
{
    [Fact]
    public void Kinds_that_patterns_find_need_nothing_else()
    {
        Checked<ProtectionPolicy> choice = Make(["EMAIL_ADDRESS", "PHONE_NUMBER"]);

        Assert.Equal((true, false), (choice.IsUsable, choice.Value!.UsesService));
        Assert.Empty(choice.Value.Unprotected);
    }

    [Theory]
    [InlineData("PERSON", "PERSON")]
    [InlineData("", "PERSON, LOCATION, NRP")]
    public void Kinds_that_nothing_finds_are_refused_by_name(string entity, string missing)
    {
        Checked<ProtectionPolicy> choice = Make(entity.Length == 0 ? [] : [entity, "URL"]);

        Assert.Null(choice.Value);
        Assert.Contains(missing, choice.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("allow these to leave unprotected", choice.Diagnostics[0].Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EMAIL", "", "", "'EMAIL' is no kind of personal data that Presidio knows; nothing was sent.", "Did you mean 'EMAIL_ADDRESS'?")]
    [InlineData(
        "PERSN,email_address", "", "", "'PERSN', 'email_address' are no kinds of personal data that Presidio knows; nothing was sent.",
        "Did you mean 'PERSON', 'EMAIL_ADDRESS'?")]
    [InlineData(
        "SHOES", "", "", "'SHOES' is no kind of personal data that Presidio knows; nothing was sent.",
        "Write one of Presidio's names, such as 'EMAIL_ADDRESS'.")]
    [InlineData(
        "URL", "IBAN", "", "'IBAN' is no kind of personal data that Presidio knows, and an action is given for it; nothing was sent.",
        "Did you mean 'IBAN_CODE'?")]
    [InlineData(
        "URL", "", "PERSN", "'PERSN' is no kind of personal data that Presidio knows, and it is allowed to leave unprotected; nothing was sent.",
        "Did you mean 'PERSON'?")]
    public void A_name_that_nobody_knows_is_refused_with_the_one_that_was_meant(string asked, string acted, string allowed, string problem, string advice)
    {
        ProtectionOptions options = new()
        {
            Actions = acted.Length == 0 ? [] : [KeyValuePair.Create(acted, ProtectionAction.Block)],
            AllowUnprotected = allowed.Length == 0 ? [] : [allowed],
        };
        Diagnostic found = Assert.Single(Make(asked.Split(','), options).Diagnostics);

        Assert.Equal((DiagnosticCodes.EntityUnknown, problem, advice), (found.Code, found.Message, found.Suggestion));
    }

    [Theory]
    [InlineData("EMPLOYEE_ID", "employee_id", "")]
    [InlineData("URL", "url", "person")]
    [InlineData("URL", "*", "*")]
    [InlineData("SHOES,URL", "SHOES", "shoes")]
    public void Names_of_ones_own_and_names_in_any_case_are_known(string asked, string acted, string allowed)
    {
        ProtectionOptions options = new()
        {
            Patterns = [new EntityPattern("EMPLOYEE_ID", "E[0-9]{6}")],
            Actions = [KeyValuePair.Create(acted, ProtectionAction.Block)],
            AllowUnprotected = allowed.Length == 0 ? [] : [allowed],
        };

        Assert.True(Make(asked.Split(','), options).IsUsable);
    }

    [Theory]
    [InlineData("person", "PERSON")]
    [InlineData("*", "PERSON,AGE")]
    public void What_is_allowed_by_name_is_told(string allowed, string unprotected)
    {
        Checked<ProtectionPolicy> choice = Make([.. unprotected.Split(','), "URL"], new ProtectionOptions { AllowUnprotected = [allowed] });

        Assert.Equal(unprotected.Split(','), choice.Value!.Unprotected);
    }

    [Fact]
    public void Allowing_one_kind_allows_no_other() =>
        Assert.Contains(
            "AGE", Make(["PERSON", "AGE"], new ProtectionOptions { AllowUnprotected = ["PERSON"] }).Diagnostics[0].Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:5002")]
    [InlineData(" localhost:5002 ")]
    [InlineData("https://presidio.example.com/base")]
    public void An_analyzer_in_the_variable_finds_what_needs_a_model(string address)
    {
        Checked<ProtectionPolicy> choice = Make(["PERSON"], variables: new FixedVariables((ProtectionOptions.AnalyzerVariable, address)));

        Assert.True(choice.Value!.UsesService, string.Join(" ", choice.Diagnostics));
        Assert.Empty(choice.Value.Unprotected);
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("http://")]
    public void A_variable_that_holds_no_address_is_refused_without_showing_it(string address)
    {
        Checked<ProtectionPolicy> choice = Make(["URL"], variables: new FixedVariables((ProtectionOptions.AnalyzerVariable, address)));

        Assert.Null(choice.Value);
        Assert.DoesNotContain(address, choice.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_do_not_cross_a_network_to_the_analyzer_in_clear_text_unless_allowed()
    {
        ProtectionOptions options = new() { AnalyzerUri = new Uri("http://presidio.example.com") };

        Assert.False(Make(["PERSON"], options).IsUsable);
        Assert.True(Make(["PERSON"], options with { AllowUnencryptedAnalyzer = true }).IsUsable);
    }

    [Fact]
    public void A_simulation_asks_no_analyzer_and_misses_nothing()
    {
        Checked<ProtectionPolicy> choice = ProtectionChoice.Make(
            [], "en", new ProtectionOptions(), new FixedVariables((ProtectionOptions.AnalyzerVariable, "ftp://x")), isSimulated: true);

        Assert.Equal((true, false), (choice.IsUsable, choice.Value!.UsesService));
        Assert.Empty(choice.Value.Unprotected);
    }

    [Fact]
    public async Task Patterns_thresholds_and_terms_that_may_stay_reach_the_detector()
    {
        ProtectionOptions options = new() { Patterns = [new EntityPattern("EMPLOYEE_ID", "E[0-9]{6}")], AllowList = ["E000000"], Threshold = 0.9 };
        ProtectionSession session = new(Make(["EMPLOYEE_ID"], options).Value!);

        Assert.Equal("<EMPLOYEE_ID_1> E000000", (await session.ProtectAsync("E123456 E000000")).Text);
        Assert.False(Make(["URL"], options with { Patterns = [new EntityPattern("X_ID", "(")] }).IsUsable);
    }

    private static Checked<ProtectionPolicy> Make(string[] entities, ProtectionOptions? options = null, FixedVariables? variables = null) =>
        ProtectionChoice.Make([.. entities], "en", options ?? new ProtectionOptions(), variables ?? new FixedVariables());
}
