using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Files;

public sealed class ProgramFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_folder_that_has_the_program_gives_it()
    {
        string second = Add("two");
        string third = Add("three");

        Assert.Equal(second, ProgramFile.Find("tool", List(Path.Combine(_folder.Path, "one"), Path.GetDirectoryName(second)!, Path.GetDirectoryName(third)!)));
        Assert.Equal(third, ProgramFile.Find("tool", List($"\"{Path.GetDirectoryName(third)}\"")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("here")]
    [InlineData(null)]
    public void A_folder_that_depends_on_the_current_one_is_passed_over(string? folders)
    {
        // A program of that name is in the current folder, or one beneath it, wherever the tests run.
        string here = Directory.GetCurrentDirectory();
        string name = $"tool-{Guid.NewGuid():N}";
        string folder = Path.GetFullPath(Path.Combine(here, folders ?? ""));
        bool isMade = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        string program = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
        try
        {
            Write(program);

            Assert.Null(ProgramFile.Find(name, folders));
            Assert.Equal(program, ProgramFile.Find(name, folder));
        }
        finally
        {
            File.Delete(program);
            if (isMade)
            {
                Directory.Delete(folder);
            }
        }
    }

    [Fact]
    public void What_cannot_be_run_is_no_program()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There every file with the ending can be run.");
        string program = Add("two");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead);
        }

        Directory.CreateDirectory(Path.Combine(_folder.Path, "three", "tool"));

        Assert.Null(ProgramFile.Find("tool", List(Path.GetDirectoryName(program)!, Path.Combine(_folder.Path, "three"))));
    }

    private static string List(params string[] folders) => string.Join(Path.PathSeparator, folders);

    private static void Write(string program)
    {
        File.WriteAllText(program, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private string Add(string folder)
    {
        string path = Path.Combine(_folder.Path, folder, OperatingSystem.IsWindows() ? "tool.exe" : "tool");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Write(path);
        return path;
    }
}
