using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Structured;

/// <summary>Names the failure of a model that gave no answer which fits its schema.</summary>
internal static class OutputMismatch
{
    /// <summary>Makes the failure.</summary>
    /// <param name="reply">The last answer, with the attempts, usage and cost of all.</param>
    /// <param name="found">The JSON in it; null when it holds none.</param>
    /// <param name="schema">The schema.</param>
    /// <returns>The failure.</returns>
    public static ChatFailure Of(AgentReply reply, OutputCandidate? found, OutputSchema schema)
    {
        string? raw = string.IsNullOrWhiteSpace(reply.Text) ? string.Join('\n', reply.ToolCalls.Select(c => c.Arguments)) : reply.Text;
        return new ChatFailure
        {
            Kind = FailureKind.OutputSchemaMismatch,
            Summary = string.Create(
                CultureInfo.InvariantCulture,
                $"{reply.Endpoint} was asked {reply.Iterations} times, and no answer of '{reply.RequestedModel}' fits the schema '{schema.Name}': "
                    + $"{Describe(reply, found)}"),
            Advice = Advise(reply),
            Endpoint = reply.Endpoint,
            RequestId = reply.RequestId,
            Spent = reply.Spent,
            PartialText = raw,
            Violations = found?.Violations ?? [],
        };
    }

    private static string Describe(AgentReply reply, OutputCandidate? found)
    {
        if (reply.Refusal is not null)
        {
            return $"the model refused: {reply.Refusal}";
        }

        if (found is null)
        {
            return Finish.IsAtLimit(reply.FinishReason) ? "the last one was cut at the limit of tokens." : "the last one holds no JSON.";
        }

        string more = found.Violations.Length == 1
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" ({found.Violations.Length - 1} more in Exception.Failure.Violations)");
        return found.Violations[0].Message + more;
    }

    private static string Advise(AgentReply reply) => reply switch
    {
        { Refusal: not null } => "Change the prompt.",
        _ when Finish.IsAtLimit(reply.FinishReason) => "Raise 'max_tokens', or ask for less.",
        { FinishReason: "content_filter" } => "A content filter of the endpoint ended the answer; change the prompt.",
        _ => "Simplify the schema, describe its properties, or choose a stronger model; the raw answer is in Exception.Failure.PartialText.",
    };
}
