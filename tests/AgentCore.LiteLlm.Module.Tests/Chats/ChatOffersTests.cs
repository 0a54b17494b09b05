using AgentCore.LiteLlm.Chats;
using AgentCore.LiteLlm.Terminal;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Chats;

public sealed class ChatOffersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chat-offers-");

    public ChatOffersTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "reports", "old"));
        File.WriteAllText(Path.Combine(_folder.FullName, "report one.md"), "");
        File.WriteAllText(Path.Combine(_folder.FullName, "reports", "may.csv"), "");
        File.WriteAllText(Path.Combine(_folder.FullName, ".hidden"), "");
    }

    [Theory]
    [InlineData("/re", "/resume /retry", 0)]
    [InlineData("/EX", "/exit /export", 0)]
    [InlineData("/model g", "gpt-4o gpt-5", 7)]
    [InlineData("/attach rep", "report one.md reports/", 8)]
    [InlineData("/attach report o", "report one.md", 8)]
    [InlineData("/attach reports/", "reports/may.csv reports/old/", 8)]
    [InlineData("/attach .h", ".hidden", 8)]
    [InlineData("/attach none/", "", 8)]
    [InlineData("/cost x", "", 0)]
    [InlineData("call get-s", "Get-Stock", 5)]
    [InlineData("read reports/m", "reports/may.csv", 5)]
    [InlineData("a word ", "", 0)]
    [InlineData("//re", "", 0)]
    public void What_may_follow_is_offered(string typed, string offered, int start)
    {
        ChatOffers offers = new(() => _folder.FullName, () => ["Get-Stock", "Get-Price"], () => ["gpt-5", "gpt-4o", "claude"]);

        EditOffer found = offers.Find(typed, typed.Length);

        Assert.Equal(offered, string.Join(' ', found.Candidates));
        Assert.Equal(start, found.Candidates.IsEmpty ? start : found.Start);
    }

    [Fact]
    public void What_stands_behind_the_cursor_is_not_looked_at()
    {
        ChatOffers offers = new(() => _folder.FullName, () => [], () => []);

        Assert.Equal(["/resume", "/retry"], offers.Find("/re and more", 3).Candidates);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
