using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// A mapping on disk, encrypted by AES-256-GCM with a key that PBKDF2 derives from the user's. A header goes before: eight letters, the
/// version, the iterations, salt and nonce. It is authenticated with the rest, so that nothing of the file can be changed unnoticed.
/// </summary>
internal static class MappingFile
{
    /// <summary>The fewest characters of a key.</summary>
    public const int ShortestKey = 12;

    /// <summary>The most bytes of a mapping.</summary>
    public const int MostBytes = 256 * 1024 * 1024;

    private const byte Version = 1;

    // What OWASP asks for. A file that asks for more would only keep its reader busy.
    private const int Iterations = 600_000;

    private const int IterationsAt = 9;
    private const int SaltAt = 13;
    private const int SaltLength = 16;
    private const int NonceAt = SaltAt + SaltLength;
    private const int NonceLength = 12;
    private const int HeadLength = NonceAt + NonceLength;
    private const int TagLength = 16;

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
            if (plain.Length > MostBytes - HeadLength - TagLength)
            {
                throw new MappingException($"The personal data of these prompts has more than {MostBytes >> 20} MiB; make several batches.");
            }

            byte[] file = new byte[HeadLength + plain.Length + TagLength];
            Span<byte> head = file.AsSpan(0, HeadLength);
            Magic.CopyTo(head);
            head[Magic.Length] = Version;
            BinaryPrimitives.WriteInt32BigEndian(head[IterationsAt..], Iterations);
            RandomNumberGenerator.Fill(head[SaltAt..]);
            using AesGcm cipher = CipherFor(head, key);
            cipher.Encrypt(head[NonceAt..], plain, file.AsSpan(HeadLength, plain.Length), file.AsSpan(HeadLength + plain.Length), head);
            return file;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static BatchMapping Decrypt(ReadOnlySpan<byte> file, Secret key)
    {
        if (file.Length < HeadLength + TagLength || !file.StartsWith(Magic))
        {
            throw new MappingException("The file is no mapping of a batch.");
        }

        ReadOnlySpan<byte> head = file[..HeadLength];
        if (head[Magic.Length] != Version)
        {
            throw new MappingException($"The file is a mapping of version {head[Magic.Length]}; this module reads version {Version}.");
        }

        if (BinaryPrimitives.ReadInt32BigEndian(head[IterationsAt..]) != Iterations)
        {
            throw new MappingException("The head of the file was changed.");
        }

        byte[] plain = new byte[file.Length - HeadLength - TagLength];
        try
        {
            using AesGcm cipher = CipherFor(head, key);
            cipher.Decrypt(head[NonceAt..], file[HeadLength..^TagLength], file[^TagLength..], plain, head);
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

    private static AesGcm CipherFor(ReadOnlySpan<byte> head, Secret key)
    {
        byte[] derived = key.DeriveKey(head.Slice(SaltAt, SaltLength), BinaryPrimitives.ReadInt32BigEndian(head[IterationsAt..]));
        try
        {
            return new AesGcm(derived, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }
}
