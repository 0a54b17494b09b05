using System.Text;

namespace AgentCore.LiteLlm.Files;

/// <summary>The one way to write a file that a user names: whoever looks sees the old one or the new one, never half of it.</summary>
internal static class OutputFile
{
    /// <summary>What the names of drafts look like, which a process that is killed while it writes leaves beside the file.</summary>
    public const string DraftPattern = ".*.tmp";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Checks that a file can be written, before the work is done that is to be written down.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="overwrites">Whether a file that is there may be replaced.</param>
    /// <exception cref="FileException">Something else than a file is there, a file that stays, or no folder.</exception>
    public static void Check(string path, bool overwrites) => FindTarget(path, overwrites);

    /// <summary>Makes the folders on the way to a file.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="FileException">They cannot be made.</exception>
    public static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The full path; a link is followed.</param>
    /// <param name="text">The text.</param>
    /// <param name="overwrites">Whether a file that is there is replaced.</param>
    /// <param name="isPrivate">Whether only its owner may read a new file.</param>
    /// <exception cref="FileException">The file cannot be written, and what was there is as it was.</exception>
    public static void Write(string path, string text, bool overwrites, bool isPrivate = false) =>
        Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)), overwrites, isPrivate);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The full path; a link is followed.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="overwrites">Whether a file that is there is replaced.</param>
    /// <param name="isPrivate">Whether only its owner may read a new file.</param>
    /// <exception cref="FileException">The file cannot be written, and what was there is as it was.</exception>
    public static void Write(string path, Action<Stream> write, bool overwrites, bool isPrivate = false)
    {
        string target = FindTarget(path, overwrites);
        string draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            // Whoever may not read what is replaced may not read what replaces it, at no moment.
            bool isThere = File.Exists(target);
            using (FileStream file = new(draft, NewFile(isPrivate || isThere)))
            {
                write(file);
                if (isThere)
                {
                    TakeMode(file, target);
                }

                file.Flush(flushToDisk: true);
            }

            if (!overwrites && !OperatingSystem.IsWindows())
            {
                Claim(target, isPrivate);
            }

            File.Move(draft, target, overwrites || !OperatingSystem.IsWindows());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Remove(draft);
            throw FileException.Of(path, e);
        }
        catch
        {
            Remove(draft);
            throw;
        }
    }

    // Elsewhere than on Windows a move looks first and moves then, and two writers may both have seen nothing: only one of them makes the file.
    private static void Claim(string target, bool isPrivate)
    {
        using FileStream claim = new(target, NewFile(isPrivate));
    }

    // A disk without modes refuses to set one; the draft is its owner's then, which is no more than what was there allowed.
    private static void TakeMode(FileStream file, string target)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(target) is var mode && mode != OwnerOnly)
        {
            try
            {
                File.SetUnixFileMode(file.SafeFileHandle, mode);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    /// <summary>Opens a file to read what is in it and to add to it, alone; it is made where nothing is, for its owner's eyes only.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The file, at its start.</returns>
    /// <exception cref="FileException">It is no file, another process has it, or it may not be opened.</exception>
    public static FileStream OpenToAdd(string path)
    {
        try
        {
            RegularFile.IsAt(path);

            // Elsewhere than on Windows only the strictest sharing keeps a second writer out.
            FileStreamOptions options = NewFile(isPrivate: true);
            options.Mode = FileMode.OpenOrCreate;
            options.Access = FileAccess.ReadWrite;
            options.Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            return RegularFile.Check(path, new FileStream(path, options));
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }

    /// <summary>Removes a file that is of no use; one that cannot be removed stays, since what made it useless is the error to tell.</summary>
    /// <param name="path">The full path.</param>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
        }
    }

    // Nothing is buffered: what a full disk refuses is refused once, and not again when the file is closed.
    private static FileStreamOptions NewFile(bool isPrivate)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    // A link stays a link, and its target is written; what must be new is not written through one, wherever it leads.
    private static string FindTarget(string path, bool overwrites)
    {
        try
        {
            bool isThere = RegularFile.IsAt(path);
            FileInfo file = new(path);
            bool isLink = file.LinkTarget is not null;
            string target = isLink ? file.ResolveLinkTarget(returnFinalTarget: true)!.FullName : file.FullName;
            (FileProblem Problem, string Reason)? obstacle =
                (isThere || isLink) && !overwrites ? (FileProblem.AlreadyThere, "is already there.")
                : isThere && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly) ? (FileProblem.AccessDenied, "may only be read.")
                : isThere || Directory.Exists(Path.GetDirectoryName(target)) ? null
                : (FileProblem.NotFound, "lies in a folder that is not there.");
            return obstacle is { } found ? throw new FileException(path, found.Problem, found.Reason) : target;
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }
}
