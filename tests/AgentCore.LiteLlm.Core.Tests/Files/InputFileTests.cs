using System.Text;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Files;

public sealed class InputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(10_000)]
    public void A_file_is_read_whole_up_to_the_limit(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        string path = Write(bytes);

        Assert.Equal(bytes, InputFile.Read(path, 10_000).ToArray());
    }

    [Fact]
    public void A_larger_file_is_an_error_of_ours()
    {
        FileException thrown = Assert.Throws<FileException>(() => InputFile.Read(Write(new byte[(1 << 20) + 1]), 1 << 20));

        Assert.Equal(FileProblem.TooLarge, thrown.Problem);
        Assert.Contains("is larger than 1 MiB", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 9)]
    [InlineData(10, 10)]
    [InlineData(9_000, 10)]
    public void A_head_is_as_long_as_asked_for_or_as_the_file(int length, int expected) =>
        Assert.Equal(expected, InputFile.ReadHead(Write(new byte[length]), 10).Length);

    [Fact]
    public void A_file_without_a_length_of_its_own_is_read_to_its_end()
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "There are no such files here.");

        Assert.Contains("VmRSS", InputFile.ReadText("/proc/self/status", 1 << 20), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_leads_to_its_file()
    {
        string path = Write("some text"u8.ToArray());
        File.CreateSymbolicLink(path + ".link", path);

        Assert.Equal("some text", InputFile.ReadText(path + ".link", 100));
    }

    [Theory]
    [MemberData(nameof(NoFile.Kinds), MemberType = typeof(NoFile))]
    public async Task What_is_no_file_is_told_by_its_kind_and_never_waited_for(string kind, string named)
    {
        string path = NoFile.Make(_folder, kind);
        CancellationToken token = TestContext.Current.CancellationToken;

        FileException thrown = await Assert.ThrowsAsync<FileException>(() => Task.Run(() => InputFile.Read(path, 100), token).WaitAsync(Patience.Limit, token));

        Assert.Equal(FileProblem.NotAFile, thrown.Problem);
        Assert.Equal($"'{path}' is a {named}, not a file.", thrown.Message);
    }

    [Theory]
    [InlineData("too old")]
    [InlineData("none")]
    [InlineData("forbidden")]
    public void Where_the_system_says_nothing_of_a_path_what_the_runtime_knows_stands_in(string library)
    {
        string file = Write("text"u8.ToArray());
        File.CreateSymbolicLink(file + ".link", file);
        File.CreateSymbolicLink(file + ".nowhere", file + "-none");

        Assert.True(RegularFile.IsAt(file, Ask));
        Assert.True(RegularFile.IsAt(file + ".link", Ask));
        Assert.False(RegularFile.IsAt(file + ".nowhere", Ask));
        Assert.False(RegularFile.IsAt(file + "-none", Ask));
        Assert.Equal(FileProblem.NotAFile, Assert.Throws<FileException>(() => RegularFile.IsAt(_folder, Ask)).Problem);

        int? Ask(string path) => library switch
        {
            "too old" => throw new EntryPointNotFoundException(path),
            "none" => throw new DllNotFoundException(path),
            _ => null,
        };
    }

    [Theory]
    [InlineData("none", FileProblem.NotFound)]
    [InlineData("none/none", FileProblem.NotFound)]
    [InlineData("file/none", FileProblem.NotFound)]
    [InlineData("a\0b", FileProblem.PathInvalid)]
    [InlineData("", FileProblem.PathInvalid)]
    public void What_cannot_be_read_is_an_error_of_ours(string name, FileProblem expected)
    {
        Write([]);

        Assert.Equal(expected, Assert.Throws<FileException>(() => InputFile.Read(name.Length == 0 ? "" : Path.Combine(_folder, name), 1)).Problem);
    }

    [Fact]
    public void Links_in_a_circle_end()
    {
        string path = Path.Combine(_folder, "circle");
        File.CreateSymbolicLink(path, path + ".2");
        File.CreateSymbolicLink(path + ".2", path);

        Assert.Throws<FileException>(() => InputFile.Read(path, 1));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_of_ours()
    {
        Assert.Equal(FileProblem.NotText, Assert.Throws<FileException>(() => InputFile.ReadText(Write([0xC3, 0x28]), 100)).Problem);
        Assert.Equal(FileProblem.NotText, Assert.Throws<FileException>(() => InputFile.ReadText(Write([65, 0, 66]), 100)).Problem);
        Assert.Equal("é", InputFile.ReadText(Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("é")]), 100));
    }

    private string Write(byte[] bytes)
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
