using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Structured;

/// <summary>Shows a model its own answer and what is wrong with it, so that it can mend it.</summary>
internal static class OutputRepair
{
    /// <summary>Makes the messages that follow an answer which does not fit.</summary>
    public static ImmutableArray<ChatMessage> MessagesFor(AgentReply reply, OutputCandidate? found, OutputSchema schema, OutputForm form)
    {
        bool isByTool = form is OutputForm.ForcedTool or OutputForm.RequiredTool;
        string demand = Demand(
            found, isByTool ? $"Call '{schema.Name}' again with everything mended." : "Answer again with the whole JSON value, mended, and nothing else.");

        // Every call of a tool must be answered by its id; a server that gave none cannot be told which is meant. Arguments that are no JSON
        // cannot be sent back as such, but as words.
        if (isByTool && !reply.ToolCalls.IsEmpty && reply.ToolCalls.All(c => c.Id.Length > 0 && c.FindArguments() is not null))
        {
            return
            [
                reply.ToMessage(),
                .. reply.ToolCalls.Select(c => new ChatMessage(ChatRole.Tool, demand) { ToolCallId = c.Id }),
            ];
        }

        string said = reply.Text.Trim().Length > 0 ? reply.Text : string.Join('\n', reply.ToolCalls.Select(c => c.Arguments));
        ChatMessage asked = new(ChatRole.User, demand);
        return said.Length == 0 ? [asked] : [new ChatMessage(ChatRole.Assistant, said), asked];
    }

    private static string Demand(OutputCandidate? found, string wish)
    {
        if (found is null)
        {
            return $"This is no valid JSON. {wish}";
        }

        IEnumerable<string> lines = found.Violations.Select((SchemaViolation v) => $"- {v.Message}");
        return $"This does not fit the schema:\n{string.Join('\n', lines)}\n{wish}";
    }
}
