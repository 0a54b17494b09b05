using System.Buffers;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>Decides which reply a request gets.</summary>
internal sealed class Behaviour(TestEndpointOptions options, ReplyScript script)
{
    private readonly TestReply _models = new TestReply.Http(200, ModelList(options.Models));
    private readonly SimulatedBatches _batches = new();
    private readonly TestReply _unscripted = options.Unscripted ?? new TestReply.Echo();

    public TestReply ReplyTo(TestRequest request)
    {
        if (options.ApiKey is { } key && request.FindHeader("Authorization") != "Bearer " + key)
        {
            return new TestReply.Failure(401, "Incorrect API key provided.") { Code = "invalid_api_key" };
        }

        string? resource = Resource(request.Path);
        bool isChat = resource is "/chat/completions" or "/responses" && request.Method == "POST";
        return script.Take(request, isChat) ?? (resource, request.Method) switch
        {
            ("/chat/completions" or "/responses", "POST") => _unscripted,
            ("/models", "GET") => _models,
            ({ } known, _) when SimulatedBatches.FindResource(known) == known => Answer(request, known),
            (null, _) => Refuse(EndpointError.UnknownPath(request.Method, request.Path)),
            _ => Refuse(EndpointError.WrongMethod(request.Method, request.Path)),
        };
    }

    private string? Resource(string path)
    {
        bool based = path.StartsWith(options.BasePath, StringComparison.Ordinal);
        string rest = based ? path[options.BasePath.Length..] : path;
        bool isKnown = rest is "/chat/completions" or "/responses" or "/models" || SimulatedBatches.FindResource(rest) == rest;
        return isKnown && (based || !options.RequireBasePath) ? rest : null;
    }

    private TestReply.Http Answer(TestRequest request, string resource)
    {
        SimulatedAnswer answer = _batches.Answer(request.Method, resource, request.Query, request.FindHeader("Content-Type"), request.BodyBytes);
        return new TestReply.Http(answer.Status, answer.Body) { ContentType = answer.MediaType };
    }

    private static TestReply.Failure Refuse(EndpointError error) =>
        new(error.Status, error.Message) { Type = error.Type, Code = error.Code, Param = error.Param };

    private static ReadOnlyMemory<byte> ModelList(IEnumerable<string> models)
    {
        ArrayBufferWriter<byte> body = new();
        ModelListJson.Write(body, models);
        return body.WrittenMemory;
    }
}
