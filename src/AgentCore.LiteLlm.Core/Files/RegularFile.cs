using System.Runtime.InteropServices;
using System.Text;

namespace AgentCore.LiteLlm.Files;

/// <summary>Tells files from what only has a path: folders, pipes, devices and sockets.</summary>
/// <remarks>
/// To open a pipe waits for whoever is at its other end, perhaps for ever, so the kind must be known before. .NET has no way to ask:
/// neither FileAttributes nor UnixFileMode hold it, a pipe has no length as an empty file has none, and File.OpenHandle knows no
/// O_NONBLOCK. The system is asked, then: statx(2), whose layout is the same on every processor under Linux, stat(2) on macOS.
/// Where the system gives no answer (nothing is there, the C library is older than the question, a sandbox forbids it), what .NET knows must do:
/// folders are found, devices when they are opened, pipes not at all. What takes a file's place between the question and the opening is
/// found by the handle, which cannot seek.
/// </remarks>
internal static class RegularFile
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    private const int RelativeToHere = -100;
    private const uint TypeWanted = 1;
    private const int LongestStatus = 256;
    private const int ModeInStatx = 28;
    private const int ModeInStat = 4;

    /// <summary>Says whether a file is there; links are followed.</summary>
    /// <param name="path">The path.</param>
    /// <returns>False when nothing is there, or nothing that may be looked at.</returns>
    /// <exception cref="FileException">Something else than a file is there, or the path is none.</exception>
    public static bool IsAt(string path) => IsAt(path, AskSystem);

    /// <summary>Says whether a file is there, by an answer of whoever is asked.</summary>
    /// <param name="path">The path.</param>
    /// <param name="ask">Answers with the mode of what is at a path, or with null.</param>
    internal static bool IsAt(string path, Func<string, int?> ask)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new FileException(path, FileProblem.PathInvalid, "is no path of a file.");
        }

        bool isThere = OperatingSystem.IsWindows() ? IsAtOnWindows(path, out string? other) : IsAtOnUnix(path, ask, out other);
        return other is null ? isThere : throw Refusal(path, other);
    }

    /// <summary>Checks that what was opened is a file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="file">What was opened there; disposed when it is none.</param>
    /// <returns>The same.</returns>
    /// <exception cref="FileException">It is none.</exception>
    public static FileStream Check(string path, FileStream file)
    {
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        throw Refusal(path, "pipe or a device");
    }

    private static FileException Refusal(string path, string other) => new(path, FileProblem.NotAFile, $"is a {other}, not a file.");

    // Names of devices stand in a folder of their own once the path is a full one.
    private static bool IsAtOnWindows(string path, out string? other)
    {
        other = Directory.Exists(path) ? "folder" : Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal) ? "device" : null;
        return File.Exists(path);
    }

    private static bool IsAtOnUnix(string path, Func<string, int?> ask, out string? other)
    {
        if (FindMode(path, ask) is not { } mode)
        {
            // A link that leads nowhere exists as far as .NET is concerned.
            other = Directory.Exists(path) ? "folder" : null;
            return File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);
        }

        other = (mode & TypeMask) switch
        {
            Regular => null,
            0x4000 => "folder",
            0x1000 => "pipe",
            0xC000 => "socket",
            _ => "device",
        };
        return true;
    }

    // musl before 1.2.5 and glibc before 2.28 have no statx.
    private static int? FindMode(string path, Func<string, int?> ask)
    {
        try
        {
            return ask(path);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static int? AskSystem(string path)
    {
        byte[] name = [.. Encoding.UTF8.GetBytes(path), 0];
        byte[] status = new byte[LongestStatus];
        int end = OperatingSystem.IsLinux() ? Statx(RelativeToHere, name, 0, TypeWanted, status)
            : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOfWideNumbers(name, status)
            : Stat(name, status);
        return end == 0 ? BitConverter.ToUInt16(status, OperatingSystem.IsLinux() ? ModeInStatx : ModeInStat) : null;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint wanted, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, [Out] byte[] status);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatOfWideNumbers(byte[] path, [Out] byte[] status);
}
