using System.Text.Json;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Writes how much a model is to reason, in the form that its endpoint reads. A member that <c>extra_body</c> has is the author's own.</summary>
internal static class ReasoningWriter
{
    /// <summary>Writes it as the API has it that is asked.</summary>
    /// <param name="json">Where it is written.</param>
    /// <param name="request">The request.</param>
    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.SentReasoning is not { } reasoning || request.Controls.ExtraBody.Any(m => reasoning.FindMembers().Contains(m.Key, StringComparer.Ordinal)))
        {
            return;
        }

        bool isOn = reasoning.Effort != ReasoningEffort.None;
        switch (reasoning.Form)
        {
            case ReasoningForm.Budget or ReasoningForm.GatewayBudget:
                WriteThinking(json, isOn ? "enabled"u8 : "disabled"u8, isOn ? ToBudget(reasoning, request.MaxTokens) : null);
                break;
            case ReasoningForm.Adaptive:
                WriteThinking(json, isOn ? "adaptive"u8 : "disabled"u8, null);
                if (isOn)
                {
                    json.WriteStartObject("output_config"u8);
                    json.WriteString("effort"u8, reasoning.Effort == ReasoningEffort.Minimal ? "low" : reasoning.ToLevel());
                    json.WriteEndObject();
                }

                break;
            case ReasoningForm.Switch:
                WriteThinking(json, isOn ? "enabled"u8 : "disabled"u8, null);
                if (isOn)
                {
                    json.WriteString("reasoning_effort"u8, reasoning.ToLevel());
                }

                break;
            case ReasoningForm.Router:
                json.WriteStartObject("reasoning"u8);
                if (reasoning.BudgetTokens is { } tokens)
                {
                    json.WriteNumber("max_tokens"u8, tokens);
                }
                else
                {
                    json.WriteString("effort"u8, reasoning.ToLevel());
                }

                json.WriteEndObject();
                break;
            case ReasoningForm.Template:
                json.WriteStartObject("chat_template_kwargs"u8);
                json.WriteBoolean("enable_thinking"u8, isOn);
                json.WriteEndObject();
                break;
            case ReasoningForm.GoogleBudget:
                // A member of this name, whatever Python clients make of theirs.
                json.WriteStartObject("extra_body"u8);
                json.WriteStartObject("google"u8);
                json.WriteStartObject("thinking_config"u8);
                json.WriteNumber("thinking_budget"u8, reasoning.Tokens);
                json.WriteBoolean("include_thoughts"u8, true);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case ReasoningForm.Effort when request.Api == ModelApi.Responses:
                json.WriteStartObject("reasoning"u8);
                json.WriteString("effort"u8, reasoning.ToLevel());
                json.WriteEndObject();
                break;
            default:
                json.WriteString("reasoning_effort"u8, reasoning.ToLevel());
                break;
        }
    }

    // A number that follows from a level stays below the limit of the whole answer; one that was written stays as it is.
    private static int ToBudget(ModelReasoning reasoning, int? maxTokens) =>
        reasoning.BudgetTokens ?? (maxTokens is { } most && most > 1024 ? Math.Min(reasoning.Tokens, most - 1) : reasoning.Tokens);

    private static void WriteThinking(Utf8JsonWriter json, ReadOnlySpan<byte> type, int? budget)
    {
        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, type);
        if (budget is { } tokens)
        {
            json.WriteNumber("budget_tokens"u8, tokens);
        }

        json.WriteEndObject();
    }
}
