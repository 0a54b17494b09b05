using System.Text;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>One thing that a raw reply does to the connection. The set is closed.</summary>
public abstract record TestStep
{
    private TestStep()
    {
    }

    /// <summary>
    /// The status line and headers of a response whose body is everything until the connection closes, so that the steps after
    /// it can be as wrong as they like.
    /// </summary>
    /// <param name="mediaType">The content type.</param>
    /// <param name="status">The status.</param>
    /// <returns>The step.</returns>
    public static TestStep Head(string mediaType = "text/event-stream", int status = 200) =>
        new Bytes($"HTTP/1.1 {status} Scripted\r\nContent-Type: {mediaType}\r\nConnection: close\r\n\r\n");

    /// <summary>Sends bytes at once.</summary>
    /// <param name="Content">The bytes.</param>
    public sealed record Bytes(ReadOnlyMemory<byte> Content) : TestStep
    {
        /// <summary>Initializes a new instance of the <see cref="Bytes"/> class from text.</summary>
        /// <param name="text">The text, sent as UTF-8.</param>
        public Bytes(string text)
            : this(Encoding.UTF8.GetBytes(text))
        {
        }
    }

    /// <summary>Sends bytes again and again, without ever holding all of them.</summary>
    /// <param name="Content">The bytes.</param>
    /// <param name="Count">How often.</param>
    public sealed record Repeat(ReadOnlyMemory<byte> Content, int Count) : TestStep
    {
        /// <summary>Initializes a new instance of the <see cref="Repeat"/> class from text.</summary>
        /// <param name="text">The text, sent as UTF-8.</param>
        /// <param name="count">How often.</param>
        public Repeat(string text, int count)
            : this(Encoding.UTF8.GetBytes(text), count)
        {
        }
    }

    /// <summary>Sends bytes one at a time.</summary>
    /// <param name="Content">The bytes.</param>
    public sealed record Drip(ReadOnlyMemory<byte> Content) : TestStep
    {
        /// <summary>Initializes a new instance of the <see cref="Drip"/> class from text.</summary>
        /// <param name="text">The text, sent as UTF-8.</param>
        public Drip(string text)
            : this(Encoding.UTF8.GetBytes(text))
        {
        }

        /// <summary>Gets the time between two bytes.</summary>
        public TimeSpan Interval { get; init; }
    }

    /// <summary>Sends nothing for a while.</summary>
    /// <param name="Time">How long.</param>
    public sealed record Wait(TimeSpan Time) : TestStep;

    /// <summary>Ends the connection in good order; later steps are not reached.</summary>
    public sealed record Close : TestStep;

    /// <summary>Resets the connection, as a crashed server's system does; later steps are not reached.</summary>
    public sealed record Abort : TestStep;

    /// <summary>Keeps the connection open in silence until the client leaves or the endpoint stops.</summary>
    public sealed record Hold : TestStep;
}
