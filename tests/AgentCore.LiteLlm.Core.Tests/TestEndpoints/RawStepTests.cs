using System.Net.Sockets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.TestEndpoints;

public sealed class RawStepTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly TestEndpoint _endpoint;

    public RawStepTests() => _endpoint = TestEndpoint.Start(new() { Clock = _clock });

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task Bytes_are_sent_as_they_are()
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Bytes("not "), new TestStep.Bytes(new byte[] { 0xff, 0 }), new TestStep.Close()));

        Assert.Equal("not \xff\0", await RawClient.ExchangeAsync(_endpoint.Port, RawClient.ChatRequest()));
    }

    [Fact]
    public async Task A_head_is_a_response_without_an_end()
    {
        _endpoint.Enqueue(new TestReply.Raw(TestStep.Head(), new TestStep.Bytes("data: x"), new TestStep.Close()));
        using HttpClient client = new();

        using HttpResponseMessage response = await client.PostAsync(
            new Uri(_endpoint.BaseUrl + "/chat/completions"),
            null,
            TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("data: x", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ab", 3)]
    [InlineData("ab", 0)]
    [InlineData("", 5)]
    [InlineData("ab", 100_001)]
    public async Task Repeated_bytes_are_sent_as_often_as_asked(string text, int count)
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Repeat(text, count), new TestStep.Close()));

        string received = await RawClient.ExchangeAsync(_endpoint.Port, RawClient.ChatRequest());

        Assert.Equal(string.Concat(Enumerable.Repeat(text, count)), received);
    }

    [Fact]
    public async Task Drip_sends_one_byte_then_waits()
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Drip("abc") { Interval = TimeSpan.FromSeconds(7) }, new TestStep.Close()));
        using RawClient client = await RawClient.ConnectAsync(_endpoint.Port);
        await client.SendAsync(RawClient.ChatRequest());

        List<string> received = [];
        for (int i = 0; i < 3; i++)
        {
            received.Add(await client.ReadSomeAsync());
            Assert.Equal(TimeSpan.FromSeconds(7), await _clock.FireNextAsync());
        }

        Assert.Equal(["a", "b", "c"], received);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Wait_is_silence_for_its_time()
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Bytes("a"), new TestStep.Wait(TimeSpan.FromDays(1)), new TestStep.Bytes("b"), new TestStep.Close()));
        using RawClient client = await RawClient.ConnectAsync(_endpoint.Port);
        await client.SendAsync(RawClient.ChatRequest());

        string before = await client.ReadSomeAsync();
        TimeSpan waited = await _clock.FireNextAsync();
        string after = await client.ReadToEndAsync();

        Assert.Equal(("a", TimeSpan.FromDays(1), "b"), (before, waited, after));
        Assert.Equal(TestOutcome.Answered, await _endpoint.WaitForOutcomeAsync(0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Abort_resets_the_connection()
    {
        _endpoint.Enqueue(
            new TestReply.Raw(new TestStep.Bytes("a"), new TestStep.Wait(TimeSpan.FromSeconds(1)), new TestStep.Abort(), new TestStep.Bytes("never")));
        using RawClient client = await RawClient.ConnectAsync(_endpoint.Port);
        await client.SendAsync(RawClient.ChatRequest());

        Assert.Equal("a", await client.ReadSomeAsync());
        await _clock.FireNextAsync();
        SocketException error = await Assert.ThrowsAsync<SocketException>(client.ReadSomeAsync);

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        Assert.Equal(TestOutcome.Answered, await _endpoint.WaitForOutcomeAsync(0, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Hold_ends_when_the_client_leaves()
    {
        _endpoint.Enqueue(new TestReply.Raw(new TestStep.Bytes("a"), new TestStep.Hold()));
        using (RawClient client = await RawClient.ConnectAsync(_endpoint.Port))
        {
            await client.SendAsync(RawClient.ChatRequest());
            Assert.Equal("a", await client.ReadSomeAsync());
            Assert.Equal(TestOutcome.Pending, _endpoint.Requests[0].Outcome);
        }

        TestRequest request = await _endpoint.WaitForDisconnectAsync(0, TestContext.Current.CancellationToken);

        Assert.True(request.ClientClosedEarly);
    }

    [Fact]
    public async Task A_script_that_closes_nothing_leaves_the_connection_to_the_next_request()
    {
        _endpoint.Enqueue(
            new TestReply.Raw(new TestStep.Bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")),
            new TestReply.Chat("next"));
        using HttpClient client = new();
        using StringContent question = new("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""");
        Uri url = new(_endpoint.BaseUrl + "/chat/completions");

        using HttpResponseMessage first = await client.PostAsync(url, null, TestContext.Current.CancellationToken);
        using HttpResponseMessage second = await client.PostAsync(
            url,
            question,
            TestContext.Current.CancellationToken);

        Assert.Equal("ab", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("next", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([0, 0], _endpoint.Requests.Select(r => r.Connection));
    }
}
