using System.Security;

namespace AgentCore.LiteLlm.Files;

/// <summary>A file cannot be found, read or written: the one way in which work with files ends badly.</summary>
public sealed class FileException : IOException
{
    // As .NET hands them on: error numbers of Linux and of macOS, results of Windows.
    private static readonly int[] FullDisk = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];
    private static readonly int[] TakenName = [17, unchecked((int)0x80070050), unchecked((int)0x800700B7)];
    private static readonly int[] HeldByOther = [11, 35, 26, 16, unchecked((int)0x80070020), unchecked((int)0x80070021)];
    private static readonly int[] ReadOnlyDisk = [30, unchecked((int)0x80070013)];
    private static readonly int[] CircleOfLinks = [40, 62, unchecked((int)0x80070781)];

    private readonly string? _trace;

    /// <summary>Initializes the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be used.</param>
    /// <param name="reason">The same in words, as the end of a sentence that begins with the path.</param>
    /// <param name="cause">The failure beneath, where there is one.</param>
    internal FileException(string path, FileProblem problem, string reason, Exception? cause = null)
        : base($"'{path}' {reason}", cause)
    {
        Path = path;
        Problem = problem;
        Reason = reason;
    }

    private FileException(FileException thrown)
        : base(thrown.Message)
    {
        HResult = thrown.HResult;
        (Path, Problem, Reason, _trace) = (thrown.Path, thrown.Problem, thrown.Reason, thrown.ToString());
    }

    /// <summary>Gets the file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Gets why it cannot be used.</summary>
    public FileProblem Problem { get; }

    /// <summary>Gets the same in words, as the end of a sentence that begins with the path.</summary>
    public string Reason { get; }

    /// <summary>Gets where it was thrown, with the failures beneath where it is kept without them.</summary>
    public override string? StackTrace => _trace ?? base.StackTrace;

    /// <summary>Gives the same failure to be kept, without methods and failures beneath, from which all code that is loaded can be reached.</summary>
    internal FileException ToKept() => new(this);

    /// <summary>Says whether an exception is one by which .NET says that a file cannot be used.</summary>
    /// <param name="cause">The exception.</param>
    /// <returns>True when <see cref="Of"/> makes one of ours of it.</returns>
    internal static bool IsAbout(Exception cause) =>
        cause is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException;

    /// <summary>Makes one of what .NET throws.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cause">What was thrown.</param>
    /// <returns>The same failure in our words.</returns>
    internal static FileException Of(string path, Exception cause) => cause switch
    {
        FileException ours => ours,
        FileNotFoundException => new(path, FileProblem.NotFound, "is not there.", cause),
        DirectoryNotFoundException or DriveNotFoundException => new(path, FileProblem.NotFound, "lies in a folder that is not there.", cause),
        PathTooLongException => new(path, FileProblem.PathInvalid, "is too long for a path.", cause),
        UnauthorizedAccessException or SecurityException => new(path, FileProblem.AccessDenied, "may not be used by this account.", cause),

        // A limit on the size of files (EFBIG) comes as this.
        ArgumentOutOfRangeException => new(path, FileProblem.NoSpace, "may not become as large as it would have to.", cause),
        ArgumentException or NotSupportedException => new(path, FileProblem.PathInvalid, "is no path of a file.", cause),
        _ when FullDisk.Contains(cause.HResult) => new(path, FileProblem.NoSpace, "cannot be written: no space is left.", cause),
        _ when TakenName.Contains(cause.HResult) => new(path, FileProblem.AlreadyThere, "is already there.", cause),
        _ when HeldByOther.Contains(cause.HResult) => new(path, FileProblem.InUse, "is in use by another process.", cause),
        _ when ReadOnlyDisk.Contains(cause.HResult) => new(path, FileProblem.AccessDenied, "lies on a disk that cannot be written to.", cause),
        _ when CircleOfLinks.Contains(cause.HResult) => new(path, FileProblem.PathInvalid, "is a link that leads in a circle.", cause),
        _ => new(path, FileProblem.Failed, $"cannot be used: {cause.Message}", cause),
    };
}
