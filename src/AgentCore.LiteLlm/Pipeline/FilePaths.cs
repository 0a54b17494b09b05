using System.Management.Automation;
using AgentCore.LiteLlm.Files;
using Microsoft.PowerShell.Commands;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The one place where paths that users write become paths of files: against PowerShell's location, with its drives and its wildcards.</summary>
/// <param name="session">The session in whose location and drives they are looked for.</param>
internal sealed class FilePaths(SessionState session)
{
    /// <summary>Makes one within a completion, while the session's pipeline runs.</summary>
    /// <returns>What finds files; null where the session cannot be asked.</returns>
    public static FilePaths? OfCompletion()
    {
        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            return shell.AddScript("$ExecutionContext.SessionState").Invoke<SessionState>() is [{ } session, ..] ? new FilePaths(session) : null;
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gets the folder that the session is in, or was in before it went to another kind of drive.</summary>
    public string Folder => session.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>Finds the file that a path stands for, in which wildcards stand for themselves. It need not be there.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="FileException">The path is none of the file system.</exception>
    public string Literal(string path) => Resolve(path, isPattern: false)[0];

    /// <summary>Finds the files that a path with wildcards stands for. Where it holds none, the file need not be there.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>Full paths, at least one; folders among them.</returns>
    /// <exception cref="FileException">No file matches, or the path is none of the file system.</exception>
    public string[] Matching(string path)
    {
        string[] found = Resolve(path, MayBePattern(path));
        return found.Length > 0 ? found : throw NotFound(path);
    }

    /// <summary>Finds the files that a path stands for.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <param name="isLiteral">Whether wildcards stand for themselves.</param>
    /// <returns>Full paths, at least one.</returns>
    /// <exception cref="FileException">No file matches, or the path is none of the file system.</exception>
    public string[] Find(string path, bool isLiteral) => isLiteral ? [Literal(path)] : Matching(path);

    /// <summary>Says whether a path names a file as it is written, brackets and all, where a parameter takes wildcards too.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>True where such a file is there, or where the path holds no wildcards.</returns>
    public bool IsName(string path)
    {
        try
        {
            return !MayBePattern(path) || File.Exists(Literal(path));
        }
        catch (FileException)
        {
            return false;
        }
    }

    /// <summary>Makes the error of a path that leads to nothing.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <param name="cause">What PowerShell says.</param>
    public FileException NotFound(string path, Exception? cause = null)
    {
        bool isWrittenSo = MayBePattern(path) && IsName(path);
        return new(path, FileProblem.NotFound, isWrittenSo ? "matches no file; the one that is written so is for -LiteralPath." : "leads to no file.", cause);
    }

    // To resolve a pattern costs more than to read a file, and most paths are none; a backtick escapes a wildcard.
    private static bool MayBePattern(string path) => path.AsSpan().IndexOfAny("*?[`") >= 0;

    private string[] Resolve(string path, bool isPattern)
    {
        try
        {
            if (!isPattern && FindPlain(path) is { } plain)
            {
                return [plain];
            }

            ProviderInfo provider;
            string[] found = isPattern
                ? [.. session.Path.GetResolvedProviderPathFromPSPath(path, out provider)]
                : [session.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)];
            return provider.Name == FileSystemProvider.ProviderName ? found : throw NoPath(path, $"is no path of the file system: it lies in {provider.Name}.");
        }
        catch (ItemNotFoundException e)
        {
            throw NotFound(path, e);
        }
        catch (DriveNotFoundException e)
        {
            throw NoPath(path, $"is no path of the file system: there is no drive '{e.ItemName}'.", e);
        }
        catch (Exception e) when (e is SessionStateException or ProviderInvocationException or WildcardPatternException
            or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw NoPath(path, $"is no path of the file system: {e.Message}", e);
        }
    }

    // PowerShell asks the system for all that is mounted, for each path anew, which takes longer than to read a blueprint. On Unix a path without a drive, a
    // home or a sign of Windows means the same to the system, as long as the session is in the file system's own drive.
    private string? FindPlain(string path) =>
        Path.DirectorySeparatorChar == '/' && path.Length > 0 && path[0] != '~' && path[^1] != '/' && path.AsSpan().IndexOfAny(":\\\0") < 0
            && !path.StartsWith("//", StringComparison.Ordinal)
            && session.Drive.Current is { Name: "/", Root: "/", Provider.Name: FileSystemProvider.ProviderName, CurrentLocation: var location }
            ? Path.GetFullPath(path, $"/{location.TrimStart('/')}")
            : null;

    private static FileException NoPath(string path, string reason, Exception? cause = null) => new(path, FileProblem.PathInvalid, reason, cause);
}
