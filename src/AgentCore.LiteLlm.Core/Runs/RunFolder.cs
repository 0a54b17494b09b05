using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Runs;

/// <summary>The folders in which runs are kept: each has one of its own, in which one process at a time works.</summary>
internal static class RunFolder
{
    private const string LockName = "lock";
    private const int MostTries = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(40);

    /// <summary>Finds the folders of runs: the folder itself where it is one, else those within it.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The folders, in the order of their names, which is that of their beginning.</returns>
    /// <exception cref="FileException">There is no such folder, or it cannot be read.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        try
        {
            return IsRun(path) ? [path]
                : Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path).Where(IsRun).Order(StringComparer.Ordinal)]
                : throw new FileException(path, FileProblem.NotFound, "is no folder of runs.");
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }

    /// <summary>Takes a run for this process alone. A process that ends, however it ends, lets go of it.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>What lets go of it.</returns>
    /// <exception cref="RunException">Another process has it.</exception>
    /// <exception cref="FileException">The folder cannot be written to.</exception>
    public static IDisposable Lock(string folder)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return OutputFile.OpenToAdd(Path.Combine(folder, LockName));
            }
            catch (FileException e) when (e.Problem == FileProblem.InUse)
            {
                // Whoever only looks whether a process works at it holds it for a moment, too.
                if (tries == MostTries)
                {
                    throw new RunException(RunProblem.InUse, $"Another process works at the run in '{folder}'.");
                }

                Thread.Sleep(BetweenTries);
            }
        }
    }

    /// <summary>Removes the folder of a run that ended before there was anything to write down; one that cannot be removed stays.</summary>
    /// <param name="folder">The run's folder.</param>
    public static void RemoveEmpty(string folder)
    {
        try
        {
            File.Delete(Path.Combine(folder, LockName));
            Directory.Delete(folder);
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
        }
    }

    /// <summary>Looks at a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="key">What opens it; null for none.</param>
    /// <returns>The run; one that nobody works at any more is interrupted.</returns>
    /// <exception cref="RunException">The file is no run, or is not opened by the key.</exception>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static AgentSavedRun Look(string folder, SealingKey? key)
    {
        RunState state = RunFile.Read(folder, key);
        if (state.Status == RunStatus.Running && !IsLocked(folder))
        {
            // It may have come to its end before the lock was looked at.
            state = RunFile.Read(folder, key);
            state = state.Status == RunStatus.Running ? state with { Status = RunStatus.Interrupted } : state;
        }

        return RunView.Of(folder, state);
    }

    /// <summary>Says whether a folder holds a run.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsRun(string folder) => File.Exists(Path.Combine(folder, RunFile.Name));

    private static bool IsLocked(string folder)
    {
        try
        {
            using FileStream file = new(Path.Combine(folder, LockName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            return true;
        }
    }
}
