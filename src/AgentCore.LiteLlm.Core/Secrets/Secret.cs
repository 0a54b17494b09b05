using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AgentCore.LiteLlm.Headers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>A value that prints as stars everywhere; only the wire can read it.</summary>
public sealed class Secret : IEquatable<Secret>
{
    private const int ShortestPlaceholder = 8;

    private readonly string _value;
    private ImmutableArray<string> _spellings;

    /// <summary>Initializes a secret.</summary>
    /// <param name="value">The value; not empty.</param>
    public Secret(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <inheritdoc/>
    public override string ToString() => "***";

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Makes a credential with this password, for a proxy.</summary>
    /// <param name="user">The user's name.</param>
    /// <returns>The credential.</returns>
    internal NetworkCredential ToCredential(string user) => new(user, _value);

    /// <summary>Derives a key for encryption from the value, by PBKDF2 with HMAC-SHA-256.</summary>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">How often the hash is taken.</param>
    /// <returns>32 bytes, which the caller wipes.</returns>
    internal byte[] DeriveKey(ReadOnlySpan<byte> salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(_value, salt, iterations, HashAlgorithmName.SHA256, 32);

    /// <summary>Authenticates a text by the value: HMAC with SHA-256.</summary>
    /// <param name="prefix">What stands before the value to make the key.</param>
    /// <param name="text">The text.</param>
    /// <returns>32 bytes.</returns>
    internal byte[] Authenticate(string prefix, ReadOnlySpan<byte> text)
    {
        byte[] key = Encoding.UTF8.GetBytes(prefix + _value);
        byte[] code = HMACSHA256.HashData(key, text);
        CryptographicOperations.ZeroMemory(key);
        return code;
    }

    /// <summary>Makes the value that of a header of a request that is about to be sent.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="name">The header's name.</param>
    internal void AddTo(System.Net.Http.Headers.HttpRequestHeaders headers, string name) => headers.TryAddWithoutValidation(name, _value);

    /// <summary>Gets how many characters the value has.</summary>
    internal int Length => _value.Length;

    /// <summary>Says why the value cannot be a header's value, never quoting it.</summary>
    /// <returns>The rest of a sentence that begins with the value, or null when it can.</returns>
    internal string? FindHeaderProblem() => HeaderRules.FindValueProblem(_value);

    /// <summary>Says why the value cannot be sent as a key, never quoting it.</summary>
    /// <returns>The rest of a sentence that begins with the value, or null when it can.</returns>
    internal string? FindKeyProblem()
    {
        if (FindHeaderProblem() is { } problem)
        {
            return problem;
        }

        if (_value[0] is '"' or '\'')
        {
            return "stands in quotes; give the key alone.";
        }

        return _value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? "begins with 'Bearer', which is added by the call; give the key alone."
            : null;
    }

    /// <summary>Gives the value out. It has one caller, next to the wire; a test holds that.</summary>
    internal string Reveal() => _value;

    /// <summary>Gets the ways the value can be written in text, escapes apart, longest first; none for a placeholder.</summary>
    internal ImmutableArray<string> Spellings()
    {
        if (_spellings.IsDefault)
        {
            _spellings = IsPlaceholder() ? [] : Encodings();
        }

        return _spellings;
    }

    /// <summary>Gets a value indicating whether the value could be a key: long, or letters mixed with digits.</summary>
    internal bool LooksRandom =>
        _value.Length >= 20 || (_value.Length >= 8 && _value.Any(char.IsAsciiDigit) && _value.Any(char.IsAsciiLetter));

    // Keyless servers are given words such as "none" or "EMPTY" for a key: starring those out would falsify answers.
    private bool IsPlaceholder() => _value.Length < ShortestPlaceholder && _value.All(char.IsAsciiLetter);

    private ImmutableArray<string> Encodings()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(_value);
        SortedSet<string> found = new(Comparer<string>.Create(LongestFirst))
        {
            _value,
            Uri.UnescapeDataString(_value),
            Convert.ToHexString(bytes),
        };

        // Escapes of single characters are undone by whoever compares; those of a character's bytes, and the '+' for a blank, are not.
        if (!Ascii.IsValid(_value) || _value.Contains(' ', StringComparison.Ordinal))
        {
            found.Add(Uri.EscapeDataString(_value));
            found.Add(WebUtility.UrlEncode(_value));
        }

        for (int shift = 0; shift < 3 && bytes.Length >= 6; shift++)
        {
            string core = Base64Core(bytes, shift);
            found.Add(core);
            found.Add(core.Replace('+', '-').Replace('/', '_'));
        }

        return [.. found];
    }

    // Inside a longer base64 text ("user:key") the value begins at any of three places; its outermost characters depend on its neighbours.
    private static string Base64Core(byte[] bytes, int shift)
    {
        string text = Convert.ToBase64String([.. new byte[shift], .. bytes]);
        int lead = shift == 0 ? 0 : shift + 1;
        int whole = (shift + bytes.Length) / 3 * 4;
        return text[lead..whole];
    }

    private static int LongestFirst(string? left, string? right)
    {
        int byLength = (right?.Length ?? 0).CompareTo(left?.Length ?? 0);
        return byLength != 0 ? byLength : string.CompareOrdinal(left, right);
    }
}
