using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace AgentCore.LiteLlm.Schemas.Values;

/// <summary>A JSON number with every digit it was written with: <c>0.digits × 10^magnitude</c>.</summary>
/// <remarks>Nothing is ever expanded, so <c>1e1000000000</c> costs no more than <c>1</c>.</remarks>
internal readonly struct ExactNumber : IEquatable<ExactNumber>, IComparable<ExactNumber>
{
    private const int ChunkLength = 18;

    // Exponents of more digits count as equal; the sums below still cannot overflow.
    private const int LongestExponent = 36;

    private static readonly BigInteger ChunkScale = BigInteger.Pow(10, ChunkLength);
    private static readonly Int128 LargestExponent = (Int128)BigInteger.Pow(10, LongestExponent);

    private readonly bool _negative;
    private readonly string _digits;
    private readonly Int128 _magnitude;

    private ExactNumber(bool negative, string digits, Int128 magnitude)
    {
        _negative = negative;
        _digits = digits;
        _magnitude = magnitude;
    }

    public bool IsInteger => _digits.Length <= _magnitude || IsZero;

    public bool IsZero => _digits.Length == 0;

    public bool IsNegative => _negative;

    /// <summary>Gets the whole number as a count, cut to the largest count there is.</summary>
    public long Count => IsZero ? 0
        : _magnitude > ChunkLength ? long.MaxValue
        : long.Parse(_digits.PadRight((int)_magnitude, '0'), CultureInfo.InvariantCulture);

    /// <summary>Gives the number as a whole one.</summary>
    /// <param name="mostDigits">The most digits that it may have.</param>
    /// <returns>The number; null where it is not whole, or longer.</returns>
    public BigInteger? FindWhole(int mostDigits)
    {
        if (!IsInteger || _magnitude > mostDigits)
        {
            return null;
        }

        BigInteger size = IsZero ? BigInteger.Zero : BigInteger.Parse(_digits.PadRight((int)_magnitude, '0'), CultureInfo.InvariantCulture);
        return _negative ? -size : size;
    }

    private Int128 Exponent => _magnitude - _digits.Length;

    public static ExactNumber Read(JsonElement number) => Read(number.GetRawText());

    public static ExactNumber Read(string text)
    {
        bool negative = text[0] == '-';
        ReadOnlySpan<char> rest = text.AsSpan(negative ? 1 : 0);
        int e = rest.IndexOfAny('e', 'E');
        Int128 exponent = e < 0 ? 0 : ReadExponent(rest[(e + 1)..]);
        ReadOnlySpan<char> mantissa = e < 0 ? rest : rest[..e];

        int point = mantissa.IndexOf('.');
        int whole = point < 0 ? mantissa.Length : point;
        string all = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        string significant = all.TrimStart('0');
        string digits = significant.TrimEnd('0');

        return digits.Length == 0
            ? new ExactNumber(false, "", 0)
            : new ExactNumber(negative, digits, whole - (all.Length - significant.Length) + exponent);
    }

    public int CompareTo(ExactNumber other)
    {
        int sign = Sign(this).CompareTo(Sign(other));
        if (sign != 0 || IsZero)
        {
            return sign;
        }

        int size = _magnitude != other._magnitude
            ? _magnitude.CompareTo(other._magnitude)
            : string.CompareOrdinal(_digits, other._digits);
        return _negative ? -size : size;
    }

    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (IsZero)
        {
            return true;
        }

        // Digits never end in zero, so a number cannot make up for a divisor with a higher exponent.
        BigInteger shift = (BigInteger)(Exponent - divisor.Exponent);
        if (shift.Sign < 0)
        {
            return false;
        }

        BigInteger modulus = BigInteger.Parse(divisor._digits, CultureInfo.InvariantCulture);
        BigInteger power = BigInteger.ModPow(10, shift, modulus);
        return (Remainder(_digits, modulus) * power % modulus).IsZero;
    }

    public bool Equals(ExactNumber other) =>
        _negative == other._negative && _magnitude == other._magnitude && string.Equals(_digits, other._digits, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is ExactNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_negative, _digits, _magnitude);

    private static int Sign(ExactNumber number) => number.IsZero ? 0 : number._negative ? -1 : 1;

    private static Int128 ReadExponent(ReadOnlySpan<char> text)
    {
        bool negative = text[0] == '-';
        ReadOnlySpan<char> digits = text.TrimStart("+-").TrimStart('0');
        Int128 size = digits.Length > LongestExponent ? LargestExponent : digits.Length == 0 ? 0 : Int128.Parse(digits, CultureInfo.InvariantCulture);
        return negative ? -size : size;
    }

    // By chunks, because reading a million digits as one BigInteger takes quadratic time.
    private static BigInteger Remainder(string digits, BigInteger modulus)
    {
        BigInteger remainder = BigInteger.Zero;
        for (int at = 0; at < digits.Length; at += ChunkLength)
        {
            ReadOnlySpan<char> chunk = digits.AsSpan(at, Math.Min(ChunkLength, digits.Length - at));
            BigInteger scale = chunk.Length == ChunkLength ? ChunkScale : BigInteger.Pow(10, chunk.Length);
            remainder = ((remainder * scale) + long.Parse(chunk, CultureInfo.InvariantCulture)) % modulus;
        }

        return remainder;
    }
}
