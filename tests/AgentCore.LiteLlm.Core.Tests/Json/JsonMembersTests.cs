using System.Text.Json;
using AgentCore.LiteLlm.Json;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Json;

public sealed class JsonMembersTests
{
    private static readonly JsonElement Holder = Parse(
        """{"text":"t","half":"\ud83d","whole":7,"much":1e30,"part":1.5,"yes":true,"no":false,"nothing":null,"object":{"a":1},"list":[1,2]"""
            + ""","tool_calls":"c"}""");

    [Fact]
    public void A_member_is_found_as_what_it_is()
    {
        Assert.Equal("t", Holder.FindText("text"));
        Assert.Equal("\ud83d", Holder.FindText("half"));
        Assert.Equal(7, Holder.FindWhole("whole"));
        Assert.Equal((true, false), (Holder.FindFlag("yes"), Holder.FindFlag("no")));
        Assert.Equal(1, Holder.FindObject("object")?.FindWhole("a"));
        Assert.Equal(2, Holder.FindList("list")?.GetArrayLength());
        Assert.Equal([1, 2], Holder.Items("list").Select(i => i.GetInt32()));
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("nothing")]
    [InlineData("much")]
    [InlineData("part")]
    public void What_is_something_else_is_not_there(string name)
    {
        Assert.Null(Holder.FindText(name));
        Assert.Null(Holder.FindWhole(name));
        Assert.Null(Holder.FindFlag(name));
        Assert.Null(Holder.FindObject(name));
        Assert.Null(Holder.FindList(name));
        Assert.Empty(Holder.Items(name));
        Assert.Equal(name is "much" or "part", Holder.Find(name) is not null);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("1")]
    public void What_holds_no_members_holds_none(string json)
    {
        Assert.Null(Parse(json).Find("text"));
        Assert.Null(Parse(json).FindInAnySpelling("text"));
        Assert.Null(default(JsonElement).Find("text"));
    }

    [Theory]
    [InlineData("tool_calls", "c")]
    [InlineData("ToolCalls", "c")]
    [InlineData("toolcalls", "c")]
    [InlineData("tool-calls", null)]
    public void A_name_may_be_asked_for_in_any_spelling(string name, string? expected)
    {
        Assert.Equal(expected, Holder.FindTextInAnySpelling(name));
        Assert.Equal(expected, Parse("""{"ToolCalls":"c"}""").FindTextInAnySpelling(name));
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
