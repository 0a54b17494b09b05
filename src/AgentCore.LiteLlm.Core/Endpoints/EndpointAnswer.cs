using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>What an endpoint answered to a question about itself, whatever its status.</summary>
internal sealed record EndpointAnswer
{
    /// <summary>Gets the HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>Gets the response headers, the values of each joined.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Gets the body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the time from sending the question to the end of the answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets what names failures of this call.</summary>
    public required FailureReader Failures { get; init; }

    /// <summary>Gets what takes the call's secrets out of the answer.</summary>
    public required Redactor Redactor { get; init; }

    /// <summary>Gets a value indicating whether the status says that the answer follows.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>Finds a response header.</summary>
    public string? FindHeader(string name) => Headers.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Reads the body as JSON; null when it is none.</summary>
    public JsonDocument? FindJson() => ReceivedJson.Find(Body);

    /// <summary>Names what the endpoint says is wrong.</summary>
    public ChatException ToRefusal(TimeProvider time) => new(Failures.FromAnswer(Status, FindHeader, Body, time.GetUtcNow()));

    /// <summary>Makes a failure of an answer with a good status that is not what was asked for.</summary>
    public ChatException ToInvalid(string problem) => new(Failures.Invalid(Status, FindHeader, problem));
}
