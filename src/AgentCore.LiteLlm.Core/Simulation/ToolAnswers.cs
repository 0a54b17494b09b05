using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Holds a conversation to the rule that every call of a tool is answered, by its id, before anybody else speaks.</summary>
internal static class ToolAnswers
{
    public static EndpointError? Check(JsonElement[] messages)
    {
        HashSet<string> open = new(StringComparer.Ordinal);
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int index = 0; index < messages.Length; index++)
        {
            string place = $"messages[{index}]";
            if (messages[index].FindText("role") == "tool")
            {
                string id = messages[index].FindText("tool_call_id") ?? "";
                if (!known.Contains(id))
                {
                    return EndpointError.BadRequest(
                        $"Invalid parameter: {place} with role 'tool' must be a response to a preceding message with 'tool_calls'.", place);
                }

                open.Remove(id);
                continue;
            }

            if (open.Count > 0)
            {
                return Unanswered(open, place);
            }

            foreach (JsonElement call in messages[index].Items("tool_calls"))
            {
                string id = call.FindText("id") ?? "";
                open.Add(id);
                known.Add(id);
            }
        }

        return open.Count > 0 ? Unanswered(open, $"messages[{messages.Length}]") : null;
    }

    private static EndpointError Unanswered(HashSet<string> open, string place) => EndpointError.BadRequest(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have "
            + $"response messages: {string.Join(", ", open)}",
        place);
}
