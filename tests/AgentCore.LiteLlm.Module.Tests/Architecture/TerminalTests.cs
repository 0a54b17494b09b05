using System.Text.RegularExpressions;
using AgentCore.LiteLlm.ModuleTests.Support;
using AgentCore.LiteLlm.Pipeline;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Architecture;

/// <summary>Holds that text reaches the streams that are shown, and the host, in one way only.</summary>
public sealed partial class TerminalTests
{
    [Fact]
    public void Streams_that_are_shown_are_written_in_one_file()
    {
        string module = Repository.PathTo("src", "AgentCore.LiteLlm");
        string[] folders = ["Binding", "Chats", "Commands", "Hooks", "Pipeline", "Tools"];
        string[] files = [.. folders.SelectMany(f => Directory.GetFiles(Path.Combine(module, f), "*.cs"))];

        string[] found =
        [
            .. from file in files
               where Path.GetFileName(file) != "TerminalStreams.cs"
               from line in File.ReadAllLines(file)
               where Shown().IsMatch(line) && !line.Contains("TerminalText.Show(", StringComparison.Ordinal)
               select $"{Path.GetFileName(file)}: {line.Trim()}",
        ];

        // Rows, of which StyledLine has made what moves the terminal visible; a prompt sign, and a line's end.
        Assert.Equal(
            [
                "ChatConsole.cs: Console.Out.Write(text);", "HostScreen.cs: cmdlet.Host.UI.Write(\"> \");", "HostScreen.cs: cmdlet.Host.UI.WriteLine();",
            ],
            found.Order());
        Assert.True(files.Length > 100);
    }

    [Theory]
    [InlineData("plain, \t and\nlines\r\n", "plain, \t and\nlines\r\n")]
    [InlineData("\u001b[2J\u0007\u0000\r", "␛[2J␇␀␍")]
    [InlineData("\u007f\u0080\u009b\u009f\u00a0", "␡\\u0080\\u009b\\u009f\u00a0")]
    [InlineData("\u202a\u202e\u2066\u2069\u2028\ufeff", "\\u202a\\u202e\\u2066\\u2069\\u2028\\ufeff")]
    [InlineData("\u200d\u200f\u200e\u061c", "\u200d\u200f\u200e\u061c")]
    public void What_a_terminal_would_act_on_is_there_to_be_seen(string text, string shown) => Assert.Equal(shown, TerminalText.Show((object)text));

    [Fact]
    public void Lists_are_shown_item_by_item_and_numbers_as_they_are()
    {
        Assert.Equal(new object?[] { "␛", 3, null }, TerminalText.Show(new object?[] { "\u001b", 3, null }));
        Assert.Equal(3L, TerminalText.Show(3L));
        Assert.Null(TerminalText.Show((object?)null));
    }

    [GeneratedRegex(
        @"\b(?:WriteWarning|WriteVerbose|WriteDebug|WriteInformation|WriteProgress|ShouldProcess|ShouldContinue|UI\.Write\w*|Console\.(?:Out\.)?Write\w*)\(")]
    private static partial Regex Shown();
}
