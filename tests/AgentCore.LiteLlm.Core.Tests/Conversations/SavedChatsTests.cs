using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Conversations;

public sealed class SavedChatsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 1, 46, 34, TimeSpan.Zero);
    private static readonly AgentConversation Said = AgentConversation.Empty.Add(ChatRole.User, "hi").Add(ChatRole.Assistant, "hello");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("saved-chats-");
    private readonly SavedChats _chats;

    public SavedChatsTests() => _chats = new SavedChats(Path.Combine(_folder.FullName, "data", "chats"));

    [Fact]
    public void A_chat_is_found_again_and_says_what_was_said()
    {
        string path = _chats.Begin("my-agent", Now, Said);
        _chats.Write(path, Said.Add(ChatRole.User, "more"));

        SavedChat found = Assert.Single(_chats.Find("my-agent"));
        Assert.Equal("my-agent-20261129-014634.json", Path.GetFileName(found.Path));
        Assert.Equal(3, SavedChats.Read(found).Messages.Length);
    }

    [Fact]
    public void Chats_that_begin_at_once_have_files_of_their_own()
    {
        _chats.Begin("a", Now, Said);
        _chats.Begin("a", Now, Said);

        IEnumerable<string?> names = _chats.Find("a").Select(c => Path.GetFileName(c.Path)).Order(StringComparer.Ordinal);
        Assert.Equal(["a-20261129-014634-2.json", "a-20261129-014634.json"], names);
    }

    [Fact]
    public void Ids_that_only_differ_in_what_no_file_takes_have_chats_of_their_own()
    {
        _chats.Begin("a/b", Now, Said);
        _chats.Begin("a:b", Now, Said);
        _chats.Begin("a_b", Now, Said);

        Assert.All((string[])["a/b", "a:b", "a_b"], id => Assert.Single(_chats.Find(id)));
    }

    [Fact]
    public async Task No_chat_is_written_over_by_another_that_begins_at_the_same_moment()
    {
        string[] paths = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => new SavedChats(_folder.FullName).Begin("a", Now, Said))));

        Assert.Equal(12, paths.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_newest_comes_first_and_those_of_others_do_not_come()
    {
        string old = _chats.Begin("a", Now, Said);
        string young = _chats.Begin("a", Now.AddHours(-1), Said);
        _chats.Begin("a-b", Now, Said);
        File.SetLastWriteTimeUtc(old, Now.UtcDateTime);
        File.SetLastWriteTimeUtc(young, Now.UtcDateTime.AddMinutes(1));

        Assert.Equal([young, old], _chats.Find("a").Select(c => c.Path));
    }

    [Theory]
    [InlineData("../../evil", ".._.._evil")]
    [InlineData("a/b\\c:d*e", "a_b_c_d_e")]
    [InlineData("名前", "__")]
    public void No_id_leads_elsewhere(string agent, string name)
    {
        _chats.Begin(agent, Now, Said);

        SavedChat found = Assert.Single(_chats.Find(agent));
        Assert.Matches($"^{Regex.Escape(name)}_[0-9a-f]{{8}}-20261129-014634\\.json$", Path.GetFileName(found.Path));
        Assert.Equal(Path.Combine(_folder.FullName, "data", "chats"), Path.GetDirectoryName(found.Path));
    }

    [Fact]
    public void Only_the_owner_may_read_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        string path = _chats.Begin("a", Now, Said);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_is_an_error_and_one_that_is_not_there_is_empty()
    {
        Assert.Empty(_chats.Find("a"));
        File.WriteAllText(Path.Combine(_folder.FullName, "data"), "a file");

        Assert.Throws<FileException>(() => _chats.Begin("a", Now, Said));
    }

    [Fact]
    public void A_conversation_is_Markdown_for_people()
    {
        AgentConversation conversation = AgentConversation.Parse(
            """
            [{"role":"user","content":"how **many**?"},
             {"role":"assistant","content":"I look.","tool_calls":[{"id":"1","type":"function","function":{"name":"Get-Stock","arguments":"{\"a\":1}"}}]},
             {"role":"tool","tool_call_id":"1","content":"a ``` fence"},
             {"role":"assistant","content":"Twelve.","model":"gpt-4o"}]
            """);

        const string Expected =
            "# Chat\n\n## You\n\nhow **many**?\n\n## Agent\n\nI look.\n\nCalls `Get-Stock`:\n\n```json\n{\"a\":1}\n```\n"
            + "\n## Result of a tool\n\n````\na ``` fence\n````\n\n## gpt-4o\n\nTwelve.\n";
        Assert.Equal(Expected, ConversationMarkdown.Write(conversation, "Chat"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
