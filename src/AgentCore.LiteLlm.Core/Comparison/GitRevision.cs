using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>
/// One commit of the repository that a file is in. The program <c>git</c> is asked for names and contents alone: no filter, no hook and no pager runs, and
/// nothing is fetched. It gets its arguments one by one, so that none can be taken for a command.
/// </summary>
internal sealed class GitRevision
{
    private const int MostBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _root;
    private readonly string _commit;

    private GitRevision(string root, string commit)
    {
        _root = root;
        _commit = commit;
    }

    /// <summary>Finds a revision.</summary>
    /// <param name="folder">A folder of the repository.</param>
    /// <param name="name">How it is called: a branch, a tag, a commit, or what else git takes for one.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="RevisionException">There is no git, no repository, or no such revision.</exception>
    public static async Task<GitRevision> FindAsync(string folder, string name, CancellationToken cancellationToken)
    {
        (int exit, byte[] top) = await RunAsync(folder, ["rev-parse", "--show-toplevel"], cancellationToken).ConfigureAwait(false);
        if (exit != 0)
        {
            throw new RevisionException($"'{folder}' is in no git repository that may be read.");
        }

        (exit, byte[] commit) = await RunAsync(
            folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{name}^{{commit}}"], cancellationToken).ConfigureAwait(false);
        return exit == 0
            ? new GitRevision(Path.GetFullPath(ToText(top)), ToText(commit))
            : throw new RevisionException($"git knows no revision '{name}' of the repository of '{folder}'.");
    }

    /// <summary>Gets the path of a file within the repository, as git writes it.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>The path; null where the file lies outside.</returns>
    public string? Locate(string path)
    {
        // Git names the folder as it really is, whatever links led there.
        string folder = RealPath.Find(Path.GetDirectoryName(path)!) ?? Path.GetDirectoryName(path)!;
        string relative = Path.GetRelativePath(RealPath.Find(_root) ?? _root, Path.Combine(folder, Path.GetFileName(path)));
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? null
            : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Lists the files of a folder.</summary>
    /// <param name="folder">The folder within the repository.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Their paths within the repository; none where there is no such folder.</returns>
    public async Task<string[]> ListAsync(string folder, CancellationToken cancellationToken)
    {
        (int exit, byte[] names) = await RunAsync(
            _root, ["ls-tree", "-z", "--name-only", "--full-tree", _commit, "--", folder.TrimEnd('/') + "/"], cancellationToken).ConfigureAwait(false);
        return exit == 0 ? ToText(names).Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path within the repository.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Its content; null where the revision has no such file.</returns>
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        (int exit, byte[] content) = await RunAsync(_root, ["cat-file", "blob", $"{_commit}:{path}"], cancellationToken).ConfigureAwait(false);
        return exit == 0 ? content : null;
    }

    private static string ToText(byte[] output) => Encoding.UTF8.GetString(output).TrimEnd('\n', '\r');

    private static async Task<(int Exit, byte[] Output)> RunAsync(string folder, string[] arguments, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        string program = ProgramFile.Find("git", new ProcessVariables().Find("PATH"))
            ?? throw new RevisionException("The program 'git' is in no folder that PATH names in full.");
        ProcessStartInfo start = new(program, ["-C", folder, "--no-pager", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        try
        {
            using Process process = Process.Start(start)!;
            using CancellationTokenRegistration kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            byte[] output = await ReadAllAsync(process.StandardOutput.BaseStream, limit.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return (process.ExitCode, output);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw new RevisionException("The program 'git' cannot be started.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RevisionException("The program 'git' did not answer within a minute.", e);
        }
    }

    private static async Task<byte[]> ReadAllAsync(Stream source, CancellationToken cancellationToken)
    {
        using MemoryStream all = new();
        byte[] piece = new byte[81_920];
        int read;
        while ((read = await source.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await all.WriteAsync(piece.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            if (all.Length > MostBytes)
            {
                throw new RevisionException("What git has is larger than any blueprint, prompt or schema.");
            }
        }

        return all.ToArray();
    }
}
