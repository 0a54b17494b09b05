using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.TestEndpoints;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Presidio;

public sealed class PresidioDetectorTests
{
    private const string Health = "Presidio Analyzer service is up";
    private const string Secretive = "Ann Canary";

    [Fact]
    public async Task Texts_are_asked_about_in_one_exchange_and_places_are_those_of_UTF_16()
    {
        await using TestEndpoint endpoint = Analyzer(
            "[[{\"analysis_explanation\":null,\"end\":9,\"entity_type\":\"PERSON\",\"score\":0.85,\"start\":6}],[{\"end\":6,\"entity_type\":\"LOCATION\","
                + "\"score\":0.85,\"start\":0}]]");
        using CombinedDetector detector = Detector(endpoint, "PERSON", "LOCATION", "EMAIL_ADDRESS");
        ImmutableArray<string> texts = ["\uD83D\uDE00 I'm Ann \uD83D\uDE00, a@b.co", "", " ", "London"];

        ImmutableArray<ImmutableArray<EntityFinding>> found = await detector.FindAsync(texts, TestContext.Current.CancellationToken);

        Assert.Equal(["PERSON Ann", "EMAIL_ADDRESS a@b.co"], found[0].Select(f => $"{f.Entity} {texts[0].Substring(f.Start, f.Length)}"));
        Assert.Empty(found[1]);
        Assert.Empty(found[2]);
        Assert.Equal([new EntityFinding("LOCATION", 0, 6, 0.85)], found[3]);
        Assert.Equal(["GET /health", "POST /analyze"], endpoint.Requests.Select(r => $"{r.Method} {r.Path}"));
        using JsonDocument sent = JsonDocument.Parse(endpoint.Requests[1].Body);
        Assert.Equal(["\uD83D\uDE00 I'm Ann \uD83D\uDE00, a@b.co", "London"], sent.RootElement.GetProperty("text").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(["PERSON", "LOCATION"], sent.RootElement.GetProperty("entities").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("en", sent.RootElement.GetProperty("language").GetString());
    }

    [Fact]
    public async Task Health_is_asked_once()
    {
        await using TestEndpoint endpoint = Analyzer("[[]]", "[[]]");
        using CombinedDetector detector = Detector(endpoint, "PERSON");

        await detector.FindAsync(["a"], TestContext.Current.CancellationToken);
        await detector.FindAsync(["b"], TestContext.Current.CancellationToken);

        Assert.Equal(["/health", "/analyze", "/analyze"], endpoint.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task Half_of_a_pair_keeps_places_right()
    {
        await using TestEndpoint endpoint = Analyzer("[[{\"end\":5,\"entity_type\":\"PERSON\",\"score\":0.85,\"start\":2}]]");
        using CombinedDetector detector = Detector(endpoint, "PERSON");

        ImmutableArray<ImmutableArray<EntityFinding>> found = await detector.FindAsync(["\uD83D Ann"], TestContext.Current.CancellationToken);

        Assert.Equal([new EntityFinding("PERSON", 2, 3, 0.85)], found[0]);
    }

    [Fact]
    public async Task What_patterns_prove_wins_and_the_rest_of_a_guess_stays()
    {
        await using TestEndpoint endpoint = Analyzer(
            "[[{\"end\":9,\"entity_type\":\"PERSON\",\"score\":0.85,\"start\":0},{\"end\":13,\"entity_type\":\"LOCATION\",\"score\":0.3,\"start\":10},"
                + "{\"end\":3,\"entity_type\":\"NOT_ASKED\",\"score\":0.9,\"start\":0}]]");
        using CombinedDetector detector = Detector(endpoint, "PERSON", "LOCATION", "EMAIL_ADDRESS");

        ImmutableArray<ImmutableArray<EntityFinding>> found = await detector.FindAsync(["Ann, ann@example.com"], TestContext.Current.CancellationToken);

        Assert.Equal([new EntityFinding("PERSON", 0, 3, 0.85), new EntityFinding("EMAIL_ADDRESS", 5, 15, 1)], found[0]);
    }

    [Theory]
    [InlineData("{\"error\":\"No matching recognizers were found to serve the request.\"}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[[],[]]")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("[[1]]")]
    [InlineData("[[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":3}]]")]
    [InlineData("[[{\"entity_type\":7,\"start\":0,\"end\":3,\"score\":1}]]")]
    [InlineData("[[{\"entity_type\":\"\",\"start\":0,\"end\":3,\"score\":1}]]")]
    [InlineData("[[{\"entity_type\":\"PERSON\",\"start\":\"0\",\"end\":3,\"score\":1}]]")]
    [InlineData("[[{\"entity_type\":\"PERSON\",\"start\":0.5,\"end\":3,\"score\":1}]]")]
    [InlineData("[[{\"entity_type\":\"PERSON\",\"start\":-1,\"end\":3,\"score\":1}]]")]
    [InlineData("[[{\"entity_type\":\"PERSON\",\"start\":3,\"end\":3,\"score\":1}]]")]
    [InlineData("[[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":11,\"score\":1}]]")]
    [InlineData("[[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":3,\"score\":1.5}]]")]
    [InlineData("[[{\"entity_type\":\"\\ud83d\",\"start\":0,\"end\":3,\"score\":1}]]")]
    [InlineData("[[")]
    [InlineData("")]
    [InlineData("<html>Sign in</html>")]
    [InlineData("null")]
    public async Task An_answer_that_is_none_is_refused_without_a_piece_of_the_text(string answer)
    {
        await using TestEndpoint endpoint = Analyzer(answer);
        using CombinedDetector detector = Detector(endpoint, "PERSON");

        ProtectionException failed = await Assert.ThrowsAsync<ProtectionException>(
            async () => await detector.FindAsync([Secretive], TestContext.Current.CancellationToken));

        Assert.DoesNotContain("Canary", failed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "{\"error\":\"Ann Canary\"}")]
    [InlineData(307, "")]
    [InlineData(204, "")]
    [InlineData(404, "not found")]
    public async Task A_bad_status_is_refused(int status, string body)
    {
        await using TestEndpoint endpoint = Start(
            new TestReply.Http(200, Health) { WhenPathEndsWith = "/health" },
            new TestReply.Http(status, body) { WhenPathEndsWith = "/analyze", Headers = status == 307 ? [new("Location", "/elsewhere")] : [] });
        using CombinedDetector detector = Detector(endpoint, "PERSON");

        ProtectionException failed = await Assert.ThrowsAsync<ProtectionException>(
            async () => await detector.FindAsync([Secretive], TestContext.Current.CancellationToken));

        Assert.DoesNotContain("Canary", failed.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, endpoint.RequestCount);
    }

    [Fact]
    public async Task What_is_no_analyzer_gets_no_text()
    {
        await using TestEndpoint endpoint = Start(new TestReply.Http(200, "Presidio Anonymizer service is up") { WhenPathEndsWith = "/health" });
        using CombinedDetector detector = Detector(endpoint, "PERSON");

        await Assert.ThrowsAsync<ProtectionException>(async () => await detector.FindAsync([Secretive], TestContext.Current.CancellationToken));

        Assert.Equal(["/health"], endpoint.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_silent_service_is_given_up_and_a_cancelled_call_is_no_failure()
    {
        await using TestEndpoint endpoint = Start(
            new TestReply.Http(200, Health) { WhenPathEndsWith = "/health", Delay = TimeSpan.FromMinutes(5) },
            new TestReply.Http(200, Health) { WhenPathEndsWith = "/health", Delay = TimeSpan.FromMinutes(5) });
        using CombinedDetector impatient = EntityDetectors.For(Options(endpoint, "PERSON") with { AnalyzerLimit = TimeSpan.FromMilliseconds(50) });
        using CombinedDetector patient = Detector(endpoint, "PERSON");
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAsync<ProtectionException>(async () => await impatient.FindAsync([Secretive], TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await patient.FindAsync([Secretive], stop.Token));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_failure()
    {
        Uri gone;
        await using (TestEndpoint endpoint = Start())
        {
            gone = endpoint.BaseUrl;
        }

        using CombinedDetector detector = EntityDetectors.For(new EntityDetectorOptions { Entities = ["PERSON"], AnalyzerUri = gone });

        ProtectionException failed = await Assert.ThrowsAsync<ProtectionException>(
            async () => await detector.FindAsync([Secretive], TestContext.Current.CancellationToken));
        Assert.DoesNotContain("Canary", failed.ToString(), StringComparison.Ordinal);
    }

    private static TestEndpoint Analyzer(params string[] answers) =>
        Start(
            [
                new TestReply.Http(200, Health) { WhenPathEndsWith = "/health", ContentType = "text/html; charset=utf-8" },
                .. answers.Select(a => new TestReply.Http(200, a) { WhenPathEndsWith = "/analyze" }),
            ]);

    private static TestEndpoint Start(params TestReply[] replies)
    {
        TestEndpoint endpoint = TestEndpoint.Start(new TestEndpointOptions { BasePath = "" });
        foreach (TestReply reply in replies)
        {
            endpoint.Enqueue(reply);
        }

        return endpoint;
    }

    private static CombinedDetector Detector(TestEndpoint endpoint, params string[] entities) => EntityDetectors.For(Options(endpoint, entities));

    private static EntityDetectorOptions Options(TestEndpoint endpoint, params string[] entities) =>
        new() { Entities = [.. entities], AnalyzerUri = endpoint.BaseUrl };
}
