using System.Security.Cryptography;
using System.Text.Json;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Batches;

/// <summary>A mapping on disk, sealed, so that nothing of it can be read or changed without the user's key.</summary>
internal static class MappingFile
{
    /// <summary>The fewest characters of a key.</summary>
    public const int ShortestKey = SealingKey.Shortest;

    /// <summary>The most bytes of a mapping.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "AGENTMAP"u8;

    /// <summary>Writes a mapping to a new file, which only its owner may read.</summary>
    /// <param name="path">The full path; nothing may be there.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="key">The user's key.</param>
    /// <param name="cancellationToken">Ends it at once, before there is a file.</param>
    /// <exception cref="MappingException">The mapping is too large.</exception>
    /// <exception cref="FileException">Something is there, or the file cannot be written.</exception>
    public static async Task WriteNewAsync(string path, BatchMapping mapping, Secret key, CancellationToken cancellationToken)
    {
        // A derivation takes its time, and hears nobody.
        byte[] bytes = await Task.Run(() => Encrypt(mapping, key), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        OutputFile.Write(path, file => file.Write(bytes), overwrites: false, isPrivate: true);
    }

    /// <summary>Reads a mapping.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="key">The user's key.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The mapping.</returns>
    /// <exception cref="MappingException">The file is none, or the key is not its key.</exception>
    /// <exception cref="FileException">The file is not there, is no file, is larger than any mapping, or cannot be read.</exception>
    public static Task<BatchMapping> ReadAsync(string path, Secret key, CancellationToken cancellationToken) =>
        Task.Run(() => Decrypt(InputFile.Read(path, MostBytes).Span, key), cancellationToken).WaitAsync(cancellationToken);

    private static byte[] Encrypt(BatchMapping mapping, Secret key)
    {
        byte[] plain = JsonSerializer.SerializeToUtf8Bytes(mapping, MappingJson.Default.BatchMapping);
        try
        {
            if (plain.Length > MostBytes - SealingKey.Overhead)
            {
                throw new MappingException($"The personal data of these prompts has more than {MostBytes >> 20} MiB; make several batches.");
            }

            using SealingKey sealing = new(key);
            return sealing.Seal(Magic, Version, plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static BatchMapping Decrypt(ReadOnlySpan<byte> file, Secret key)
    {
        if (!SealingKey.IsSealed(file, Magic))
        {
            throw new MappingException("The file is no mapping of a batch.");
        }

        if (SealingKey.VersionOf(file) != Version)
        {
            throw new MappingException($"The file is a mapping of version {SealingKey.VersionOf(file)}; this module reads version {Version}.");
        }

        if (!SealingKey.IsOwnHead(file))
        {
            throw new MappingException("The head of the file was changed.");
        }

        byte[] plain = [];
        try
        {
            using SealingKey sealing = new(key);
            plain = sealing.Open(file);
            return JsonSerializer.Deserialize(plain, MappingJson.Default.BatchMapping) is { Mark: { } mark, Items.IsDefault: false } mapping
                && CustomId.IsMark(mark)
                && mapping.Items.All(i => i is { Entries.IsDefault: false, Report: not null } && ProtectionVault.Find(i.Entries) is not null)
                ? mapping
                : throw new MappingException("The file holds no mapping.");
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new MappingException("The key is not the one that the file was written with, or the file was changed.");
        }
        catch (JsonException)
        {
            throw new MappingException("The file holds no mapping.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
