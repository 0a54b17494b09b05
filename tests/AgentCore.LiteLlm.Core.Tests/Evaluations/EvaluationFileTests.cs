using System.Text;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class EvaluationFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_key_is_read()
    {
        _folder.Write("schemas/order.json", """{"type":"object","title":"order"}""");
        EvaluationFile file = Good("""
            blueprint: sub/other.yaml
            defaults:
              system: Be brief.
              variables: { Language: English, tone: dry }
              repeat: 2
              pass_rate: 0.8
              expect:
                contains: always
                max_cost: 0.5
            cases:
              - name: one
                prompt: |
                  Two
                  lines
                system: ""
                variables: { language: German }
                conversation:
                  - { role: user, content: hello }
                  - { role: assistant, content: hi }
                repeat: 3
                pass_rate: 0.9
                tags: [smoke, slow]
                skip: later
                expect:
                  contains: [a, B]
                  not_contains: c
                  ignore_case: true
                  equals: ALWAYS a b
                  matches: '^ALWAYS \w'
                  not_matches: ['\d+', x]
                  schema: order
                  tool_called: [Get-Stock, { name: Get-Price, arguments: { n: 1, deep: { x: [true] } } }]
                  tool_not_called: Remove-Item
                  trajectory:
                    in_order: [Get-Stock, { name: Get-Price, matches: { Product: '^ink', n: '1' } }]
                    any_order: Get-Stock
                    never: [Set-Stock]
                  similar_to: [a b, { text: b a, at_least: 0.5 }]
                  finish_reason: stop
                  max_cost: 0.01
                  max_latency: 1.5min
              - name: two
                prompt: plain
            """);

        Assert.Equal(Path.Combine(_folder.Path, "sub", "other.yaml"), file.Blueprint);
        EvaluationCase one = file.Cases[0];
        Assert.Equal(("one", "Two\nlines\n", "", 3, "later", 11), (one.Name, one.Prompt, one.System, one.Repeat, one.Skip, one.Line));
        Assert.Equal([0.9, 0.8], file.Cases.Select(c => c.PassRate));
        Assert.Equal(["German", "dry"], [one.Variables!["LANGUAGE"], one.Variables["tone"]]);
        Assert.Equal(["hello", "hi"], one.Conversation!.Messages.Select(m => m.Text));
        Assert.Equal(["smoke", "slow"], one.Tags);
        Assert.Equal(
            [
                "contains", "contains", "not_contains", "matches", "not_matches", "not_matches", "tool_called", "tool_called", "tool_not_called",
                "trajectory.in_order", "trajectory.any_order", "trajectory.never", "similar_to", "equals", "schema",
                "finish_reason", "max_cost", "max_latency", "contains",
            ],
            one.Assertions.Select(a => a.Key));
        Assert.Equal(0.01m, one.Assertions.OfType<CaseAssertion.MaxCost>().Single().Dollars);
        Assert.Equal(TimeSpan.FromSeconds(90), one.Assertions.OfType<CaseAssertion.MaxLatency>().Single().Limit);
        EvaluationCase two = file.Cases[1];
        Assert.Equal(("Be brief.", 2, null), (two.System, two.Repeat, two.Skip));
        Assert.Equal(["contains", "max_cost"], two.Assertions.Select(a => a.Key));
    }

    [Theory]
    [InlineData("agent.cases.yaml", "agent.yaml", "agent.yaml")]
    [InlineData("agent.cases.yml", "agent.yml", "agent.yml")]
    [InlineData("agent.CASES.yaml", null, "agent.yaml")]
    [InlineData("agent.yaml", "other.yaml", null)]
    public void The_name_says_the_blueprint(string name, string? there, string? expected)
    {
        if (there is not null)
        {
            _folder.Write(there, "");
        }

        EvaluationFile file = EvaluationFile.Read(Encoding.UTF8.GetBytes("cases: [{name: a, prompt: b}]"), Path.Combine(_folder.Path, name)).Value!;

        Assert.Equal(expected is null ? null : Path.Combine(_folder.Path, expected), file.Blueprint);
    }

    [Fact]
    public void The_file_beside_a_blueprint_is_found_by_its_name()
    {
        string blueprint = _folder.Write("agent.yaml", "");
        Assert.Equal(Path.Combine(_folder.Path, "agent.cases.yaml"), EvaluationFile.Beside(blueprint));

        string there = _folder.Write("agent.cases.yml", "");
        Assert.Equal(there, EvaluationFile.Beside(blueprint));
        Assert.True(EvaluationFile.IsNamed(there));
        Assert.False(EvaluationFile.IsNamed(blueprint));
    }

    [Fact]
    public void Every_mistake_is_found_at_once_at_its_place()
    {
        Diagnostic[] found = Bad("""
            case: []
            cases:
              - name: one
                promt: hi
                expect:
                  contain: x
                  matches: '(a'
                  max_latency: 5
                  max_cost: cheap
              - name: ONE
                prompt: 7
                contains: x
                repeat: 0
                conversation: [{ role: bot, content: x }]
              - prompt: ""
                expect: { contains: [], not_contains: "", tool_called: { arguments: 1 }, schema: nowhere }
              - text
            """);

        Assert.Equal(
            [
                "(1,1) KeyUnknown Did you mean 'cases'?",
                "(3,5) KeyMissing Add 'prompt', for example 'prompt: What is the capital of France?'.",
                "(4,5) KeyUnknown Did you mean 'prompt'?",
                "(6,7) KeyUnknown Did you mean 'contains'?",
                "(7,16) PatternInvalid Write a regular expression of .NET without lookarounds and backreferences; in YAML it is safest in single quotes.",
                "(8,20) TypeMismatch Write for example '500ms', '2s' or '1.5min'.",
                "(9,17) TypeMismatch Write a number from 0 to 1000000.",
                "(10,11) CaseDuplicate Give each case a name of its own: reports, and whoever runs some of them only, tell them apart by it.",
                "(11,13) TypeMismatch Put it in quotes: \"7\".",
                "(12,5) KeyUnknown 'contains' belongs under 'expect'.",
                "(13,13) ValueOutOfRange Stay within the range.",
                "(14,28) ValueUnknown Write one of user, assistant.",
                "(15,5) KeyMissing Add 'name', for example 'name: names the capital'.",
                "(15,13) ValueMissing Give it a value.",
                "(16,25) ValueOutOfRange ",
                "(16,43) ValueMissing Give it a value, or delete the key.",
                "(16,60) KeyMissing Add 'name', which must be text.",
                "(16,73) TypeMismatch Write its keys below it, each on a line of its own and indented further.",
                "(16,86) OutputSchemaNotFound Put it into schemas/<name>.json beside the case file, or write a path below that folder which ends with .json.",
                "(17,5) TypeMismatch Write 'key: value' in its place.",
            ],
            found.Select(d => $"({d.Line},{d.Column}) {d.Code} {d.Suggestion}"));
        Assert.All(found, d => Assert.Equal(DiagnosticSeverity.Error, d.Severity));
    }

    [Theory]
    [InlineData("", DiagnosticCodes.DocumentEmpty)]
    [InlineData("- name: a", DiagnosticCodes.TypeMismatch)]
    [InlineData("cases: []", DiagnosticCodes.ValueOutOfRange)]
    [InlineData("defaults: {}", DiagnosticCodes.KeyMissing)]
    [InlineData("cases: [", DiagnosticCodes.YamlSyntax)]
    [InlineData("blueprint: /etc/passwd\ncases: [{name: a, prompt: b}]", DiagnosticCodes.ValueUnknown)]
    public void A_file_without_cases_is_an_error(string text, string code) => Assert.Contains(Bad(text), d => d.Code == code);

    [Fact]
    public void Judges_are_read_and_named_by_cases()
    {
        EvaluationFile file = Good("""
            judges:
              - name: helpful
                model_id: ${JURY:-m}
                scale: [5, 1]
                at_least: 4
                max_cost: 0.5
              - name: polite
                model_id: m
                instructions: "{context} {assistant_turn}"
                rating_scale: [{ value: 0, label: bad }, { value: 2, label: good }]
                max_tokens: 50
                temperature: 0.5
            defaults:
              expect: { judge: [polite, { name: helpful, at_least: 1 }] }
            cases:
              - name: a
                prompt: b
                expect:
                  judge: [helpful, { name: elsewhere, at_least: 3, criteria: short }]
            """);

        Assert.Equal(
            [("helpful", 5.0, 1000, 0.5m), ("elsewhere", 0.0, 0, null), ("polite", 2.0, 50, null)],
            file.Cases[0].Judges.Select(j => (j.Name, j.Judge?.Best ?? 0, j.Judge?.MaxTokens ?? 0, j.Judge?.MaxCost)));
        Assert.Equal([null, 3, null], file.Cases[0].Judges.Select(j => j.AtLeast));
        Assert.Equal((19, 32), (file.Cases[0].Judges[1].Location!.Line, file.Cases[0].Judges[1].Location!.Column));
    }

    [Theory]
    [InlineData("{ name: a, model_id: m }", DiagnosticCodes.SettingIncomplete)]
    [InlineData("{ name: a, model_id: m, scale: [1, 1] }", DiagnosticCodes.ValueOutOfRange)]
    [InlineData("{ name: a, model_id: '${X', scale: [1, 2] }", DiagnosticCodes.TemplateInvalid)]
    [InlineData("{ name: a, model_id: m, scale: [1, 2] }, { name: a, model_id: m, scale: [1, 2] }", DiagnosticCodes.CaseDuplicate)]
    [InlineData("{ name: a, model_id: m, scale: [1, 2], level: TRACE }", DiagnosticCodes.KeyUnknown)]
    public void A_judge_that_cannot_judge_is_an_error(string judges, string code) =>
        Assert.Equal(code, Assert.Single(Bad($"judges: [{judges}]\ncases: [{{ name: a, prompt: b }}]")).Code);

    [Fact]
    public void A_judge_that_does_not_see_what_it_judges_is_a_warning() =>
        Assert.Contains(
            Read("judges: [{ name: a, model_id: m, scale: [1, 2], instructions: Be strict. }]\ncases: [{ name: a, prompt: b }]").Diagnostics,
            d => d is { Code: DiagnosticCodes.PlaceholderMissing, Severity: DiagnosticSeverity.Warning });

    [Fact]
    public void A_blueprint_is_told_by_what_it_is_and_not_by_every_key_that_it_has()
    {
        Diagnostic found = Assert.Single(Bad("id: a\nname: b\nversion: '1'\nprompt_ref: c\nmodel:\n  model_id: m\n"));

        Assert.Equal((DiagnosticCodes.NotACaseFile, 1), (found.Code, found.Line));
        Assert.Contains("'agent.cases.cases.yaml'", found.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ contains: a, not_contains: a }")]
    [InlineData("{ contains: Paris is big, not_contains: PARIS, ignore_case: true }")]
    [InlineData("{ equals: yes, contains: no }")]
    [InlineData("{ equals: yes, not_contains: es }")]
    [InlineData("{ equals: yes, matches: '^n' }")]
    [InlineData("{ equals: yes, not_matches: '^y' }")]
    [InlineData("{ tool_called: Get-Stock, tool_not_called: get-stock }")]
    [InlineData("{ tool_called: Get-Stock, trajectory: { never: get-stock } }")]
    [InlineData("{ trajectory: { in_order: [a, b], never: [x, B] } }")]
    [InlineData("{ tool_not_called: a, trajectory: { any_order: { name: a, matches: { x: y } } } }")]
    public void Assertions_that_no_answer_can_fit_are_an_error(string expect)
    {
        Diagnostic found = Assert.Single(Bad($"cases:\n  - name: a\n    prompt: b\n    expect: {expect}"));

        Assert.Equal((DiagnosticCodes.AssertionConflict, 4, 13), (found.Code, found.Line, found.Column));
    }

    [Theory]
    [InlineData("{ contains: Paris, not_contains: paris }")]
    [InlineData("{ equals: yes, contains: YE, ignore_case: true }")]
    [InlineData("{ equals: ' yes ', matches: '^yes$' }")]
    [InlineData("{ equals: YES, matches: '^yes$', ignore_case: true }")]
    [InlineData("{ tool_called: { name: a, arguments: { x: 1 } }, tool_not_called: { name: a, arguments: { x: 2 } } }")]
    [InlineData("{ trajectory: { in_order: [a, b], never: { name: a, matches: { x: y } } } }")]
    public void Assertions_that_some_answer_fits_are_none(string expect) => Good($"cases:\n  - name: a\n    prompt: b\n    expect: {expect}");

    [Fact]
    public void What_contradicts_the_defaults_is_found_too() =>
        Assert.Contains(
            Bad("defaults:\n  expect: { not_contains: sorry }\ncases:\n  - { name: a, prompt: b, expect: { contains: so sorry } }"),
            d => d.Code == DiagnosticCodes.AssertionConflict);

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("[a-")]
    [InlineData("((a{1000}){1000}){1000}")]
    public void A_pattern_that_could_stall_is_refused(string pattern) =>
        Assert.Contains(Bad($"cases:\n  - {{ name: a, prompt: b, expect: {{ matches: '{pattern}' }} }}"), d => d.Code == DiagnosticCodes.PatternInvalid);

    [Theory]
    [InlineData("../out.json", "leads out")]
    [InlineData("link.json", "leads out")]
    [InlineData("/etc/passwd", "neither")]
    [InlineData("../../x", "neither")]
    [InlineData("missing", "not there")]
    public void A_schema_lies_below_the_folder_of_the_file(string reference, string problem)
    {
        string outside = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.json"), outside);

        Diagnostic found = Assert.Single(Bad($"cases:\n  - name: a\n    prompt: b\n    expect: {{ schema: {reference} }}"));

        Assert.Equal(DiagnosticCodes.OutputSchemaNotFound, found.Code);
        Assert.Contains(problem, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_is_none_is_said_at_its_place()
    {
        _folder.Write("schemas/bad.json", """{"type":"objekt"}""");
        Diagnostic[] found = Bad("""
            cases:
              - name: a
                prompt: b
                expect:
                  schema:
                    properties: { x: { $ref: 'https://example.com/x.json' }, y: { minimum: few } }
              - name: b
                prompt: b
                expect: { schema: bad }
            """);

        Assert.Equal(
            [(6, DiagnosticCodes.OutputSchemaInvalid), (6, DiagnosticCodes.OutputSchemaInvalid), (9, DiagnosticCodes.OutputSchemaInvalid)],
            found.Select(d => (d.Line, d.Code)));
    }

    [Fact]
    public void A_word_that_others_take_for_a_flag_is_text_here() => Assert.Equal("yes", Good("cases: [{ name: a, prompt: yes }]").Cases[0].Prompt);

    [Fact]
    public void A_credential_is_found_and_never_shown()
    {
        const string key = "sk-proj-q7Wq7Wq7Wq7Wq7Wq7Wq7Wq7Wq7W";
        Checked<EvaluationFile> read = Read($"cases:\n  - name: a\n    prompt: my key is {key}\n    oops: 1\n");

        Assert.Contains(read.Diagnostics, d => d.Code == DiagnosticCodes.SecretInline);
        Assert.All(read.Diagnostics, d => Assert.DoesNotContain("q7Wq7W", $"{d} {d.LineText} {d.Suggestion}", StringComparison.Ordinal));
    }

    [Fact]
    public void Whoever_means_a_warning_says_so() =>
        Assert.Empty(
            Good(
                "cases:\n  - name: a\n    prompt: my key is sk-proj-q7Wq7Wq7Wq7Wq7Wq7Wq7Wq7Wq7W # agentcore: ignore SecretInline it is made up\n"
                    + "    expect: { not_contains: sk- }",
                warnings: 0).Cases[0].Tags);

    [Fact]
    public void A_hostile_file_ends_at_a_limit()
    {
        Assert.Contains(
            Bad("cases:\n" + string.Concat(Enumerable.Repeat("  - { name: a, prompt: b, x: 1 }\n", 2_500))), d => d.Code == DiagnosticCodes.TooManyFindings);
        Assert.Contains(
            Bad("defaults: { repeat: 100 }\ncases:\n" + string.Concat(Enumerable.Range(0, 101).Select(n => $"  - {{ name: a{n}, prompt: b }}\n"))),
            d => d.Code == DiagnosticCodes.ValueOutOfRange);
        Assert.Contains(Bad("cases: " + new string('[', 5_000)), d => d.Code == DiagnosticCodes.YamlTooDeep);
        Bad(
            "cases:\n  - name: a\n    prompt: b\n    expect:\n      contains: [" + string.Join(", ", Enumerable.Range(0, 9_000).Select(n => $"t{n}"))
                + "]\n      not_contains: t1\n");
        Assert.Contains(Bad(new string('#', (1 << 20) + 1)), d => d.Code == DiagnosticCodes.FileTooLarge);
    }

    private EvaluationFile Good(string text, int? warnings = null)
    {
        Checked<EvaluationFile> read = Read(text);
        Assert.True(read.IsUsable, string.Join('\n', read.Diagnostics));
        Assert.True(warnings is null || read.Diagnostics.Length == warnings, string.Join('\n', read.Diagnostics));
        return read.Value!;
    }

    private Diagnostic[] Bad(string text)
    {
        Checked<EvaluationFile> read = Read(text);
        Assert.Null(read.Value);
        return [.. read.Diagnostics];
    }

    private Checked<EvaluationFile> Read(string text) => EvaluationFile.Read(Encoding.UTF8.GetBytes(text), Path.Combine(_folder.Path, "agent.cases.yaml"));
}
