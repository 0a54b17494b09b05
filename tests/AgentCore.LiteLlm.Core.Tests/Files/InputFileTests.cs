using System.Diagnostics;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Files;

public sealed class InputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(10, 10)]
    [InlineData(11, 11)]
    [InlineData(1000, 11)]
    public void A_file_is_read_to_one_byte_beyond_the_limit(int length, int expected)
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, new byte[length]);

        Assert.Equal(expected, InputFile.Read(path, 10).Length);
    }

    [Fact]
    public void A_link_leads_to_its_file()
    {
        string path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "some text");
        File.CreateSymbolicLink(path + ".link", path);

        Assert.Equal("some text", InputFile.ReadText(path + ".link", 100, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_that_nobody_writes_to_is_never_waited_for(bool isLinked)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps its pipes elsewhere.");
        string path = Path.Combine(_folder, "pipe");
        using (Process maker = Process.Start("mkfifo", [path]))
        {
            await maker.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        string named = isLinked ? Path.Combine(_folder, "link") : path;
        if (isLinked)
        {
            File.CreateSymbolicLink(named, path);
        }

        Checked<AgentBlueprint> result = await Task.Run(() => BlueprintFile.Read(named), TestContext.Current.CancellationToken).WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

        Assert.Equal(DiagnosticCodes.DocumentEmpty, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void A_device_is_not_read_for_ever()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no such device here.");

        Assert.Equal(0, InputFile.Read("/dev/zero", 100).Length);
    }

    [Fact]
    public void What_is_not_there_and_what_is_a_folder_is_told()
    {
        Assert.Throws<FileNotFoundException>(() => InputFile.Read(Path.Combine(_folder, "none"), 1));
        Assert.Throws<UnauthorizedAccessException>(() => InputFile.Read(_folder, 1));
    }
}
