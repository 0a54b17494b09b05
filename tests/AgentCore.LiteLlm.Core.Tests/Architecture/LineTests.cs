using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Architecture;

public sealed class LineTests
{
    /// <summary>What <c>.editorconfig</c> says, which editors show and no formatter enforces.</summary>
    private const int Longest = 160;

    [Fact]
    public void No_line_of_code_is_longer_than_160_characters()
    {
        string[] tooLong = [.. new[] { "src", "tests", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathTo(folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(FindLong)];

        Assert.True(tooLong.Length == 0, string.Join('\n', tooLong));
    }

    [Theory]
    [InlineData("int a = 1;", 0)]
    [InlineData("// {160}", 1)]
    [InlineData("string a = \"\"\"{160}\"\"\";", 0)]
    [InlineData("string a = @\"{160}\";", 0)]
    [InlineData("string a = \"{160}\";", 1)]
    public void Data_and_patterns_that_cannot_be_broken_do_not_count(string text, int expected) =>
        Assert.Equal(expected, Count(text.Replace("{160}", new string('x', Longest), StringComparison.Ordinal)));

    private static int Count(string line) => FindLong("a.cs", [line]).Count();

    private static IEnumerable<string> FindLong(string file) => FindLong(Path.GetRelativePath(Repository.PathTo(), file), File.ReadLines(file));

    // A raw string is data as it goes over the wire, and a verbatim one a pattern: a break would be part of either.
    private static IEnumerable<string> FindLong(string file, IEnumerable<string> lines)
    {
        bool isData = false;
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            int marks = line.Split("\"\"\"").Length - 1;
            if (line.Length > Longest && !isData && marks == 0 && !line.Contains("@\"", StringComparison.Ordinal))
            {
                yield return $"{file}({number}): {line.Length} characters";
            }

            isData ^= marks % 2 == 1;
        }
    }
}
