using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>
/// Seals bytes with a user's key, by AES-256-GCM with a key that PBKDF2 derives from it. A header goes before: eight letters, the version, the iterations,
/// salt and nonce. It is authenticated with the rest, so that nothing can be changed unnoticed. One salt is derived from once, however much is sealed.
/// </summary>
/// <param name="key">The user's key.</param>
internal sealed class SealingKey(Secret key) : IDisposable
{
    /// <summary>The fewest characters of a key.</summary>
    public const int Shortest = 12;

    /// <summary>How much longer sealed bytes are than what they hold.</summary>
    public const int Overhead = HeadLength + TagLength;

    // What OWASP asks for. What asks for more would only keep its reader busy.
    private const int Iterations = 600_000;

    private const int MagicLength = 8;
    private const int IterationsAt = 9;
    private const int SaltAt = 13;
    private const int SaltLength = 16;
    private const int NonceAt = SaltAt + SaltLength;
    private const int NonceLength = 12;
    private const int HeadLength = NonceAt + NonceLength;
    private const int TagLength = 16;

    private readonly Lock _gate = new();
    private byte[]? _salt;
    private AesGcm? _cipher;

    /// <summary>Says whether bytes begin as sealed ones of a kind do.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="magic">The eight letters of the kind.</param>
    public static bool IsSealed(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> magic) => bytes.Length >= Overhead && bytes.StartsWith(magic);

    /// <summary>Gives the version of sealed bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static byte VersionOf(ReadOnlySpan<byte> bytes) => bytes[MagicLength];

    /// <summary>Says whether sealed bytes ask for the work that this asks for.</summary>
    /// <param name="bytes">The bytes.</param>
    public static bool IsOwnHead(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes[IterationsAt..]) == Iterations;

    /// <summary>Seals bytes.</summary>
    /// <param name="magic">The eight letters of the kind.</param>
    /// <param name="version">The version of what is sealed.</param>
    /// <param name="plain">What is sealed.</param>
    /// <param name="beside">What stands beside it in clear, and holds for this alone.</param>
    /// <returns>The sealed bytes.</returns>
    public byte[] Seal(ReadOnlySpan<byte> magic, byte version, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> beside = default)
    {
        // Calls that are made at once share a key.
        using Lock.Scope held = _gate.EnterScope();
        byte[] bytes = new byte[Overhead + plain.Length];
        Span<byte> head = bytes.AsSpan(0, HeadLength);
        magic.CopyTo(head);
        head[MagicLength] = version;
        BinaryPrimitives.WriteInt32BigEndian(head[IterationsAt..], Iterations);
        if (_salt is null)
        {
            RandomNumberGenerator.Fill(head.Slice(SaltAt, SaltLength));
        }
        else
        {
            _salt.CopyTo(head[SaltAt..]);
        }

        RandomNumberGenerator.Fill(head[NonceAt..]);
        CipherFor(head).Encrypt(
            head[NonceAt..], plain, bytes.AsSpan(HeadLength, plain.Length), bytes.AsSpan(HeadLength + plain.Length), [.. head, .. beside]);
        return bytes;
    }

    /// <summary>Opens sealed bytes.</summary>
    /// <param name="bytes">The bytes, which begin as sealed ones do.</param>
    /// <param name="beside">What stands beside them in clear.</param>
    /// <returns>What they hold, which the caller wipes.</returns>
    /// <exception cref="AuthenticationTagMismatchException">The key is another one, or something was changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> beside = default)
    {
        ReadOnlySpan<byte> head = bytes[..HeadLength];
        if (!IsOwnHead(head))
        {
            throw new AuthenticationTagMismatchException();
        }

        using Lock.Scope held = _gate.EnterScope();
        byte[] plain = new byte[bytes.Length - Overhead];
        CipherFor(head).Decrypt(head[NonceAt..], bytes[HeadLength..^TagLength], bytes[^TagLength..], plain, [.. head, .. beside]);
        return plain;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher?.Dispose();

    private AesGcm CipherFor(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> salt = head.Slice(SaltAt, SaltLength);
        if (_cipher is null || !salt.SequenceEqual(_salt))
        {
            byte[] derived = key.DeriveKey(salt, Iterations);
            _cipher?.Dispose();
            _cipher = new AesGcm(derived, TagLength);
            _salt = salt.ToArray();
            CryptographicOperations.ZeroMemory(derived);
        }

        return _cipher;
    }
}
