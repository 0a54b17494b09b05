using System.Globalization;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Architecture;

public sealed class LineLengthTests
{
    private static readonly string[] Folders = ["src", "tests", "samples"];

    [Fact]
    public void No_line_of_code_is_longer_than_the_editorconfig_allows()
    {
        string config = File.ReadAllText(Repository.PathTo(".editorconfig"));
        int limit = int.Parse(Regex.Match(config, @"\[\*\.cs\]\s(?:[^\[]*\n)?max_line_length = (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        string[] files = [.. Folders.SelectMany(f => Directory.EnumerateFiles(Repository.PathTo(f), "*.cs", SearchOption.AllDirectories)).Where(IsOurs)];

        string[] tooLong = [.. files.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (Line: line, Number: index + 1))
            .Where(l => l.Line.Length > limit)
            .Select(l => $"{Path.GetRelativePath(Repository.Root, file)}:{l.Number}: {l.Line.Length} characters"))];

        Assert.True(files.Length > 700, "The code was not found.");
        Assert.True(tooLong.Length == 0, $"Longer than {limit} characters:\n{string.Join('\n', tooLong)}");
    }

    private static bool IsOurs(string file) => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");
}
