using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Says whether a failure refuses the form in which output was asked for: then no wait helps, and another form may.</summary>
internal static class FormRefusal
{
    // An endpoint that lacks a form says so in any status, but names it.
    private static readonly string[] FormWords = ["tool", "function", "response_format", "json_schema", "schema", "grammar"];

    // Where the endpoint says that it failed, words of its own inside are no refusal.
    private static readonly string[] SureWords =
    [
        "tool_choice", "tool choice", "tool call", "tool_call", "tools", "function call", "function_call", "response_format", "response format", "json_schema",
        "json schema", "schema", "grammar", "guided",
        "structured output",
    ];

    /// <summary>Judges a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="form">The form that was asked for; one of words alone cannot be refused.</param>
    /// <returns>True when it refuses the form.</returns>
    public static bool Is(ChatFailure failure, OutputForm form) => form < OutputForm.Instruction && (failure.RefusesForm || failure.Kind switch
    {
        FailureKind.BadRequest or FailureKind.WrongPath or FailureKind.ModelNotFound => Has(failure, FormWords),
        FailureKind.ServerError or FailureKind.GatewayError => Has(failure, SureWords),
        _ => false,
    });

    private static bool Has(ChatFailure failure, string[] words) =>
        failure.ProviderMessage is { } message && Array.Exists(words, w => message.Contains(w, StringComparison.OrdinalIgnoreCase));
}
