using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

public sealed class MappingFileTests : IDisposable
{
    private static readonly Secret Key = new("correct horse battery");

    // To derive a key takes its time: what is only read is written once.
    private static readonly Lazy<byte[]> Written = new(Write);

    private readonly TempFolder _folder = new();
    private readonly string _path;

    public MappingFileTests() => _path = Path.Combine(_folder.Path, "batch.map");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private static BatchMapping Mapping { get; } = new("0a1b2c3d", [
        new MappedItem(
            "order-1",
            [new VaultEntry("EMAIL_ADDRESS", 1, Sessions.Email, "EMAIL_ADDRESS"), new VaultEntry("EMAIL_ADDRESS", 3, "zoë@example.com", "EMAIL_ADDRESS")],
            new ProtectionReport { Found = [new EntityCount("EMAIL_ADDRESS", ProtectionAction.Replace, 2)] }),
        new MappedItem(null, [], new ProtectionReport()),
    ]);

    [Fact]
    public async Task A_mapping_is_read_as_it_was_written_and_shows_nothing()
    {
        await MappingFile.WriteNewAsync(_path, Mapping, Key, Token);

        BatchMapping read = await MappingFile.ReadAsync(_path, Key, Token);
        byte[] bytes = await File.ReadAllBytesAsync(_path, Token);

        Assert.Equal("0a1b2c3d", read.Mark);
        Assert.Equal(
            Mapping.Items.Select(i => (i.Id, string.Join('|', i.Entries.Select(e => $"{e.Label}{e.Number}{e.Value}{e.Entity}")), i.Report.ToString())),
            read.Items.Select(i => (i.Id, string.Join('|', i.Entries.Select(e => $"{e.Label}{e.Number}{e.Value}{e.Entity}")), i.Report.ToString())));
        Assert.True(bytes.AsSpan().StartsWith("AGENTMAP\u0001"u8));
        Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Sessions.Email)) < 0 && bytes.AsSpan().IndexOf("order-1"u8) < 0);
        Assert.DoesNotContain(Sessions.Email, $"{Mapping} {Mapping.Items[0]} {Mapping.Items[0].Entries[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_owner_may_read_it_and_nothing_is_overwritten()
    {
        await MappingFile.WriteNewAsync(_path, Mapping, Key, Token);
        byte[] before = await File.ReadAllBytesAsync(_path, Token);

        await Assert.ThrowsAnyAsync<IOException>(() => MappingFile.WriteNewAsync(_path, Mapping, Key, Token));

        Assert.Equal(before, await File.ReadAllBytesAsync(_path, Token));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
        }
    }

    [Fact]
    public async Task A_link_is_not_followed_when_it_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        string target = Path.Combine(_folder.Path, "elsewhere");
        File.CreateSymbolicLink(_path, target);

        await Assert.ThrowsAnyAsync<IOException>(() => MappingFile.WriteNewAsync(_path, Mapping, Key, Token));

        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task Another_key_does_not_open_it()
    {
        await File.WriteAllBytesAsync(_path, Written.Value, Token);

        MappingException fault = await Assert.ThrowsAsync<MappingException>(() => MappingFile.ReadAsync(_path, new Secret("correct horse batterz"), Token));

        Assert.Contains("key", fault.Message, StringComparison.Ordinal);
    }

    // Each derivation takes its time, so only telling places are tried: every field of the head, the text and the tag.
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(-17)]
    [InlineData(-1)]
    public async Task A_byte_that_was_changed_is_noticed(int place)
    {
        byte[] bytes = [.. Written.Value];
        bytes[place < 0 ? bytes.Length + place : place] ^= 1;
        await File.WriteAllBytesAsync(_path, bytes, Token);

        await Assert.ThrowsAsync<MappingException>(() => MappingFile.ReadAsync(_path, Key, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(56)]
    [InlineData(57)]
    public async Task A_file_that_is_cut_is_none(int length)
    {
        await File.WriteAllBytesAsync(_path, Written.Value[..length], Token);

        await Assert.ThrowsAsync<MappingException>(() => MappingFile.ReadAsync(_path, Key, Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(600_001)]
    [InlineData(10_000_000)]
    [InlineData(int.MaxValue)]
    public async Task A_head_that_asks_for_other_work_is_refused_at_once(int rounds)
    {
        byte[] bytes = [.. Written.Value];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(9), rounds);
        await File.WriteAllBytesAsync(_path, bytes, Token);

        Assert.Contains("head", (await Assert.ThrowsAsync<MappingException>(() => MappingFile.ReadAsync(_path, Key, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_stops_is_heard_while_a_key_is_derived()
    {
        await File.WriteAllBytesAsync(_path, Written.Value, Token);
        string other = Path.Combine(_folder.Path, "other.map");
        using CancellationTokenSource stop = new();
        Task reading = MappingFile.ReadAsync(_path, Key, stop.Token);
        Task writing = MappingFile.WriteNewAsync(other, Mapping, Key, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.False(File.Exists(other));
    }

    [Fact]
    public void A_vault_of_entries_that_contradict_each_other_is_none()
    {
        VaultEntry one = new("EMAIL_ADDRESS", 1, "a@b.c", "EMAIL_ADDRESS");
        ImmutableArray<VaultEntry>[] wrong =
        [
            [one, one], [one, one with { Value = "d@e.f" }], [one with { Number = 0 }], [one with { Value = "" }], [one with { Label = "" }],
        ];

        Assert.All(wrong, entries => Assert.Null(ProtectionVault.Find(entries)));
        Assert.Equal([one], ProtectionVault.Find([one])!.ToEntries());
    }

    private static byte[] Write()
    {
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "batch.map");
#pragma warning disable VSTHRD002 // a field cannot wait
        MappingFile.WriteNewAsync(path, Mapping, Key, CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        return File.ReadAllBytes(path);
    }
}
