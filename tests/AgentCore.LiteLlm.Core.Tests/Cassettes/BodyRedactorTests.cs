using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Cassettes;

public sealed class BodyRedactorTests
{
    private const string Key = ChatRun.Canary;
    private const string Before = "it is \"";
    private const string After = "\", 10 % off\\ & more";

    private static readonly BodyRedactor Redactor = new(new Redactor([new Secret(Key)]));

    // Events of the dialects that servers speak; the text stands at '@'.
    public static TheoryData<string> Events =>
    [
        """{"choices":[{"index":0,"delta":{"content":@}}]}""",
        """{"choices":[{"delta":{"role":"assistant","content":@},"index":0}]}""",
        """{"id":"c","choices":[{"index":0,"delta":{"reasoning_content":@}}]}""",
        """{"choices":[{"index":0,"delta":{"reasoning_details":[{"type":"reasoning.text","text":@,"index":0}]}}]}""",
        """{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":@}]}}]}""",
        """{"choices":[{"index":0,"delta":{"content":["",@]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":@}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":@}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"function_call":{"arguments":@}}}]}""",
        """{"choices":[{"index":0,"delta":{"refusal":@}}]}""",
        """{"choices":[{"index":0,"message":{"content":@}}]}""",
        """{"choices":[{"index":0,"text":@}]}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":@}}""",
        """{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"delta":@}""",
        """{"error":{"message":@,"code":500}}""",
        """{"error":@}""",
        """{"detail":[{"loc":["body"],"msg":@}]}""",
        """{"message":{"role":"assistant","content":@},"done":false}""",
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void A_key_that_is_cut_at_any_point_is_on_none_of_two_events(string form)
    {
        for (int cut = 1; cut < Key.Length; cut++)
        {
            AssertClean(form, [Before + Key[..cut], Key[cut..] + After], chunk: 0);
        }
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Nor_is_it_when_it_comes_in_any_number_of_pieces(string form)
    {
        Random random = new(1);
        for (int run = 0; run < 60; run++)
        {
            string text = Before + Key + After + (run % 3 == 0 ? Key : "");
            AssertClean(form, Part(text, random.Next(1, text.Length), random), chunk: random.Next(1, 90));
        }

        AssertClean(form, [.. (Before + Key + After).Select(c => c.ToString())], chunk: 7);
    }

    // The second of two texts goes on between the pieces of the first.
    [Theory]
    [InlineData("""{"choices":[{"index":#,"delta":{"content":@}}]}""")]
    [InlineData("""{"choices":[{"delta":{"content":@},"index":#}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":#,"function":{"arguments":@}}]}}]}""")]
    [InlineData("""{"type":"response.output_text.delta","output_index":#,"delta":@}""")]
    [InlineData("""{"type":"content_block_delta","index":#,"delta":{"text":@}}""")]
    public void Texts_that_come_by_turns_are_told_apart(string form)
    {
        Random random = new(2);
        ImmutableArray<string>[] parts = [Part(Before + Key, 9, random), Part(Key + After, 9, random)];
        string body = string.Concat(Enumerable.Range(0, 18).Select(i => ToEvent(form.Replace("#", $"{i % 2}", StringComparison.Ordinal), parts[i % 2][i / 2])));

        string[] shown = [.. TextsOf(form, Redactor.Redact(body))];

        Assert.Equal(Before + "***", string.Concat(shown.Where((_, i) => i % 2 == 0)));
        Assert.Equal("***" + After, string.Concat(shown.Where((_, i) => i % 2 == 1)));
    }

    [Fact]
    public void Every_character_may_be_escaped_and_escapes_may_be_cut()
    {
        string arguments = $$"""{"q":"{{string.Concat(Key.Select(c => $"\\u{(int)c:x4}"))}}","n":1}""";
        const string form = """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":@}}]}}]}""";
        for (int cut = 1; cut < arguments.Length; cut++)
        {
            string body = ToEvent(form, arguments[..cut]) + ToEvent(form, arguments[cut..]);

            Assert.Equal("""{"q":"***","n":1}""", string.Concat(TextsOf(form, Redactor.Redact(body))));
        }
    }

    [Fact]
    public void A_text_that_grows_shows_no_more_than_its_first_half()
    {
        const string form = """{"message":{"content":@}}""";
        string body = string.Concat(Enumerable.Range(1, Key.Length).Select(length => ToEvent(form, Key[..length])));

        Assert.All(TextsOf(form, Redactor.Redact(body)), text => Assert.True(text.Length < Key.Length / 2, text));
    }

    [Theory]
    [InlineData("<html><body title=\"5\">key@</body></html>")]
    [InlineData("{\"error\": \"cut @")]
    [InlineData("{\"error\": \"cut @\\")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"hel{\"error\":{\"message\":\"@\"}}\n\n")]
    [InlineData("data: @\n\ndata: [DONE]\n\n")]
    [InlineData("{\"@\": 1}")]
    [InlineData("\"@")]
    [InlineData("]}\"@\"")]
    public void Whatever_comes_loses_its_key_and_nothing_else(string body) =>
        Assert.Equal(body.Replace("@", "***", StringComparison.Ordinal), Redactor.Redact(body.Replace("@", Key, StringComparison.Ordinal)));

    [Fact]
    public void A_body_without_a_key_stays_as_it_came()
    {
        string[] pieces = ["data: {\"a\":\"sk-", "\\ud83d\"}\r\n\r\n", "data: {\"a\":\"\\ude00 canary\"}\n\n: ping\n\n"];

        Assert.Equal(pieces, Redactor.Redact(pieces));
    }

    [Fact]
    public void A_character_in_halves_stays_whole_beside_a_key()
    {
        const string form = """{"choices":[{"delta":{"content":@}}]}""";
        string body = ToEvent(form, "x").Replace("\"x\"", "\"\\ud83d\"", StringComparison.Ordinal)
            + ToEvent(form, "x").Replace("\"x\"", "\"\\ude00sk-canary\"", StringComparison.Ordinal) + ToEvent(form, Key[9..]);

        string shown = Redactor.Redact(body);

        Assert.Contains("\"\\ud83d\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"\\ude00***\"", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[9..], shown, StringComparison.Ordinal);
    }

    private static void AssertClean(string form, ImmutableArray<string> parts, int chunk)
    {
        string body = string.Concat(parts.Select(part => ToEvent(form, part))) + "data: [DONE]\n\n";
        string[] pieces = chunk == 0 ? [body] : [.. body.Chunk(chunk).Select(c => new string(c))];

        string shown = string.Concat(Redactor.Redact(pieces));

        string[] texts = [.. TextsOf(form, shown)];
        Assert.Equal(parts.Length, texts.Length);
        Assert.Equal(string.Concat(parts).Replace(Key, "***", StringComparison.Ordinal), string.Concat(texts));
    }

    private static string ToEvent(string form, string text) =>
        $"data: {form.Replace("@", JsonSerializer.Serialize(text), StringComparison.Ordinal)}\n\n";

    // Every event is still JSON; the text stands where it stood.
    private static IEnumerable<string> TextsOf(string form, string body)
    {
        using JsonDocument model = JsonDocument.Parse(form.Replace("@", "\"@\"", StringComparison.Ordinal).Replace("#", "0", StringComparison.Ordinal));
        List<object> path = [];
        Assert.True(FindPath(model.RootElement, path));
        foreach (string line in body.Split("\n\n").Where(e => e.StartsWith("data: {", StringComparison.Ordinal)))
        {
            using JsonDocument json = JsonDocument.Parse(line[6..]);
            yield return path.Aggregate(json.RootElement, (at, step) => step is int i ? at[i] : at.GetProperty((string)step)).GetString()!;
        }
    }

    private static bool FindPath(JsonElement element, List<object> path)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString() == "@";
        }

        IEnumerable<(object Step, JsonElement Value)> inner = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(p => ((object)p.Name, p.Value)),
            JsonValueKind.Array => element.EnumerateArray().Select((v, i) => ((object)i, v)),
            _ => [],
        };
        foreach ((object step, JsonElement value) in inner)
        {
            path.Add(step);
            if (FindPath(value, path))
            {
                return true;
            }

            path.RemoveAt(path.Count - 1);
        }

        return false;
    }

    private static ImmutableArray<string> Part(string text, int count, Random random)
    {
        int[] cuts = [.. Enumerable.Range(0, count - 1).Select(_ => random.Next(0, text.Length)).Order()];
        return [.. Enumerable.Range(0, count).Select(i => text[(i == 0 ? 0 : cuts[i - 1])..(i == count - 1 ? text.Length : cuts[i])])];
    }
}
