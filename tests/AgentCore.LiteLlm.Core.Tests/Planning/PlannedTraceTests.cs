using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Planning;

public sealed class PlannedTraceTests
{
    private const string Proxy = "provider: litellm\nmodel_id: m\nbase_url: https://proxy.example.com\napi_key_env: K\n";
    private const string Own = "provider: litellm\nmodel_id: gpt-5\nbase_url: https://api.openai.com/v1\n";
    private const string Secret = "zx81-canary-55512345";

    private const string Labels = """
        tags: [support, tier-2]
        observability:
          trace_attributes: { team: billing, api_key: swordfish }
          langfuse: { tags: [nightly, support] }

        """;

    private static readonly FixedVariables Variables = new(
        ("K", "key-canary-12345678"), ("LANGFUSE_SECRET_KEY", Secret), ("LANGFUSE_PUBLIC_KEY", "pk-lf-1"), ("LANGFUSE_HOST", "https://langfuse.example.com/"));

    [Fact]
    public void Attributes_and_tags_are_those_of_the_file_without_secrets()
    {
        TraceLabels labels = Find(Labels, b => b with
        {
            Tags = [.. b.Tags, $"by {Secret}"],
            Observability = b.Observability! with
            {
                TraceAttributes = new Dictionary<string, string>(b.Observability.TraceAttributes) { ["note"] = "with key-canary-12345678" },
            },
        });

        Assert.Equal(
            [new("team", "billing"), new("api_key", "***"), new("note", "with ***")],
            labels.Attributes.Select(a => KeyValuePair.Create(a.Key, a.Value)));
        Assert.Equal(["support", "tier-2", "by ***"], labels.Tags);
        Assert.Equal(["support", "tier-2", "by ***", "nightly"], labels.LangfuseTags);
    }

    [Fact]
    public void Long_and_many_ones_are_cut()
    {
        string many = string.Concat(Enumerable.Repeat("wörter und 😀 ", 40));
        TraceLabels labels = Find(Labels, b => b with
        {
            Tags = [.. Enumerable.Range(0, 100).Select(i => $"tag {i}"), many],
            Observability = b.Observability! with { TraceAttributes = Enumerable.Range(0, 100).ToDictionary(i => $"n{i}", _ => many) },
        });

        Assert.Equal((64, 64), (labels.Attributes.Length, labels.Tags.Length));
        Assert.All(labels.Attributes, a =>
        {
            Assert.InRange(a.Value.Length, 198, 200);
            Assert.EndsWith("…", a.Value, StringComparison.Ordinal);
            Assert.False(a.Value.Any(char.IsSurrogate) && a.Value.EnumerateRunes().Contains(Rune.ReplacementChar));
        });
    }

    [Theory]
    [InlineData("observability: { enabled: false, trace_attributes: { a: b } }\ntags: [t]\n", true, 0, 0)]
    [InlineData("observability: { trace_attributes: { a: b }, langfuse: { enabled: false, tags: [n] } }\ntags: [t]\n", false, 1, 0)]
    [InlineData("tags: [t]\n", false, 0, 0)]
    [InlineData("observability: { langfuse: { tags: [n] } }\n", false, 0, 1)]
    public void What_is_switched_off_is_on_no_span(string tail, bool isOff, int attributes, int langfuse)
    {
        TraceLabels labels = Find(tail, b => b);

        Assert.Equal((isOff, attributes, langfuse), (labels.IsOff, labels.Attributes.Length, labels.LangfuseTags.Length));
    }

    [Theory]
    [InlineData(Proxy, null, "support,tier-2,nightly", "sent in metadata.tags, as a LiteLLM proxy reads them")]
    [InlineData(Proxy, "mine", "mine", "the caller's own, in place of the blueprint's")]
    [InlineData(Proxy, "", "", "the caller's own, in place of the blueprint's")]
    [InlineData(Own, null, "", "not sent: api.openai.com is no LiteLLM proxy")]
    public void A_proxy_gets_the_tags_of_the_blueprint_unless_the_caller_gives_some(string model, string? given, string sent, string gate)
    {
        CallLabels? labels = given is null ? null
            : new CallLabels { Tags = [.. given.Split(',', StringSplitOptions.RemoveEmptyEntries)], OverridesTags = true };

        ChatRequest request = Plan(model, new CallOptions { System = "", Labels = labels }).ToRequest("hi");

        using JsonDocument body = JsonDocument.Parse(RequestWriter.ToJson(request));
        string tags = body.RootElement.TryGetProperty("metadata", out JsonElement metadata)
            ? string.Join(',', metadata.GetProperty("tags").EnumerateArray().Select(t => t.GetString()))
            : "";
        Assert.Equal(sent, tags);
        Assert.Equal(gate, Assert.Single(request.Gates, g => g.Gate == "tags").Reason);
    }

    [Fact]
    public void Tags_among_the_callers_metadata_are_not_doubled()
    {
        CallLabels labels = new() { Metadata = [new("tags", JsonDocument.Parse("""["x"]""").RootElement), new("job", JsonDocument.Parse("7").RootElement)] };

        ReadOnlyMemory<byte> body = RequestWriter.ToJson(Plan(Proxy, new CallOptions { System = "", Labels = labels }).ToRequest("hi"));

        Assert.Equal(1, Encoding.UTF8.GetString(body.Span).Split("\"tags\"").Length - 1);
    }

    [Fact]
    public void Langfuse_is_reached_by_the_variables_of_the_blueprint()
    {
        TraceTarget? target = PlannedTrace.FindLangfuse(Blueprint.With(Proxy, Labels), Variables, out string? problem);

        Assert.Null(problem);
        Assert.Equal("https://langfuse.example.com/api/public/otel/v1/traces", target!.Address.AbsoluteUri);
        Assert.Equal(
            $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"pk-lf-1:{Secret}"))}",
            target.Headers.Single(h => h.Name == "Authorization").Value.Reveal());
    }

    [Theory]
    [InlineData("", "asks for no traces in Langfuse")]
    [InlineData("observability: { langfuse: { enabled: false } }\n", "asks for no traces in Langfuse")]
    [InlineData("observability: { enabled: false, langfuse: { tags: [a] } }\n", "asks for no traces in Langfuse")]
    [InlineData("observability: { langfuse: { host_env: NO_HOST, secret_key_env: NO_KEY } }\n", "no NO_HOST and no NO_KEY")]
    [InlineData("observability: { langfuse: { host_env: K } }\n", "The variable K cannot be used: it does not begin with 'http://' or 'https://'.")]
    public void What_leads_to_no_Langfuse_says_why(string tail, string words)
    {
        Assert.Null(PlannedTrace.FindLangfuse(Blueprint.With(Proxy, tail), Variables, out string? problem));

        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces", "")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT=https://c.example.com/otlp/|OTEL_EXPORTER_OTLP_HEADERS=a=b%20c, d=e=f ,g=",
        "https://c.example.com/otlp/v1/traces", "a:b c d:e=f")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=https://c.example.com/t|OTEL_EXPORTER_OTLP_ENDPOINT=https://other", "https://c.example.com/t", "")]
    public void The_variables_of_OpenTelemetry_name_a_collector(string given, string address, string headers)
    {
        TraceTarget? target = PlannedTrace.FindCollector(Read(given), out string? problem);

        Assert.Null(problem);
        Assert.Equal((address, headers), (target!.Address.AbsoluteUri, string.Join(' ', target.Headers.Select(h => $"{h.Name}:{h.Value.Reveal()}"))));
    }

    [Theory]
    [InlineData("OTEL_SERVICE_NAME=x", "Neither OTEL_EXPORTER_OTLP_ENDPOINT nor")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=127.0.0.1:4318", "OTEL_EXPORTER_OTLP_ENDPOINT does not begin with")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317|OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "port 4318")]
    public void Variables_that_name_none_say_why(string given, string words)
    {
        Assert.Null(PlannedTrace.FindCollector(Read(given), out string? problem));

        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    private static FixedVariables Read(string given) =>
        new([.. given.Split('|').Select(v => v.Split('=', 2)).Select(v => (v[0], v[1]))]);

    private static TraceLabels Find(string tail, Func<AgentBlueprint, AgentBlueprint> change) =>
        PlannedTrace.Find(ModelResolver.Resolve(change(Blueprint.With(Proxy, tail)), new ModelOverrides(), Variables).Value!, Variables);

    private static ChatPlan Plan(string model, CallOptions options) =>
        ChatPlan.Make(ModelResolver.Resolve(Blueprint.With(model, Labels), new ModelOverrides(), Variables).Value!, options, Variables).Value!;
}
