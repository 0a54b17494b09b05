using System.Text;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Memories;

/// <summary>The files in which memories lie: whose they are, who may read them, and that nothing is lost.</summary>
public sealed class MemoryStoreTests : IDisposable
{
    private static readonly MemoryOwner Ann = new("agent", "ann");

    private readonly TempFolder _folder = new();

    private string Place => Path.Combine(_folder.Path, "memory");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_remembered_where_nothing_was_kept_and_nothing_is_made_by_looking()
    {
        Assert.True(Of().Read(Ann).IsEmpty);
        Assert.Empty(Of().Find());
        Assert.False(Directory.Exists(Place));
    }

    [Fact]
    public async Task What_many_keep_at_once_is_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(who => Task.Run(async () =>
        {
            for (int at = 0; at < 12; at++)
            {
                // Each as a process of its own would: nothing is shared but the folder.
                await KeepAsync(Of(), Ann, $"{who}.{at}");
            }
        })));

        Assert.Equal(96, Of().Read(Ann).Exchanges.Select(e => e.Prompt).Distinct().Count());
    }

    [Theory]
    [InlineData("../../ann")]
    [InlineData("..\\..\\ann")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\ann")]
    [InlineData("ann/bob")]
    [InlineData("con")]
    [InlineData("memory")]
    [InlineData("a\u0000b")]
    [InlineData("😀 ann@example.com")]
    public async Task No_name_of_anybody_is_the_name_of_a_file(string actor)
    {
        string outside = _folder.Path;
        await KeepAsync(Of(), new MemoryOwner(actor, actor), "hi");

        Assert.Equal("hi", Of().Read(new MemoryOwner(actor, actor)).Exchanges.Single().Prompt);
        Assert.Equal([Place], Directory.GetFileSystemEntries(outside));
        Assert.All(Directory.GetFileSystemEntries(Place), p => Assert.Matches("^(lock|memory\\.json|[0-9a-f]{32}\\.json)$", Path.GetFileName(p)));
    }

    [Fact]
    public async Task Owners_are_kept_apart_whatever_their_names_have_in_common()
    {
        MemoryOwner[] owners =
        [
            Ann, new("agent", "Ann"), new("agent", "ann "), new("agent", ""), new("agent", null), new("agentann", ""), new("agen", "tann"), new("agent", "all"),
        ];
        foreach (MemoryOwner owner in owners)
        {
            await KeepAsync(Of(), owner, $"{owner}");
        }

        Assert.All(owners, owner => Assert.Equal($"{owner}", Of().Read(owner).Exchanges.Single().Prompt));
        Assert.Equal(owners.Length, Of().Find().Count);
    }

    [Fact]
    public async Task What_is_sealed_shows_nobody_anything_and_opens_by_its_key_alone()
    {
        using SealingKey key = new(new Secret("correct horse battery"));
        await KeepAsync(Of(key), Ann, "hidden words");

        Assert.Equal("hidden words", Of(key).Read(Ann).Exchanges.Single().Prompt);
        foreach (string file in Directory.GetFiles(Place))
        {
            string text = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));

            // Sealed bytes are written in letters and digits, which may spell a short word by chance.
            Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"ann\"", text, StringComparison.Ordinal);
        }

        using SealingKey other = new(new Secret("another horse battery"));
        Assert.Equal(MemoryProblem.KeyWrong, Assert.Throws<MemoryException>(() => Of(other).Read(Ann)).Problem);
        Assert.Equal(MemoryProblem.KeyRequired, Assert.Throws<MemoryException>(() => Of().Read(Ann)).Problem);
        Assert.Equal(MemoryProblem.KeyRequired, (await Assert.ThrowsAsync<MemoryException>(() => KeepAsync(Of(), Ann, "x"))).Problem);
    }

    [Fact]
    public async Task A_sealed_file_in_the_place_of_another_is_refused()
    {
        using SealingKey key = new(new Secret("correct horse battery"));
        await KeepAsync(Of(key), Ann, "of ann");
        string file = Assert.Single(Of(key).Find());
        await KeepAsync(Of(key), new MemoryOwner("agent", "bob"), "of bob");
        File.Copy(Of(key).Find().Single(f => f != file), file, overwrite: true);

        Assert.Equal(MemoryProblem.Invalid, Assert.Throws<MemoryException>(() => Of(key).Read(Ann)).Problem);

        // What stands in clear cannot be changed alone, either.
        await ChangeAsync(file, json => json["agent"] = "other");
        Assert.Equal(MemoryProblem.KeyWrong, Assert.Throws<MemoryException>(() => Of(key).ReadFile(file)).Problem);
    }

    [Fact]
    public async Task A_key_does_not_turn_clear_memories_into_encrypted_ones()
    {
        using SealingKey key = new(new Secret("correct horse battery"));
        await KeepAsync(Of(), Ann, "clear");

        Assert.Equal(MemoryProblem.NotEncrypted, Assert.Throws<MemoryException>(() => Of(key).Read(Ann)).Problem);
    }

    [Fact]
    public async Task A_file_in_clear_beside_sealed_ones_is_refused()
    {
        using SealingKey key = new(new Secret("correct horse battery"));
        await KeepAsync(Of(key), Ann, "sealed");
        string file = Assert.Single(Of(key).Find());
        await File.WriteAllTextAsync(
            file, """{"version":1,"agent":"agent","content":{"actor":"ann","exchanges":[],"memories":[]}}""", TestContext.Current.CancellationToken);

        Assert.Equal(MemoryProblem.NotEncrypted, Assert.Throws<MemoryException>(() => Of(key).Read(Ann)).Problem);
        Assert.Equal(MemoryProblem.NotEncrypted, Assert.Throws<MemoryException>(() => Of(key).ReadFile(file)).Problem);
        Assert.Equal(MemoryProblem.NotEncrypted, (await Assert.ThrowsAsync<MemoryException>(() => KeepAsync(Of(key), Ann, "more"))).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"version":1,"agent":"agent"}""")]
    [InlineData("""{"version":1,"agent":"agent","content":{"actor":"ann","exchanges":null}}""")]
    [InlineData("""{"version":1,"agent":"agent","content":{"actor":"ann","exchanges":[null]}}""")]
    [InlineData("""{"version":1,"agent":"agent","content":{"actor":"ann","memories":[{"id":"1"}]}}""")]
    [InlineData("""{"version":2,"agent":"agent","content":{"actor":"ann"}}""")]
    [InlineData("""{"version":1,"agent":"agent","content":{"actor":"bob"}}""")]
    [InlineData("""{"version":1,"agent":"agent","sealed":"AAAA"}""")]
    public async Task A_file_that_is_none_is_refused_and_stays(string text)
    {
        await KeepAsync(Of(), Ann, "hi");
        string file = Assert.Single(Of().Find());
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        MemoryException refused = Assert.Throws<MemoryException>(() => Of().Read(Ann));

        Assert.Contains(refused.Problem, (MemoryProblem[])[MemoryProblem.Invalid, MemoryProblem.KeyRequired]);
        await Assert.ThrowsAsync<MemoryException>(() => KeepAsync(Of(), Ann, "more"));
        Assert.Equal(text, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":9,"names":"AAAA"}""")]
    public async Task What_is_the_same_for_all_files_is_refused_where_it_is_broken(string text)
    {
        await KeepAsync(Of(), Ann, "hi");
        await File.WriteAllTextAsync(Path.Combine(Place, "memory.json"), text, TestContext.Current.CancellationToken);

        Assert.Equal(MemoryProblem.Invalid, Assert.Throws<MemoryException>(() => Of().Read(Ann)).Problem);
    }

    [Fact]
    public async Task With_the_last_memory_goes_its_file_and_what_is_the_same_for_all()
    {
        await KeepAsync(Of(), Ann, "hi");
        await KeepAsync(Of(), new MemoryOwner("agent", "bob"), "ho");
        await Of().ChangeAsync(Ann, c => c with { Exchanges = [] }, TestContext.Current.CancellationToken);
        Assert.Single(Of().Find());

        await Of().RemoveFileAsync(Of().Find()[0], TestContext.Current.CancellationToken);

        Assert.Equal(["lock"], Directory.GetFiles(Place).Select(Path.GetFileName));
    }

    // A process that is killed while it writes leaves its draft, which holds what is to be deleted.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_deletes_deletes_what_a_killed_process_left_as_well(bool whole)
    {
        await KeepAsync(Of(), Ann, "hi");
        string file = Assert.Single(Of().Find());
        string draft = Path.Combine(Place, ".x1y2z3.abc.tmp");
        File.Copy(file, draft);

        await (whole ? Of().RemoveFileAsync(file, TestContext.Current.CancellationToken)
            : Of().ChangeFileAsync(file, c => c with { Exchanges = [c.Exchanges[0] with { Prompt = "other" }] }, TestContext.Current.CancellationToken));

        Assert.False(File.Exists(draft));
    }

    [Fact]
    public async Task Words_of_every_script_take_no_more_room_than_they_need()
    {
        await KeepAsync(Of(), Ann, "Grüße 漢字 +");

        string text = await File.ReadAllTextAsync(Assert.Single(Of().Find()), TestContext.Current.CancellationToken);
        Assert.Contains("Grüße 漢字 +", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_does_not_fit_makes_room_of_trials_first_and_then_of_the_oldest(bool isSealed)
    {
        using SealingKey? key = isSealed ? new(new Secret("correct horse battery")) : null;
        string large = new('x', 15 * 1024 * 1024);
        KeptExchange[] all = [.. Enumerable.Range(0, 6).Select(at => new KeptExchange($"{at}", "s", DateTimeOffset.UnixEpoch, "p", large, at == 1))];

        await Of(key).ChangeAsync(Ann, c => c with { Exchanges = [.. all] }, TestContext.Current.CancellationToken);

        Assert.Equal(isSealed ? ["3", "4", "5"] : ["2", "3", "4", "5"], Of(key).Read(Ann).Exchanges.Select(e => e.Id));
    }

    // What stands beside what is sealed is bound to it byte by byte, so how it is written must not change.
    [Fact]
    public async Task What_was_sealed_before_opens()
    {
        using SealingKey key = new(new Secret("correct horse battery"));
        MemoryOwner owner = new("größe+", "ann");
        await KeepAsync(Of(key), owner, "hi");
        string file = Assert.Single(Of(key).Find());
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;

        byte[] beside = Encoding.UTF8.GetBytes("""{"version":1,"agent":"gr\u00F6\u00DFe\u002B"}""");

        Assert.NotEmpty(key.Open(Convert.FromBase64String((string)json["sealed"]!), beside));
    }

    private MemoryStore Of(SealingKey? key = null) => new(Place, key, TimeProvider.System);

    private static Task KeepAsync(MemoryStore store, MemoryOwner owner, string prompt) => store.ChangeAsync(
        owner,
        c => c with { Exchanges = c.Exchanges.Add(new KeptExchange(prompt, "s", DateTimeOffset.UnixEpoch, prompt, "yes", false)) },
        TestContext.Current.CancellationToken);

    private static async Task ChangeAsync(string file, Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        change(json);
        await File.WriteAllTextAsync(file, json.ToJsonString(), TestContext.Current.CancellationToken);
    }
}
