using System.Collections.Immutable;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Chats;

/// <summary>What a text typed in a chat means. The set is closed.</summary>
internal abstract record ChatInput
{
    private const int ShownLength = 120;

    private const string Help = """"
        /model [name]     the model, or another one from now on
        /system [text]    the system message, or another one from now on
        /tools            the tools that the agent may call
        /attach [file]    a file, picture or address for the next message
        /retry            asks the last question again
        /edit             the last question, to be put otherwise
        /fork             goes on in a chat of its own; this one stays as it is
        /resume [number]  the saved chats of this agent, or takes one up
        /history          what was said so far, shortened
        /save [file]      writes the conversation as JSON (agent-chat.json)
        /export [file]    writes it as Markdown for people (agent-chat.md)
        /cost             tokens and cost so far
        /raw              Markdown as it is written, on and off
        /think            the model's reasoning, on and off
        /clear            begins the conversation anew
        /exit             ends the chat, as exit, quit and Ctrl+D do
        //text            says text that begins with a slash

        Alt+Enter         goes on in another line, as Ctrl+J does, and \ before Enter;
                          between """ and """ Enter does
        Tab               completes commands, paths and names of tools
        Up, Down          what was said before
        Ctrl+C            stops the answer; clears the line; asks whether to leave
        """";

    private ChatInput()
    {
    }

    /// <summary>Gets the commands, as they are typed.</summary>
    public static ImmutableArray<string> Commands { get; } =
    [
        "/attach", "/clear", "/cost", "/edit", "/exit", "/export", "/fork", "/help", "/history", "/model", "/quit", "/raw", "/resume", "/retry",
        "/save", "/system", "/think", "/tools", "/usage",
    ];

    /// <summary>Reads a text.</summary>
    public static ChatInput Read(string typed)
    {
        string text = typed.Trim();
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            return new Said(text[1..]);
        }

        if (text.Length == 0 || text is "exit" or "quit")
        {
            return text.Length == 0 ? new Hint("") : new Exit();
        }

        if (text[0] != '/')
        {
            return new Said(text);
        }

        int end = text.AsSpan().IndexOfAny(" \n\t");
        string word = (end < 0 ? text : text[..end]).ToLowerInvariant();
        string? rest = end < 0 || string.IsNullOrWhiteSpace(text[end..]) ? null : text[end..].Trim();
        return word switch
        {
            "/exit" or "/quit" => new Exit(),
            "/help" or "/?" => new Hint(Help),
            "/model" => new Model(rest),
            "/system" => new SystemMessage(rest),
            "/tools" => new Tools(),
            "/cost" or "/usage" => new Usage(),
            "/attach" => new Attach(ToPath(rest)),
            "/retry" => new Retry(),
            "/edit" => new Edit(),
            "/fork" => new Fork(),
            "/resume" => new Resume(rest),
            "/history" => new History(),
            "/save" => new Save(ToPath(rest)),
            "/export" => new Export(ToPath(rest)),
            "/raw" => new Raw(),
            "/think" => new Think(),
            "/clear" => new Clear(),
            _ => new Hint($"There is no {word}; /help lists what there is, and //{text[1..].Split(' ', 2)[0]} says it."),
        };
    }

    /// <summary>Shows a message on one line.</summary>
    public static string Describe(ChatMessage message)
    {
        string text = message.Text.ReplaceLineEndings(" ");
        string calls = message.ToolCalls.IsEmpty ? "" : $" calls {string.Join(", ", message.ToolCalls.Select(c => c.Name))}";
        string parts = message.Parts.IsEmpty ? "" : $" [{string.Join(", ", message.Parts)}]";
        return $"{message.Role}:{calls} {ToolOutput.Shorten(text, ShownLength)}{parts}";
    }

    private static string? ToPath(string? rest) => rest?.Trim('"', '\'');

    /// <summary>Something for the agent.</summary>
    public sealed record Said(string Text) : ChatInput;

    /// <summary>A wish to know the model, or to have another one.</summary>
    public sealed record Model(string? Name) : ChatInput;

    /// <summary>A wish to know the system message, or to have another one.</summary>
    public sealed record SystemMessage(string? Text) : ChatInput;

    /// <summary>A wish to send something along; null asks what is to go along so far.</summary>
    public sealed record Attach(string? Path) : ChatInput;

    /// <summary>A wish to hear another answer.</summary>
    public sealed record Retry : ChatInput;

    /// <summary>A wish to put the last question otherwise.</summary>
    public sealed record Edit : ChatInput;

    /// <summary>A wish to leave the chat as it is and go on in another one.</summary>
    public sealed record Fork : ChatInput;

    /// <summary>A wish to see the saved chats, or to take one up.</summary>
    public sealed record Resume(string? Number) : ChatInput;

    /// <summary>A wish to have the conversation in a file; null leaves its name open.</summary>
    public sealed record Save(string? Path) : ChatInput;

    /// <summary>A wish to have the conversation in a file for people; null leaves its name open.</summary>
    public sealed record Export(string? Path) : ChatInput;

    /// <summary>A wish to see Markdown as it is written, or no longer.</summary>
    public sealed record Raw : ChatInput;

    /// <summary>A wish to see the model's reasoning, or no longer.</summary>
    public sealed record Think : ChatInput;

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
