using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Failures.Bodies;

namespace AgentCore.LiteLlm.Failures;

/// <summary>What an endpoint said of its error, whichever of the known shapes it used.</summary>
/// <param name="Message">The message; null when there was none.</param>
/// <param name="Type">The error type; null when there was none.</param>
/// <param name="Code">The error code as text, though some endpoints send a number.</param>
internal sealed record ErrorBody(string? Message, string? Type, string? Code)
{
    /// <summary>Gets every code, type, status and reason that was given, also by what a gateway passes on.</summary>
    public ImmutableArray<string> Codes { get; init; } = [.. new[] { Type, Code }.OfType<string>()];

    /// <summary>Gets the HTTP status that is meant, where the body names one.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the member of the request that is at fault, as a name or path.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets the guardrail that stopped the call.</summary>
    public string? Guardrail { get; init; }

    /// <summary>Gets the wait that is asked for in a member of its own.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Gets a value indicating whether a gateway passes on what a provider said.</summary>
    public bool IsUpstream { get; init; }

    /// <summary>Finds the error in a JSON body: OpenAI's object, vLLM's flat one, a bare string, lists, and what gateways put around them.</summary>
    /// <param name="root">The body.</param>
    /// <returns>The error, or null when the body is none.</returns>
    public static ErrorBody? Find(JsonElement root) => ErrorBodyReader.Find(root);
}
