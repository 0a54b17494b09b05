using AgentCore.LiteLlm.Chats;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Chats;

public sealed class ChatConsoleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void What_cannot_be_painted_ends_the_chat_and_gives_the_terminal_back()
    {
#pragma warning disable CA2000 // that it ends with what went wrong is the test
        ChatConsole console = new(static () => throw new NotSupportedException("It cannot be painted."));
#pragma warning restore CA2000

        Assert.True(SpinWait.SpinUntil(() => console.IsOver, Patience));
        Assert.Throws<NotSupportedException>(console.Dispose);
        Assert.Throws<ObjectDisposedException>(() => console.TryTake(TimeSpan.Zero, out _));
    }
}
