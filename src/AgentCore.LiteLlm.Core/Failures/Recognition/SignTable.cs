using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>Knows which codes and words are signs of what, as shipped in <c>codes.tsv</c> and <c>words.tsv</c>.</summary>
internal sealed partial class SignTable
{
    private static readonly Lazy<SignTable> Shipped = new(Read);

    private readonly FrozenDictionary<string, ImmutableArray<Sign>> _codes;
    private readonly ImmutableArray<(Sign Sign, Regex Pattern)> _words;

    private SignTable(FrozenDictionary<string, ImmutableArray<Sign>> codes, ImmutableArray<(Sign Sign, Regex Pattern)> words)
    {
        _codes = codes;
        _words = words;
    }

    /// <summary>Gets the table; it is read when the first error is.</summary>
    public static SignTable Default => Shipped.Value;

    /// <summary>Finds the signs of an error.</summary>
    /// <param name="codes">Its codes, types and classes.</param>
    /// <param name="words">Its words, as one line.</param>
    /// <returns>The signs.</returns>
    public SignSet Find(ImmutableArray<string> codes, string words)
    {
        SignSet signs = default;
        string text = string.Join(" . ", codes.Select(ToWords).Prepend(words));
        foreach (Sign sign in codes.SelectMany(c => _codes.TryGetValue(c, out ImmutableArray<Sign> found) ? found : []))
        {
            signs = signs.With(sign);
        }

        foreach ((Sign sign, Regex pattern) in _words)
        {
            signs = !signs.Has(sign) && pattern.IsMatch(text) ? signs.With(sign) : signs;
        }

        return signs;
    }

    /// <summary>Reads the rows of a table: sign, code or pattern, and who sends it.</summary>
    internal static ImmutableArray<string[]> ReadRows(string table)
    {
        using Stream stream = typeof(SignTable).Assembly.GetManifestResourceStream(table)!;
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.TrimEnd('\r').Split('\t'))];
    }

    private static SignTable Read() => new(
        ReadRows("codes.tsv")
            .GroupBy(r => r[1], r => Enum.Parse<Sign>(r[0]), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray(), StringComparer.OrdinalIgnoreCase),
        [.. ReadRows("words.tsv").GroupBy(r => Enum.Parse<Sign>(r[0]), r => r[1]).Select(g => (g.Key, ToPattern(g)))]);

    // A code says in its own spelling what others say in words: 'SensitiveContentDetected', 'PROMPT_TOO_LONG'.
    private static string ToWords(string code) => WordStart().Replace(code, " ").Replace('_', ' ');

    // One pattern for each sign. Every gap in it is bounded, and so is the text: a hostile message costs a fraction of a second. An engine that never
    // looks back would take two seconds to make them.
    private static Regex ToPattern(IEnumerable<string> rows) => new(
        string.Join('|', rows), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
