using AgentCore.LiteLlm.Chats;
using AgentCore.LiteLlm.Messages;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Chats;

public sealed class ChatInputTests
{
    [Theory]
    [InlineData("hello", "Said { Text = hello }")]
    [InlineData("  hello\nworld  ", "Said { Text = hello\nworld }")]
    [InlineData("//literal", "Said { Text = /literal }")]
    [InlineData("", "Hint { Text =  }")]
    [InlineData("exit", "Exit { }")]
    [InlineData("quit", "Exit { }")]
    [InlineData(" exit ", "Exit { }")]
    [InlineData("exit now", "Said { Text = exit now }")]
    [InlineData("/exit", "Exit { }")]
    [InlineData("/QUIT", "Exit { }")]
    [InlineData("/model", "Model { Name =  }")]
    [InlineData("/model gpt-4o", "Model { Name = gpt-4o }")]
    [InlineData("/system", "SystemMessage { Text =  }")]
    [InlineData("/system Be brief.\nAnd kind.", "SystemMessage { Text = Be brief.\nAnd kind. }")]
    [InlineData("/system\nBe brief.", "SystemMessage { Text = Be brief. }")]
    [InlineData("/tools", "Tools { }")]
    [InlineData("/cost", "Usage { }")]
    [InlineData("/usage", "Usage { }")]
    [InlineData("/attach", "Attach { Path =  }")]
    [InlineData("/attach a file.png", "Attach { Path = a file.png }")]
    [InlineData("/attach \"a file.png\"", "Attach { Path = a file.png }")]
    [InlineData("/edit", "Edit { }")]
    [InlineData("/retry", "Retry { }")]
    [InlineData("/fork", "Fork { }")]
    [InlineData("/resume", "Resume { Number =  }")]
    [InlineData("/resume 3", "Resume { Number = 3 }")]
    [InlineData("/export 'my chat.md'", "Export { Path = my chat.md }")]
    [InlineData("/save", "Save { Path =  }")]
    [InlineData("/raw", "Raw { }")]
    [InlineData("/think", "Think { }")]
    [InlineData("/history", "History { }")]
    [InlineData("/clear", "Clear { }")]
    [InlineData("/none at all", "Hint { Text = There is no /none; /help lists what there is, and //none says it. }")]
    public void What_is_typed_means_something(string typed, string meant) => Assert.Equal(meant, ChatInput.Read(typed).ToString());

    [Fact]
    public void Every_command_that_Tab_offers_is_one_and_help_knows_it()
    {
        string help = Assert.IsType<ChatInput.Hint>(ChatInput.Read("/help")).Text;

        Assert.All(ChatInput.Commands.Except(["/help"]), c => Assert.IsNotType<ChatInput.Hint>(ChatInput.Read(c)));
        Assert.All(ChatInput.Commands.Except(["/help", "/quit", "/usage"]), c => Assert.Contains(c, help, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_shortened_ends_with_a_whole_character()
    {
        ChatMessage message = new(ChatRole.User, new string('a', 119) + "😀 and more");

        Assert.Equal($"User: {new string('a', 119)}…", ChatInput.Describe(message));
    }
}
