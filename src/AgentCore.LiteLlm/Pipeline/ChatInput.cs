using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What a line typed in a chat means. The set is closed.</summary>
internal abstract record ChatInput
{
    private const int ShownLength = 120;

    private const string Help = """
        /tools           the tools that the agent may call
        /usage           tokens and cost so far
        /history         what was said so far, shortened
        /save [file]     writes the conversation as JSON, agent-chat.json when no file is named
        /clear           begins the conversation anew
        /exit            ends the chat
        //text           says text that begins with a slash
        Ctrl+C           stops the answer, not the chat
        """;

    private ChatInput()
    {
    }

    /// <summary>Reads a line.</summary>
    public static ChatInput Read(string line)
    {
        string text = line.Trim();
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            return new Said(text[1..]);
        }

        if (text.Length == 0 || text[0] != '/')
        {
            return text.Length == 0 ? new Hint("") : new Said(text);
        }

        string[] words = text.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return words[0].ToLowerInvariant() switch
        {
            "/exit" or "/quit" => new Exit(),
            "/help" or "/?" => new Hint(Help),
            "/tools" => new Tools(),
            "/usage" => new Usage(),
            "/history" => new History(),
            "/clear" => new Clear(),
            "/save" => new Save(words.Length > 1 ? words[1].Trim('"', '\'') : null),
            _ => new Hint($"There is no {words[0]}; /help lists what there is."),
        };
    }

    /// <summary>Shows a message on one line.</summary>
    public static string Describe(ChatMessage message)
    {
        string text = message.Text.ReplaceLineEndings(" ");
        string calls = message.ToolCalls.IsEmpty ? "" : $" calls {string.Join(", ", message.ToolCalls.Select(c => c.Name))}";
        string parts = message.Parts.IsEmpty ? "" : $" [{string.Join(", ", message.Parts)}]";
        return $"{message.Role}:{calls} {(text.Length <= ShownLength ? text : text[..ShownLength] + "…")}{parts}";
    }

    /// <summary>Something for the agent.</summary>
    public sealed record Said(string Text) : ChatInput;

    /// <summary>A wish to have the conversation in a file; null leaves its name open.</summary>
    public sealed record Save(string? Path) : ChatInput;

    /// <summary>Text for the one who typed.</summary>
    public sealed record Hint(string Text) : ChatInput;

    /// <summary>The end of the chat.</summary>
    public sealed record Exit : ChatInput;

    /// <summary>A wish to see the tools.</summary>
    public sealed record Tools : ChatInput;

    /// <summary>A wish to see what was used.</summary>
    public sealed record Usage : ChatInput;

    /// <summary>A wish to see what was said.</summary>
    public sealed record History : ChatInput;

    /// <summary>A wish to begin anew.</summary>
    public sealed record Clear : ChatInput;
}
