using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire.Responses;

/// <summary>What the items of an answer say.</summary>
internal static class ResponseItems
{
    /// <summary>What stands between the texts of two messages of one answer.</summary>
    public const string Break = "\n\n";

    /// <summary>Gives the text of an answer: of all its messages, or the words with which the model refused where there are no others.</summary>
    /// <param name="items">The items.</param>
    public static string TextOf(IEnumerable<JsonElement> items)
    {
        JsonElement[] messages = [.. items.Where(i => i.FindText("type") == "message")];
        string text = Join(messages, "text");
        return text.Length > 0 ? text : Join(messages, "refusal");
    }

    /// <summary>Says whether an item of reasoning holds what makes it worth sending back: alone its id says nothing to who keeps nothing.</summary>
    /// <param name="item">The item.</param>
    /// <param name="omitsEncrypted">Whether what is encrypted does not count.</param>
    public static bool IsReplayable(JsonElement item, bool omitsEncrypted)
    {
        bool isEncrypted = item.FindText("encrypted_content") is { Length: > 0 };
        return isEncrypted ? !omitsEncrypted : item.FindList("content") is { } content && content.GetArrayLength() > 0;
    }

    private static string Join(JsonElement[] messages, string member)
    {
        StringBuilder all = new();
        foreach (JsonElement message in messages)
        {
            string said = message.FindText("content") is { } plain && member == "text"
                ? plain
                : string.Concat(message.Items("content").Select(p => p.FindText(member)));
            all.Append(all.Length > 0 && said.Length > 0 ? Break : "").Append(said);
        }

        return all.ToString();
    }
}
