using System.Runtime.Versioning;
using AgentCore.LiteLlm.Files;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Files;

public sealed class OutputFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;

    private string Target => Path.Combine(_folder, "target");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_is_written_where_none_is(bool overwrites)
    {
        OutputFile.Write(Target, "né", overwrites);

        Assert.Equal("né"u8.ToArray(), File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_that_is_there_stays_unless_it_may_be_replaced()
    {
        File.WriteAllText(Target, "old");

        Assert.Equal(FileProblem.AlreadyThere, Assert.Throws<FileException>(() => OutputFile.Write(Target, "new", overwrites: false)).Problem);
        Assert.Equal("old", File.ReadAllText(Target));

        OutputFile.Write(Target, "new", overwrites: true);
        Assert.Equal("new", File.ReadAllText(Target));
    }

    [Theory]
    [MemberData(nameof(NoFile.Kinds), MemberType = typeof(NoFile))]
    public void What_is_no_file_is_never_replaced(string kind, string named)
    {
        string path = NoFile.Make(_folder, kind);
        string[] before = Directory.GetFileSystemEntries(_folder);

        Action[] acts =
        [
            () => OutputFile.Write(path, "new", overwrites: true),
            () => OutputFile.Check(path, overwrites: true),
            () => OutputFile.OpenToAdd(path).Dispose(),
        ];
        foreach (Action act in acts)
        {
            FileException thrown = Assert.Throws<FileException>(act);
            Assert.Equal(FileProblem.NotAFile, thrown.Problem);
            Assert.Contains(named, thrown.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(_folder));
        Assert.Throws<FileException>(() => RegularFile.IsAt(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_stays_a_link_and_its_target_is_written(bool isThere)
    {
        string other = Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName;
        string file = Path.Combine(other, "file");
        if (isThere)
        {
            File.WriteAllText(file, "old");
        }

        File.CreateSymbolicLink(Target, Path.Combine("other", "file"));
        OutputFile.Write(Target, "new", overwrites: true);

        Assert.Equal(Path.Combine("other", "file"), new FileInfo(Target).LinkTarget);
        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(other));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_until_it_is_made()
    {
        string path = Path.Combine(_folder, "a", "b", "file");

        Assert.Equal(FileProblem.NotFound, Assert.Throws<FileException>(() => OutputFile.Check(path, overwrites: true)).Problem);
        Assert.Equal(FileProblem.NotFound, Assert.Throws<FileException>(() => OutputFile.Write(path, "x", overwrites: true)).Problem);

        OutputFile.MakeFolder(path);
        OutputFile.Write(path, "x", overwrites: true);
        Assert.Equal("x", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_an_error_of_ours()
    {
        File.WriteAllText(Target, "");

        Assert.Throws<FileException>(() => OutputFile.MakeFolder(Path.Combine(Target, "a", "file")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_full_disk_leaves_what_was_there(bool isThere)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no such device here.");
        if (isThere)
        {
            File.WriteAllText(Target, "old");
        }

        // What the kernel answers, by way of the device that is always full.
        static void WriteToFullDisk(Stream file)
        {
            file.Write("half of "u8);
            using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write("it"u8);
        }

        FileException thrown = Assert.Throws<FileException>(() => OutputFile.Write(Target, WriteToFullDisk, overwrites: true));

        Assert.Equal(FileProblem.NoSpace, thrown.Problem);
        Assert.Equal(isThere ? [Target] : [], Directory.GetFileSystemEntries(_folder));
        Assert.True(!isThere || File.ReadAllText(Target) == "old");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_new_private_file_is_for_its_owner_only_and_an_old_one_keeps_its_rights()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");

        OutputFile.Write(Target, "x", overwrites: true, isPrivate: true);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Target));

        UnixFileMode shared = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(Target, shared);
        OutputFile.Write(Target, "y", overwrites: true, isPrivate: true);
        Assert.Equal(shared, File.GetUnixFileMode(Target));

        string added = Path.Combine(_folder, "added");
        OutputFile.OpenToAdd(added).Dispose();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(added));
    }

    [Fact]
    public void A_file_that_may_only_be_read_is_not_replaced()
    {
        File.WriteAllText(Target, "old");
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        try
        {
            Assert.Equal(FileProblem.AccessDenied, Assert.Throws<FileException>(() => OutputFile.Write(Target, "new", overwrites: true)).Problem);
            Assert.Equal("old", File.ReadAllText(Target));
        }
        finally
        {
            File.SetAttributes(Target, FileAttributes.Normal);
        }
    }

    [Fact]
    public void Only_one_adds_to_a_file_at_a_time()
    {
        using FileStream first = OutputFile.OpenToAdd(Target);

        Assert.Equal(FileProblem.InUse, Assert.Throws<FileException>(() => OutputFile.OpenToAdd(Target)).Problem);
    }
}
