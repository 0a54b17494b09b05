using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Requirements.Versions;

/// <summary>A version of a Python package, as PEP 440 writes and orders them.</summary>
internal sealed partial class PythonVersion
{
    private const int LongestText = 200;

    private readonly int _preRank;
    private readonly BigInteger _pre;
    private readonly BigInteger? _post;
    private readonly BigInteger? _dev;
    private readonly ImmutableArray<string> _local;

    private PythonVersion(
        BigInteger epoch, ImmutableArray<BigInteger> release, int preRank, BigInteger pre, BigInteger? post, BigInteger? dev, ImmutableArray<string> local)
    {
        Epoch = epoch;
        Release = release;
        _preRank = preRank;
        _pre = pre;
        _post = post;
        _dev = dev;
        _local = local;
    }

    /// <summary>Gets the epoch; 0 for nearly every package.</summary>
    public BigInteger Epoch { get; }

    /// <summary>Gets the numbers between the dots.</summary>
    public ImmutableArray<BigInteger> Release { get; }

    /// <summary>Gets a value indicating whether it comes before a final release.</summary>
    public bool IsPreRelease => _preRank < Final || _dev is not null;

    /// <summary>Gets a value indicating whether it comes after a final release, with the same numbers.</summary>
    public bool IsPostRelease => _post is not null;

    /// <summary>Gets a value indicating whether somebody else built it from the same source.</summary>
    public bool IsLocal => _local.Length > 0;

    private static int Final => 3;

    /// <summary>Reads a version.</summary>
    /// <param name="text">The text, in any spelling that PEP 440 takes.</param>
    /// <returns>The version, or null when the text is none.</returns>
    public static PythonVersion? Find(string text)
    {
        Match match = text.Length > LongestText ? Match.Empty : Form().Match(text.Trim());
        if (!match.Success)
        {
            return null;
        }

        string stage = match.Groups["pre"].Value.ToLowerInvariant();
        return new PythonVersion(
            Number(match.Groups["epoch"]) ?? 0,
            [.. match.Groups["release"].Value.Split('.').Select(Parse)],
            stage switch { "a" or "alpha" => 0, "b" or "beta" => 1, "" => Final, _ => 2 },
            Number(match.Groups["preN"]) ?? 0,
            match.Groups["post"].Success ? Number(match.Groups["postN"]) ?? Number(match.Groups["postOnly"]) ?? 0 : null,
            match.Groups["dev"].Success ? Number(match.Groups["devN"]) ?? 0 : null,
            match.Groups["local"].Success ? [.. match.Groups["local"].Value.ToLowerInvariant().Split('.', '-', '_')] : []);
    }

    /// <summary>Makes a final release.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="release">The numbers between the dots.</param>
    /// <returns>The version.</returns>
    public static PythonVersion Of(BigInteger epoch, IEnumerable<BigInteger> release) => new(epoch, [.. release], Final, 0, null, null, []);

    /// <summary>Compares two versions.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    /// <returns>Below 0 when the one comes first, above 0 when the other does.</returns>
    public static int Compare(PythonVersion one, PythonVersion other)
    {
        int order = one.Epoch.CompareTo(other.Epoch);
        order = order != 0 ? order : CompareReleases(one.Release, other.Release);
        order = order != 0 ? order : one.StageRank.CompareTo(other.StageRank);
        order = order != 0 ? order : one._pre.CompareTo(other._pre);
        order = order != 0 ? order : (one._post ?? -1).CompareTo(other._post ?? -1);
        order = order != 0 ? order : CompareDev(one._dev, other._dev);
        return order != 0 ? order : CompareLocal(one._local, other._local);
    }

    /// <summary>Gives the version without what others added to it.</summary>
    /// <returns>The public version.</returns>
    public PythonVersion ToPublic() => IsLocal ? new(Epoch, Release, _preRank, _pre, _post, _dev, []) : this;

    /// <summary>Says whether two versions have the same epoch and numbers.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True when they have.</returns>
    public bool HasBaseOf(PythonVersion other) => Epoch == other.Epoch && CompareReleases(Release, other.Release) == 0;

    /// <summary>Says whether the version begins with the given numbers, as <c>==1.2.*</c> asks.</summary>
    /// <param name="prefix">The version before the star.</param>
    /// <param name="count">How many of its numbers count.</param>
    /// <returns>True when it does.</returns>
    public bool StartsWith(PythonVersion prefix, int count)
    {
        bool fits = Epoch == prefix.Epoch;
        for (int at = 0; at < count && fits; at++)
        {
            fits = (at < Release.Length ? Release[at] : 0) == prefix.Release[at];
        }

        return fits;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string stage = _preRank == Final ? "" : $"{(_preRank == 0 ? "a" : _preRank == 1 ? "b" : "rc")}{_pre}";
        string epoch = Epoch.IsZero ? "" : $"{Epoch}!";
        string post = _post is null ? "" : $".post{_post}";
        string dev = _dev is null ? "" : $".dev{_dev}";
        string local = IsLocal ? "+" + string.Join('.', _local) : "";
        return string.Create(CultureInfo.InvariantCulture, $"{epoch}{string.Join('.', Release)}{stage}{post}{dev}{local}");
    }

    // 1.0.dev1 comes before 1.0a1, which comes before 1.0 and 1.0.post1.dev1.
    private int StageRank => _preRank == Final && _post is null && _dev is not null ? -1 : _preRank;

    private static int CompareReleases(ImmutableArray<BigInteger> one, ImmutableArray<BigInteger> other)
    {
        for (int at = 0; at < Math.Max(one.Length, other.Length); at++)
        {
            int order = (at < one.Length ? one[at] : 0).CompareTo(at < other.Length ? other[at] : 0);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareDev(BigInteger? one, BigInteger? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => one.Value.CompareTo(other.Value),
    };

    // Numbers come after words, and more parts after fewer.
    private static int CompareLocal(ImmutableArray<string> one, ImmutableArray<string> other)
    {
        for (int at = 0; at < Math.Min(one.Length, other.Length); at++)
        {
            bool isNumber = one[at].All(char.IsAsciiDigit);
            bool isOtherNumber = other[at].All(char.IsAsciiDigit);
            int order = isNumber && isOtherNumber ? Parse(one[at]).CompareTo(Parse(other[at]))
                : isNumber != isOtherNumber ? (isNumber ? 1 : -1)
                : string.CompareOrdinal(one[at], other[at]);
            if (order != 0)
            {
                return order;
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    private static BigInteger? Number(Group group) => group is { Success: true, Length: > 0 } ? Parse(group.Value) : null;

    private static BigInteger Parse(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    // Appendix B of PEP 440.
    [GeneratedRegex(
        @"^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preN>[0-9]+)?)?"
            + @"(?<post>-(?<postOnly>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postN>[0-9]+)?)?"
            + @"(?<dev>[-_.]?dev[-_.]?(?<devN>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
