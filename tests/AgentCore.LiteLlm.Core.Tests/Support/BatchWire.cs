using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Stands in for an endpoint with files and batches: plays back canned answers by method and path, and notes what it was sent.</summary>
internal sealed class BatchWire
{
    private readonly Dictionary<string, Queue<(int Status, string Body, string MediaType)>> _answers = new(StringComparer.Ordinal);

    public List<(string What, string Body, Dictionary<string, string> Headers)> Sent { get; } = [];

    /// <summary>Makes a batch as endpoints describe it.</summary>
    public static string Batch(string status, string? output = null, string? error = null, string id = "batch_1", string more = "") =>
        $$"""{"id":"{{id}}","object":"batch","endpoint":"/v1/chat/completions","errors":"""
            + $$"""null,"input_file_id":"file-in","completion_window":"24h","status":"{{status}}","output_file_id":{{Quote(output)}},"error_file_id":"""
            + $$"""{{Quote(error)}},"created_at":1735689600,"request_counts":{"total":0,"completed":0,"failed":0}{{more}}}""";

    /// <summary>Makes a line with an answer.</summary>
    public static string Line(string customId, string text) =>
        $$$$"""{"id":"batch_req_1","custom_id":"{{{{customId}}}}","response":{"status_code":200,"request_id":"req_1","body":"""
            + $$$$"""{"id":"c","object":"chat.completion","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"{{{{text}}}}"}"""
            + $$$$""","finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}},"error":null}""";

    /// <summary>Adds an answer; the last one of a method and path is given again and again.</summary>
    public BatchWire On(string what, string body, int status = 200, string mediaType = "application/json")
    {
        if (!_answers.TryGetValue(what, out Queue<(int, string, string)>? queue))
        {
            _answers.Add(what, queue = new());
        }

        queue.Enqueue((status, body, mediaType));
        return this;
    }

    /// <summary>Makes what asks this endpoint.</summary>
    public BatchEndpoint ToEndpoint(ChatRequest? request = null, string? customLlmProvider = null) =>
#pragma warning disable CA2000 // neither holds anything
        new(ChatTransport.Over(new Handler(this)), request ?? ChatRun.Request, customLlmProvider, TimeProvider.System);
#pragma warning restore CA2000

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync(cancellationToken));
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
        {
            headers[name] = string.Join(", ", values);
        }

        string what = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        lock (Sent)
        {
            Sent.Add((what, body, headers));
            (int status, string answer, string mediaType) = _answers.TryGetValue(what, out Queue<(int, string, string)>? queue)
                ? queue.Count > 1 ? queue.Dequeue() : queue.Peek()
                : (404, $$$"""{"error":{"message":"Invalid URL ({{{what}}})","type":"invalid_request_error"}}""", "application/json");
            HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StringContent(answer), RequestMessage = request };
            response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            return response;
        }
    }

    private static string Quote(string? text) => text is null ? "null" : $"\"{text}\"";

    private sealed class Handler(BatchWire wire) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            wire.AnswerAsync(request, cancellationToken);
    }
}
