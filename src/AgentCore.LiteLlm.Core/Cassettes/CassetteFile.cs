using System.Collections.Immutable;
using AgentCore.LiteLlm.Files;

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

    private const int MostBytes = 256 * 1024 * 1024;

    // A lock that was there a moment ago may be gone when one looks; where it never was, the folder refuses it.
    private const int MostVanished = 20;

    /// <summary>Reads a cassette.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>The interactions.</returns>
    /// <exception cref="FileException">The file is not there, is no file or no cassette, or cannot be read.</exception>
    public static ImmutableArray<Interaction> Read(string path) => CassetteReader.Read(InputFile.Read(path, MostBytes), path);

    /// <summary>Changes a cassette, which is made where there is none.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="change">Makes the new content of the old.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait for other writers.</param>
    /// <returns>The end of it.</returns>
    /// <exception cref="FileException">Another file is there, it cannot be written, or would become larger than one that can be played.</exception>
    public static async Task ChangeAsync(
        string path, Func<ImmutableArray<Interaction>, IEnumerable<Interaction>> change, TimeProvider time, CancellationToken cancellationToken)
    {
        using FileStream turn = await LockAsync(path + ".lock", time, cancellationToken).ConfigureAwait(false);
        ImmutableArray<Interaction> before = RegularFile.IsAt(path) ? Read(path) : [];
        ReadOnlyMemory<byte> bytes = CassetteWriter.Write(change(before));
        if (bytes.Length > MostBytes)
        {
            throw new FileException(path, FileProblem.TooLarge, $"would become larger than {MostBytes >> 20} MiB, and could not be played.");
        }

        OutputFile.Write(path, file => file.Write(bytes.Span), overwrites: true, isPrivate: true);
    }

    private static async Task<FileStream> LockAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        int vanished = 0;
        while (true)
        {
            try
            {
                RegularFile.IsAt(path);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (MayPass(e) && (File.Exists(path) || ++vanished <= MostVanished) && time.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Turn, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (FileException.IsAbout(e))
            {
                throw FileException.Of(path, e);
            }
        }
    }

    // Whoever has the lock lets go of it; a folder that is not there, or something else than a file, stays as it is.
    private static bool MayPass(Exception fault) => fault is UnauthorizedAccessException or (IOException and not (DirectoryNotFoundException or FileException));
}
