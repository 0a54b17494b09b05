using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Terminal;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Tools;

/// <summary>The question whether a call may be made, with what the model sent and nothing else.</summary>
internal static class ToolQuestion
{
    private const int UsualWidth = 80;
    private const int LeastWidth = 40;

    // What services that build set, and people do not.
    private static readonly string[] BuildVariables = ["CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION"];

    // 'No' is what happens where nobody decides.
    private const int No = 1;

    /// <summary>Asks the user.</summary>
    /// <param name="call">The call.</param>
    /// <param name="pending">The call as the model made it.</param>
    /// <param name="host">Who can be asked.</param>
    /// <returns>The answer; null where nobody can be asked.</returns>
    public static (bool IsYes, bool IsForAll)? Ask(AgentToolCall call, PendingToolCall pending, PSHost host)
    {
        if (!CanAsk(host))
        {
            return null;
        }

        try
        {
            Collection<ChoiceDescription> choices =
            [
                new("&Yes", "Make this call."),
                new("&No", "Do not make this call; the model is told so."),
                new("Yes to &All", "Make every call of this tool, as long as it stays what it is."),
                new("No to A&ll", "Make no call of this tool, as long as it stays what it is."),
            ];
            int choice = host.UI.PromptForChoice("Tool call", ToText(call.Name, pending.Arguments, WidthOf(host), call.Node), choices, No);
            return (choice is 0 or 2, choice is 2 or 3);
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OutOfMemoryException))
        {
            // Hosts are code of others: that of a job throws, and so does one that was started without a user, each something of its own.
            return null;
        }
    }

    /// <summary>Writes the question: every argument on a line of its own, no longer than the line, so that none hides another.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The arguments as the model sent them: a JSON object.</param>
    /// <param name="width">How many characters a line has.</param>
    /// <param name="node">The node of a graph whose agent calls it; null where there is no graph.</param>
    public static string ToText(string tool, JsonElement arguments, int width, string? node = null)
    {
        JsonProperty[] sent = [.. arguments.EnumerateObject()];
        string who = node is null ? "The model" : $"'{Show(node, width / 2)}'";
        StringBuilder text = new($"{who} wants to call '{tool}' with {(sent.Length == 0 ? "no arguments" : "")}");
        foreach (JsonProperty argument in sent)
        {
            string name = Show($"  -{argument.Name} ", width / 2);
            string value = argument.Value.ValueKind == JsonValueKind.String ? ReceivedJson.TextOf(argument.Value) : argument.Value.GetRawText();
            text.Append('\n').Append(name).Append(Show(value, width - name.Length));
        }

        return text.ToString();
    }

    private static string Show(string text, int most)
    {
        string whole = Neutral(text, most);
        if (whole.Length <= most && text.Length <= most)
        {
            return whole;
        }

        string note = string.Create(CultureInfo.InvariantCulture, $"… ({text.Length} characters in all)");
        string shown = Neutral(text, most);
        int room = Math.Max(0, Math.Min(shown.Length, most - note.Length));
        return WholeCharacters.Cut(shown, room) + note;
    }

    // A megabyte need not be made fit for a line.
    private static string Neutral(string text, int most) =>
        TerminalText.Show(WholeCharacters.Cut(text, most + 1)).ReplaceLineEndings("\u240A").Replace('\t', ' ');

    // The console's own question takes its answer from whatever feeds the program, a file or a pipe included; on a build machine nobody sees it.
#pragma warning disable RS0030 // whether somebody can type is the console's to say
    private static bool CanAsk(PSHost host) => host.Name != "ConsoleHost"
        || (!Console.IsInputRedirected && Environment.UserInteractive && !Array.Exists(BuildVariables, name => IsSet(new ProcessVariables().Find(name))));
#pragma warning restore RS0030

    private static bool IsSet(string? variable) => variable?.ToUpperInvariant() is not (null or "" or "0" or "FALSE");

    private static int WidthOf(PSHost host)
    {
        try
        {
            return host.UI.RawUI?.BufferSize.Width is { } width and > 0 ? Math.Max(width, LeastWidth) : UsualWidth;
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OutOfMemoryException))
        {
            // Code of others again; many a host has no screen.
            return UsualWidth;
        }
    }
}
