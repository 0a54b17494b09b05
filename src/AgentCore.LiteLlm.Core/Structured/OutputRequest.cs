using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Structured;

/// <summary>Makes the request that asks for structured output in one form.</summary>
internal static class OutputRequest
{
    /// <summary>Gives the form in which a model is asked first. No tool can be forced on one that thinks as Claude does.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">What is known of its endpoint.</param>
    public static OutputForm FormFor(ChatRequest request, Dialect known) =>
        known.OutputForm < OutputForm.ResponseFormat && (request with { Dialect = known }).IsThinking ? OutputForm.ResponseFormat : known.OutputForm;

    /// <summary>Makes the request.</summary>
    /// <param name="form">The form.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="messages">Its messages, those of repairs included.</param>
    public static ChatRequest In(OutputForm form, ChatRequest request, ImmutableArray<ChatMessage> messages) => request with
    {
        // No other tool is offered: the model could only call the wrong one.
        Tools = [],
        OutputForm = form,
        Messages = form == OutputForm.Instruction ? WithInstruction(messages, request.Output!) : messages,
    };

    // In the first system message: many chat templates refuse a second one, or one that does not come first.
    private static ImmutableArray<ChatMessage> WithInstruction(ImmutableArray<ChatMessage> messages, OutputSchema schema)
    {
        string instruction =
            $"Answer with one JSON value and nothing else: no words around it, no code fence. It must fit this JSON Schema:\n{schema.WireSchema.GetRawText()}";
        return messages is [{ Role: ChatRole.System } system, ..]
            ? messages.SetItem(0, system with { Text = $"{system.Text}\n\n{instruction}" })
            : messages.Insert(0, new ChatMessage(ChatRole.System, instruction));
    }
}
