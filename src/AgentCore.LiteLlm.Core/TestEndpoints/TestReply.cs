using System.Text;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>One scripted answer of a test endpoint. The set is closed.</summary>
public abstract record TestReply
{
    private TestReply()
    {
    }

    /// <summary>Gets the time between the request's last byte and the reply's first.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// Gets text that the last message of the user must contain for this reply to be given; null for any. With it, clients that
    /// ask at the same time each get the right reply.
    /// </summary>
    public string? WhenPromptContains { get; init; }

    /// <summary>Gets the end of the path that this reply is for; null for chat completions and responses.</summary>
    public string? WhenPathEndsWith { get; init; }

    /// <summary>A well-formed answer of a model, in the words of the API that is asked: events for a stream, one object otherwise.</summary>
    public sealed record Chat : TestReply
    {
        /// <summary>Initializes a new instance of the <see cref="Chat"/> class without text.</summary>
        public Chat()
        {
        }

        /// <summary>Initializes a new instance of the <see cref="Chat"/> class.</summary>
        /// <param name="text">What the model says.</param>
        public Chat(string? text) => Text = text;

        /// <summary>Gets what the model says; null where <see cref="Chunks"/> say it or only tools are called.</summary>
        public string? Text { get; init; }

        /// <summary>Gets the pieces in which the text streams; null to cut <see cref="Text"/> into words.</summary>
        public IReadOnlyList<string>? Chunks { get; init; }

        /// <summary>Gets into how many pieces of about the same length <see cref="Text"/> is cut; null for words.</summary>
        public int? ChunkCount { get; init; }

        /// <summary>Gets the time between two events of a stream; without it events leave many at a time.</summary>
        public TimeSpan ChunkDelay { get; init; }

        /// <summary>Gets how often the text is said, for replies of any length; a stream is never held as a whole.</summary>
        public int Repeat { get; init; } = 1;

        /// <summary>Gets what the model thought first, sent as <c>reasoning_content</c>, or as an item of reasoning.</summary>
        public string? Reasoning { get; init; }

        /// <summary>Gets the tools the model wants called.</summary>
        public IReadOnlyList<TestToolCall> ToolCalls { get; init; } = [];

        /// <summary>Gets the finish reason; null for <c>tool_calls</c> or <c>stop</c>, as fits.</summary>
        public string? FinishReason { get; init; }

        /// <summary>Gets the usage; null to count words.</summary>
        public TestUsage? Usage { get; init; }

        /// <summary>Gets the model that claims to have answered; null for the one that was asked.</summary>
        public string? Model { get; init; }

        /// <summary>Gets headers to add to the response.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
    }

    /// <summary>A refusal with an error object as its body.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Message">What is wrong.</param>
    public sealed record Failure(int Status, string Message) : TestReply
    {
        /// <summary>Gets the error's type.</summary>
        public string Type { get; init; } = "invalid_request_error";

        /// <summary>Gets the error's code, text or a whole number as the server has it; null for none.</summary>
        public object? Code { get; init; }

        /// <summary>Gets the parameter at fault.</summary>
        public string? Param { get; init; }

        /// <summary>Gets a JSON body to send in place of the error object, for servers with a shape of their own.</summary>
        public string? Body { get; init; }

        /// <summary>Gets headers to add to the response.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
    }

    /// <summary>Any HTTP response with a correct frame.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">The body.</param>
    public sealed record Http(int Status, ReadOnlyMemory<byte> Body) : TestReply
    {
        /// <summary>Initializes a new instance of the <see cref="Http"/> class from text.</summary>
        /// <param name="status">The HTTP status.</param>
        /// <param name="body">The body, sent as UTF-8.</param>
        public Http(int status, string body = "")
            : this(status, Encoding.UTF8.GetBytes(body))
        {
        }

        /// <summary>Gets the content type; null to send none.</summary>
        public string? ContentType { get; init; } = "application/json";

        /// <summary>Gets how often the body is sent, for responses of any length.</summary>
        public int Repeat { get; init; } = 1;

        /// <summary>Gets headers to add to the response.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
    }

    /// <summary>
    /// Steps carried out on the bare connection, for everything that a correct server never does. When the steps end without
    /// closing, the connection stays open for the client's next request.
    /// </summary>
    /// <param name="Steps">The steps, in order.</param>
    public sealed record Raw(IReadOnlyList<TestStep> Steps) : TestReply
    {
        /// <summary>Initializes a new instance of the <see cref="Raw"/> class.</summary>
        /// <param name="steps">The steps, in order.</param>
        public Raw(params TestStep[] steps)
            : this((IReadOnlyList<TestStep>)steps)
        {
        }
    }

    /// <summary>A reply that is made when its request is there.</summary>
    public sealed record Computed : TestReply
    {
        /// <summary>Initializes a new instance of the <see cref="Computed"/> class.</summary>
        /// <param name="make">Makes it, from many requests at once where they come at once; never a <see cref="Computed"/> again.</param>
        public Computed(Func<TestRequest, TestReply> make) => Make = make;

        // Not public: who writes an endpoint as JSON would write everything that can be reached from a method.
        internal Func<TestRequest, TestReply> Make { get; }
    }

    /// <summary>The answer that the simulation gives: it names the model and repeats the prompt, or fills in the schema asked for.</summary>
    public sealed record Echo : TestReply;
}
