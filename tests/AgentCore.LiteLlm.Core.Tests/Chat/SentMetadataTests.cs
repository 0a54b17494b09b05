using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Chat;

public sealed class SentMetadataTests
{
    [Theory]
    [InlineData("\"text\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("12", "'k' (a number)")]
    [InlineData("true", "'k' (true or false)")]
    [InlineData("null", "'k' (null)")]
    [InlineData("[\"a\"]", "'k' (a list)")]
    [InlineData("{\"a\":\"b\"}", "'k' (an object)")]
    public void Only_texts_fit_OpenAI_s_schema(string json, string? leftOut)
    {
        CallLabels labels = new() { Metadata = [new("k", JsonDocument.Parse(json).RootElement)] };

        SentMetadata sent = SentMetadata.Of(labels, MetadataForm.Texts);

        Assert.Equal(leftOut is null, sent.Entries.Length == 1);
        Assert.Equal(leftOut, sent.LeftOut.SingleOrDefault());
        Assert.Equal(json, SentMetadata.Of(labels, MetadataForm.Whole).Entries[0].Value.GetRawText());
        Assert.True(SentMetadata.Of(labels, MetadataForm.Nothing) is { IsEmpty: true, LeftOut: ["'k'"] });
    }

    [Theory]
    [InlineData("k", 64, "v", 512, null)]
    [InlineData("𝔸", 64, "😀", 512, null)]
    [InlineData("k", 65, "v", 1, "a name of more than 64 characters")]
    [InlineData("k", 1, "v", 513, "more than 512 characters")]
    public void Names_and_texts_are_as_long_as_the_schema_allows(string name, int names, string text, int texts, string? leftOut)
    {
        CallLabels labels = new() { Metadata = [new(Repeat(name, names), JsonSerializer.SerializeToElement(Repeat(text, texts)))] };

        SentMetadata sent = SentMetadata.Of(labels, MetadataForm.Texts);

        Assert.Equal(leftOut is null ? 1 : 0, sent.Entries.Length);
        Assert.All(sent.LeftOut, words => Assert.Contains(leftOut!, words, StringComparison.Ordinal));
    }

    [Fact]
    public void Sixteen_entries_are_sent_and_what_does_not_fit_takes_no_place()
    {
        CallLabels labels = new()
        {
            Tags = ["t"],
            Metadata =
            [
                new("n", JsonSerializer.SerializeToElement(1)),
                .. Enumerable.Range(1, 18).Select(n => KeyValuePair.Create($"k{n}", JsonSerializer.SerializeToElement("v"))),
            ],
        };

        SentMetadata sent = SentMetadata.Of(labels, MetadataForm.Texts);

        Assert.Equal(Enumerable.Range(1, 16).Select(n => $"k{n}"), sent.Entries.Select(e => e.Key));
        Assert.Equal(["'n' (a number)", "'k17' (beyond 16 entries)", "'k18' (beyond 16 entries)", "'tags' (a list)"], sent.LeftOut);
    }

    [Fact]
    public void Without_labels_nothing_is_sent_and_nothing_left_out() =>
        Assert.All(Enum.GetValues<MetadataForm>(), form => Assert.True(SentMetadata.Of(null, form) is { IsEmpty: true, LeftOut.IsEmpty: true }));

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
