using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>
/// A transport without a network: it answers chat completions and responses, streamed or whole, files, batches of them, and the list of models, and
/// every answer follows from its request alone. A token is a word, counted by white space.
/// </summary>
internal sealed class SimulatedEndpoint : HttpMessageHandler
{
    /// <summary>The response header, with the value <c>true</c>, that tells a simulated answer from a real one.</summary>
    public const string HeaderName = "x-agentcore-simulated";

    private readonly SimulatedBatches _batches = new();

    /// <summary>Gets the models that the endpoint lists; it answers for any other as well.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["simulated-model"];

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using MemoryStream body = new();
        request.Content?.CopyTo(body, null, cancellationToken);
        return Answer(request, body.ToArray());
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] body = request.Content is null
            ? []
            : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return Answer(request, body);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        string path = request.RequestUri?.AbsolutePath ?? "";
        return (Resource(path), request.Method.Method) switch
        {
            ("chat", "POST") => Chat(request, ChatQuestionReader.Read(body, out EndpointError? error), error),
            ("responses", "POST") => Chat(request, ResponseQuestionReader.Read(body, out EndpointError? refusal), refusal),
            ("models", "GET") => Respond(request, 200, output => ModelListJson.Write(output, Models)),
            (null, _) when SimulatedBatches.FindResource(path) is { } resource => Batches(request, resource, body),
            (null, _) => Refuse(request, EndpointError.UnknownPath(request.Method.Method, path)),
            _ => Refuse(request, EndpointError.WrongMethod(request.Method.Method, path)),
        };
    }

    private HttpResponseMessage Batches(HttpRequestMessage request, string resource, byte[] body)
    {
        string? contentType = request.Content?.Headers.TryGetValues("Content-Type", out IEnumerable<string>? types) == true ? types.FirstOrDefault() : null;
        SimulatedAnswer answer = _batches.Answer(request.Method.Method, resource, request.RequestUri!.Query, contentType, body);
        return Respond(request, answer.Status, output => output.Write(answer.Body.Span), answer.MediaType);
    }

    private static string? Resource(string path) =>
        path.EndsWith("/chat/completions", StringComparison.Ordinal) ? "chat"
        : path.EndsWith("/responses", StringComparison.Ordinal) ? "responses"
        : path.EndsWith("/models", StringComparison.Ordinal) ? "models"
        : null;

    private static HttpResponseMessage Chat(HttpRequestMessage request, ChatQuestion? call, EndpointError? error)
    {
        if (call is null)
        {
            return Refuse(request, error!);
        }

        ChatAnswer answer = SimulatedAnswers.For(call);
        HttpResponseMessage response = call.Stream
            ? Respond(request, 200, output => WriteStream(output, call, answer), "text/event-stream")
            : Respond(request, 200, output => AnswerJson.Write(output, call, answer));
        response.Headers.Add("x-request-id", "req_" + call.Hash);
        return response;
    }

    private static void WriteStream(IBufferWriter<byte> output, ChatQuestion call, ChatAnswer answer)
    {
        using IAnswerEvents events = AnswerJson.Stream(output, call, answer);
        _ = events.WriteEach().Count();
    }

    private static HttpResponseMessage Refuse(HttpRequestMessage request, EndpointError error) =>
        Respond(request, error.Status, error.WriteTo);

    private static HttpResponseMessage Respond(
        HttpRequestMessage request,
        int status,
        Action<IBufferWriter<byte>> write,
        string mediaType = "application/json")
    {
        ArrayBufferWriter<byte> body = new();
        write(body);
        HttpResponseMessage response = new((HttpStatusCode)status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(body.WrittenMemory),
        };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        response.Headers.Add(HeaderName, "true");
        return response;
    }
}
