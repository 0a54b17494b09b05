using AgentCore.LiteLlm.Network;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Network;

public sealed class WaitingConnectionsTests
{
    // A body that is disposed of while it is read gives its connection to two calls, and one of them gets the other's answer.
    [Fact]
    public void Who_gives_up_leaves_a_body_to_its_reader()
    {
        using WaitingConnections connections = new();
        using CancellationTokenSource stop = new();
        using Body body = new(stop.Cancel);

        Assert.Throws<OperationCanceledException>(() => connections.Read(body, new byte[8], stop.Token));

        Assert.False(body.WasDisposedWhileItWasRead);
    }

    [Fact]
    public void What_a_closed_connection_says_is_no_failure_where_it_was_given_up()
    {
        using WaitingConnections connections = new();
        using CancellationTokenSource stop = new();
        using Body body = new(() =>
        {
            stop.Cancel();
            throw new IOException("closed");
        });

        Assert.Equal("closed", Assert.Throws<OperationCanceledException>(() => connections.Read(body, new byte[8], stop.Token)).Message);
    }

    [Fact]
    public void What_breaks_by_itself_is_a_failure()
    {
        using WaitingConnections connections = new();
        using Body body = new(() => throw new IOException("broken"));

        Assert.Equal("broken", Assert.Throws<IOException>(() => connections.Read(body, new byte[8], TestContext.Current.CancellationToken)).Message);
    }

    private sealed class Body(Action whenRead) : MemoryStream([1, 2, 3])
    {
        private bool _isRead;

        public bool WasDisposedWhileItWasRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            _isRead = true;
            whenRead();
            _isRead = false;
            return base.Read(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            WasDisposedWhileItWasRead |= _isRead;
            base.Dispose(disposing);
        }
    }
}
