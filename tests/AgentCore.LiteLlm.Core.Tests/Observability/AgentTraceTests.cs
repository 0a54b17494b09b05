using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Observability;

/// <summary>Traces hear the whole process: each test looks at the spans of its own trace alone.</summary>
[Collection(HeardSpans.Collection)]
public sealed class AgentTraceTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_collector_gets_every_span_as_OTLP_has_it_and_who_sends_it()
    {
        using Collector collector = new(200, "{}");
        using AgentTrace trace = AgentTrace.To(collector.Target, new TransportOptions(), "a service", TimeProvider.System);
        (ActivityTraceId id, Activity parent, Activity child) = Make();

        await trace.StopAsync(Long, TestContext.Current.CancellationToken);

        Assert.False(trace.IsRunning);
        Assert.Equal((0L, null), (trace.Lost, trace.Problem));
        (HttpListenerRequest request, _) = collector.Received.First();
        Assert.Equal(
            ("/v1/traces", "POST", "application/json", "Basic canary"),
            (request.Url!.AbsolutePath, request.HttpMethod, request.ContentType, request.Headers["Authorization"]));
        List<JsonElement> spans = [.. collector.Spans().Where(s => s.GetProperty("traceId").GetString() == id.ToHexString())];
        Assert.Equal(["child", "parent"], spans.Select(s => s.GetProperty("name").GetString()));
        Assert.Equal(
            (child.SpanId.ToHexString(), parent.SpanId.ToHexString(), 3, 2),
            (spans[0].GetProperty("spanId").GetString(), spans[0].GetProperty("parentSpanId").GetString(), spans[0].GetProperty("kind").GetInt32(),
                spans[0].GetProperty("status").GetProperty("code").GetInt32()));
        Assert.False(spans[1].TryGetProperty("parentSpanId", out _));
        Assert.Equal(
            """
            [{"key":"text","value":{"stringValue":"a\"b"}},{"key":"whole","value":{"intValue":"9007199254740993"}},
            {"key":"half","value":{"doubleValue":0.5}},{"key":"truth","value":{"boolValue":true}},
            {"key":"list","value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}}}]
            """.ReplaceLineEndings(""),
            spans[0].GetProperty("attributes").GetRawText().Replace("\\u0022", "\\\"", StringComparison.Ordinal));
        Assert.Equal("1700000000123456700", spans[0].GetProperty("startTimeUnixNano").GetString());
        Assert.Equal("1700000002123456700", spans[0].GetProperty("endTimeUnixNano").GetString());
        Assert.Contains("""{"key":"service.name","value":{"stringValue":"a service"}}""", collector.Received.First().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "no key-canary", "answered with the status 401")]
    [InlineData(302, "", "answered with the status 302")]
    [InlineData(200, """{"partialSuccess":{"rejectedSpans":"2"}}""", "2 were refused")]
    public async Task What_is_not_taken_is_counted_and_ends_nothing(int status, string answer, string words)
    {
        using Collector collector = new(status, answer);
        using AgentTrace trace = AgentTrace.To(collector.Target, new TransportOptions(), "a", TimeProvider.System);
        Make();

        await trace.StopAsync(Long, TestContext.Current.CancellationToken);

        Assert.InRange(trace.Lost, 2, long.MaxValue);
        Assert.Contains(words, trace.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", $"{trace.Problem}{trace}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_a_problem_of_the_trace_alone()
    {
        TraceTarget nobody;
        using (Collector collector = new(200, "{}"))
        {
            nobody = collector.Target;
        }

        using AgentTrace trace = AgentTrace.To(nobody, new TransportOptions(), "a", TimeProvider.System);
        Make();
        await trace.StopAsync(Long, TestContext.Current.CancellationToken);

        Assert.Equal(0, trace.Sent);
        Assert.Contains("cannot be reached", trace.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_never_answers_is_waited_for_no_longer_than_asked()
    {
        using Collector collector = new(0, "");
        using AgentTrace trace = AgentTrace.To(collector.Target, new TransportOptions(), "a", TimeProvider.System);
        Make();

        await trace.StopAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken).WaitAsync(Long, TestContext.Current.CancellationToken);

        Assert.InRange(trace.Lost, 2, long.MaxValue);
        Assert.Equal("There was no time to send them.", trace.Problem);
    }

    [Fact]
    public async Task A_file_gets_lines_and_keeps_those_it_had()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "trace.jsonl");
        for (int times = 0; times < 2; times++)
        {
            using AgentTrace trace = AgentTrace.ToFile(path, "a", TimeProvider.System);
            Assert.Throws<FileException>(() => AgentTrace.ToFile(path, "a", TimeProvider.System));
            Make();
            await trace.StopAsync(Long, TestContext.Current.CancellationToken);
        }

        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.InRange(lines.Length, 2, 100);
        Assert.All(lines, l => Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(l).RootElement.GetProperty("resourceSpans").ValueKind));
    }

    [Fact]
    public void What_is_no_file_of_spans_is_left_as_it_is()
    {
        using TempFolder folder = new();
        string path = folder.Write("agent.yaml", "id: a\n");

        FileException refused = Assert.Throws<FileException>(() => AgentTrace.ToFile(path, "a", TimeProvider.System));

        Assert.Equal(FileProblem.Malformed, refused.Problem);
        Assert.Equal("id: a\n", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_line_that_was_torn_off_spoils_no_other()
    {
        using TempFolder folder = new();
        string path = folder.Write("trace.jsonl", "{\"resourceSpans\":[{");
        using AgentTrace trace = AgentTrace.ToFile(path, "a", TimeProvider.System);
        Make();

        await trace.StopAsync(Long, TestContext.Current.CancellationToken);

        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("{\"resourceSpans\":[{", lines[0]);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(lines[1]).RootElement.GetProperty("resourceSpans").ValueKind);
    }

    [Fact]
    public async Task More_spans_than_can_be_sent_are_lost_and_counted()
    {
        using Collector collector = new(0, "");
        using AgentTrace trace = AgentTrace.To(collector.Target, new TransportOptions(), "a", TimeProvider.System);
        for (int at = 0; at < 3000; at++)
        {
            Make();
        }

        Assert.InRange(trace.Lost, 1, 6000);
        Assert.Equal("More spans came than could be sent.", trace.Problem);
        await trace.StopAsync(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken).WaitAsync(Long, TestContext.Current.CancellationToken);
        Assert.InRange(trace.Lost, 6000, long.MaxValue);
    }

    private static (ActivityTraceId Id, Activity Parent, Activity Child) Make()
    {
        Activity? before = Activity.Current;
        Activity.Current = null;
        using Activity parent = Telemetry.Source.StartActivity("parent", ActivityKind.Internal)!;
        Activity child = Telemetry.Source.StartActivity("child", ActivityKind.Client)!;
        child.SetTag("text", "a\"b").SetTag("whole", 9007199254740993).SetTag("half", 0.5).SetTag("truth", true).SetTag("list", new[] { "x", "y" });
        child.SetStatus(ActivityStatusCode.Error);
        child.SetStartTime(DateTime.UnixEpoch.AddSeconds(1_700_000_000).AddTicks(1_234_567));
        child.SetEndTime(DateTime.UnixEpoch.AddSeconds(1_700_000_002).AddTicks(1_234_567));
        child.Dispose();
        Activity.Current = before;
        return (parent.TraceId, parent, child);
    }

    /// <summary>Takes what comes, and gives one answer to everything; none where the status is 0.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Collector(int status, string answer)
        {
            for (int port = 0; !_listener.IsListening; port++)
            {
                port = FreePort();
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                try
                {
                    _listener.Start();
                    Target = new TraceTarget(
                        new Uri($"http://127.0.0.1:{port}/v1/traces"), [new SecretHeader("Authorization", new Secret("Basic canary"))]);
                }
                catch (HttpListenerException) when (port != 0)
                {
                    // Somebody else took it meanwhile.
                }
            }

            _ = AnswerAsync(status, answer);
        }

        public TraceTarget Target { get; private set; } = null!;

        public ConcurrentQueue<(HttpListenerRequest Request, string Body)> Received { get; } = [];

        public IEnumerable<JsonElement> Spans() => Received
            .SelectMany(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("resourceSpans").EnumerateArray())
            .SelectMany(r => r.GetProperty("scopeSpans").EnumerateArray())
            .SelectMany(s => s.GetProperty("spans").EnumerateArray());

        public void Dispose() => _listener.Close();

        private static int FreePort()
        {
            using TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        private async Task AnswerAsync(int status, string answer)
        {
            while (_listener.IsListening)
            {
                try
                {
                    HttpListenerContext context = await _listener.GetContextAsync();
                    using StreamReader reader = new(context.Request.InputStream);
                    Received.Enqueue((context.Request, await reader.ReadToEndAsync()));
                    if (status != 0)
                    {
                        context.Response.StatusCode = status;
                        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                        context.Response.Close();
                    }
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
                {
                    return;
                }
            }
        }
    }
}
