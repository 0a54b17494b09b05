using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Tests.Terminal;

/// <summary>Keys as tables write them: text as it is, and commands between angle brackets.</summary>
internal static partial class Keys
{
    public static IEnumerable<EditKey> Read(string keys) => Key().Matches(keys).Select(m => m.Groups["command"] is { Success: true } command
        ? new EditKey.Command(Enum.Parse<EditCommand>(command.Value))
        : (EditKey)new EditKey.Text(m.Value.Replace('¶', '\n')));

    /// <summary>Writes a line with a bar where its cursor is.</summary>
    public static string Show(EditLine line) => line.Text.Insert(line.At, "|").Replace('\n', '¶');

    [GeneratedRegex("<(?<command>[A-Za-z]+)>|[^<]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();
}
