using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Costs;

public sealed class PriceListTests
{
    private static readonly TokenUsage Thousand = new() { InputTokens = 2000, OutputTokens = 1000 };

    [Theory]
    [InlineData("gpt", null, 0.0075)]
    [InlineData("alias", "gpt", 0.0075)]
    [InlineData("free", null, 0)]
    [InlineData("other", null, 5)]
    public void A_call_costs_what_its_model_does_per_thousand_tokens(string requested, string? served, double expected) =>
        Assert.Equal((decimal)expected, Read("""{"gpt":[0.00125,0.005],"free":[0,0]}""", "[1,3]", out _)!.Find(requested, served, Thousand));

    [Theory]
    [InlineData("[10,20]", 1000, 400, 100, 30.0)]
    [InlineData("[10,20,1]", 1000, 400, 100, 26.4)]
    [InlineData("[10,20,1,12.5]", 1000, 400, 100, 26.65)]
    [InlineData("[10,20,1,12.5]", 1000, 0, 0, 30.0)]
    [InlineData("[10,20,1,12.5]", 100, 400, 100, 22.65)]
    public void What_the_cache_gave_and_took_costs_its_own_price(string prices, long input, long read, long written, double expected)
    {
        TokenUsage usage = new() { InputTokens = input, OutputTokens = 1000, CachedInputTokens = read, CacheWriteTokens = written };

        Assert.Equal((decimal)expected, Read($$"""{"m":{{prices}}}""", null, out _)!.Find("m", null, usage));
    }

    [Fact]
    public void A_model_without_a_price_or_a_call_without_counts_has_no_cost()
    {
        PriceList prices = Read("""{"gpt":[1,1]}""", null, out _)!;

        Assert.Null(prices.Find("other", null, Thousand));
        Assert.Null(prices.Find("gpt", null, null));
        Assert.Null(prices.Find("gpt", null, new TokenUsage { InputTokens = 1 }));
        Assert.Null(prices.Find("gpt", null, new TokenUsage { InputTokens = long.MaxValue, OutputTokens = 1 }));
        Assert.Null(Read(null, null, out _));
    }

    [Theory]
    [InlineData("secret no json", null)]
    [InlineData("[1,2]", null)]
    [InlineData("""{"gpt":[1]}""", null)]
    [InlineData("""{"gpt":[1,2,3,4,5]}""", null)]
    [InlineData("""{"gpt":[1,2,null]}""", null)]
    [InlineData("""{"gpt":["1","2"]}""", null)]
    [InlineData("""{"gpt":[-1,2]}""", null)]
    [InlineData("""{"gpt":[1e40,2]}""", null)]
    [InlineData(null, "{}")]
    [InlineData(null, "[1]")]
    public void What_is_no_price_list_is_told_and_prices_nothing(string? models, string? other)
    {
        PriceList? prices = Read(models, other, out string? problem);

        Assert.Null(prices?.Find("gpt", null, Thousand));
        Assert.Contains(models is null ? "MODEL_DEFAULT_PRICING" : "MODEL_PRICING", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_variables_are_judged_and_one_that_is_wrong_does_not_take_the_other_with_it()
    {
        Checked<PriceList> prices = PriceList.Read(new FixedVariables(("MODEL_PRICING", """{"a":[1],"b":[1],"c":[1,1]}"""), ("MODEL_DEFAULT_PRICING", "{}")));

        Assert.Equal(2, prices.Diagnostics.Count(d => d.Code == DiagnosticCodes.PricingInvalid));
        Assert.Equal(3m, prices.Value!.Find("c", null, Thousand));
    }

    [Fact]
    public void The_names_that_the_framework_had_before_are_read_too() =>
        Assert.Equal(3m, PriceList.Read(new FixedVariables(("BEDROCK_MODEL_PRICING", """{"gpt":[1,1]}"""))).Value!.Find("gpt", null, Thousand));

    [Theory]
    [InlineData(false, "0.5", ",\"cost\":0.25", 0.5, CostSource.Header)]
    [InlineData(false, null, ",\"cost\":0.25", 0.25, CostSource.Usage)]
    [InlineData(false, null, "", 0.003, CostSource.PriceList)]
    [InlineData(true, "0.5", ",\"cost\":0.25", 0.25, CostSource.Usage)]
    [InlineData(true, "0.5", "", 0.003, CostSource.PriceList)]
    public async Task The_gateways_word_comes_first_and_a_streams_header_never(bool isStream, string? header, string member, double cost, CostSource source)
    {
        string usage = $$"""{"prompt_tokens":1000,"completion_tokens":2000{{member}}}""";
        string body = isStream
            ? Sse.Of(Sse.Text("hi"), Sse.Stop, $$"""data: {"choices":[],"usage":{{usage}}}""", Sse.Done)
            : $$"""{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"usage":{{usage}}}""";
        using WireHandler wire = new(
            System.Net.HttpStatusCode.OK, body, isStream ? "text/event-stream" : "application/json",
            header is null ? [] : [("x-litellm-response-cost", header)]);

        AgentReply reply = (
            await ChatRun.OverAsync(wire, ChatRun.Request with { Stream = isStream, Prices = Read("""{"m":[0.001,0.001]}""", null, out _) })).Reply;

        Assert.Equal(((decimal)cost, source, 0), (reply.Cost!.Value, reply.CostSource!.Value, reply.UnpricedIterations));
    }

    // LiteLLM says 0 of what is free and of what it has no price for; others say it of what is free.
    [Theory]
    [InlineData("0.0", "", "m", null, 0.003, CostSource.PriceList)]
    [InlineData("0", ",\"cost\":0.25", "m", null, 0.25, CostSource.Usage)]
    [InlineData(null, ",\"cost\":0", "m", null, 0.003, CostSource.PriceList)]
    [InlineData("0", ",\"cost\":0", "other", null, 1.5, CostSource.PriceList)]
    [InlineData("0", "", "other", null, 1.5, CostSource.PriceList)]
    [InlineData(null, ",\"cost\":0", "other", null, 0, CostSource.Usage)]
    [InlineData("0.25", "", "m", "x-litellm-cache-key", 0, CostSource.Header)]
    [InlineData("0", "", "m", "x-litellm-cache-key", 0, CostSource.Header)]
    [InlineData("0", "", "m", "cf-aig-cache-status", 0, CostSource.Header)]
    public async Task A_cost_of_0_is_believed_of_caches_and_of_endpoints_that_know_their_prices(
        string? said, string member, string listed, string? cache, double cost, CostSource source)
    {
        string body =
            $$$"""{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":2000{{{member}}}}}""";
        List<(string Name, string Value)> headers = [];
        if (said is not null)
        {
            headers.Add(("x-litellm-response-cost", said));
        }

        if (cache is not null)
        {
            headers.Add((cache, "HIT"));
        }

        using WireHandler wire = new(System.Net.HttpStatusCode.OK, body, "application/json", [.. headers]);

        AgentReply reply = (
            await ChatRun.OverAsync(wire, ChatRun.Request with { Prices = Read($$"""{"{{listed}}":[0.001,0.001]}""", "[0.5,0.5]", out _) })).Reply;

        Assert.Equal(((decimal)cost, source, cache is not null), (reply.Cost!.Value, reply.CostSource!.Value, reply.Cached));
    }

    [Theory]
    [InlineData(false, "x-litellm-response-cost", "0.0", "")]
    [InlineData(false, "x-litellm-call-id", "c", ",\"cost\":0.0")]
    [InlineData(true, "x-litellm-call-id", "c", ",\"cost\":0.0")]
    [InlineData(true, "x-litellm-response-cost-original", "0.0", "")]
    public async Task What_nobody_prices_has_no_cost(bool isStream, string name, string value, string member)
    {
        string usage = $$"""{"prompt_tokens":1000,"completion_tokens":2000{{member}}}""";
        string body = isStream
            ? Sse.Of(Sse.Text("hi"), Sse.Stop, $$"""data: {"choices":[],"usage":{{usage}}}""", Sse.Done)
            : $$"""{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"usage":{{usage}}}""";
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, body, isStream ? "text/event-stream" : "application/json", [(name, value)]);

        AgentReply reply = (await ChatRun.OverAsync(wire, ChatRun.Request with { Stream = isStream })).Reply;

        Assert.Equal((null, null, 1, false), (reply.Cost, reply.CostSource, reply.UnpricedIterations, reply.Cached));
    }

    [Fact]
    public void A_sum_says_what_it_lacks()
    {
        AgentUsage sum = new AgentUsage().Plus(Reply(0.5m, CostSource.Header))
            .Plus(Reply(null, null))
            .Plus(Reply(0.25m, CostSource.PriceList) with { Iterations = 3, UnpricedIterations = 1, Usage = Thousand });

        Assert.Equal((3, 5, 0.75m, 2, 2, 3000L), (sum.Replies, sum.Calls, sum.Cost!.Value, sum.CallsWithoutCost, sum.RepliesWithoutUsage, sum.TotalTokens));
        Assert.Equal([CostSource.Header, CostSource.PriceList], sum.CostSources);
    }

    [Fact]
    public void Turns_priced_in_different_ways_add_up_and_say_so()
    {
        AgentReply both = Reply(1m, CostSource.Header).After(Reply(2m, CostSource.PriceList));

        Assert.Equal((3m, CostSource.Mixed), (both.Cost!.Value, both.CostSource!.Value));
    }

    private static PriceList? Read(string? models, string? other, out string? problem)
    {
        Checked<PriceList> prices = PriceList.Read(new FixedVariables(("MODEL_PRICING", models ?? ""), ("MODEL_DEFAULT_PRICING", other ?? "")));
        problem = prices.Diagnostics.FirstOrDefault()?.Message;
        return prices.Value;
    }

    private static AgentReply Reply(decimal? cost, CostSource? source) =>
        new() { Text = "", RequestedModel = "m", Endpoint = "e", Mode = ExecutionMode.Production, Cost = cost, CostSource = source };
}
