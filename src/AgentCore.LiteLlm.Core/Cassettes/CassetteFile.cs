using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>A cassette on disk. Writers take turns, and a reader never sees half of a write.</summary>
internal static class CassetteFile
{
    /// <summary>What every cassette says it is.</summary>
    public const string Format = "agentcore-cassette";

    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    // A lock that was there a moment ago may be gone when one looks; where it never was, the folder refuses it.
    private const int MostVanished = 20;

    /// <summary>Reads a cassette.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>The interactions.</returns>
    /// <exception cref="CassetteException">The file is no cassette.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static ImmutableArray<Interaction> Read(string path) => CassetteReader.Read(File.ReadAllBytes(path), path);

    /// <summary>Changes a cassette, which is made where there is none.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="change">Makes the new content of the old.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>The end of it.</returns>
    public static async Task ChangeAsync(string path, Func<ImmutableArray<Interaction>, IEnumerable<Interaction>> change, TimeProvider time, CancellationToken cancellationToken)
    {
        using FileStream turn = await LockAsync(path + ".lock", time, cancellationToken).ConfigureAwait(false);
        ImmutableArray<Interaction> before = File.Exists(path) ? Read(path) : [];
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(beside, CassetteWriter.Write(change(before)).ToArray(), cancellationToken).ConfigureAwait(false);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static async Task<FileStream> LockAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        int vanished = 0;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when ((e is UnauthorizedAccessException || (e is IOException and not DirectoryNotFoundException)) && (File.Exists(path) || ++vanished <= MostVanished) && time.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Turn, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
