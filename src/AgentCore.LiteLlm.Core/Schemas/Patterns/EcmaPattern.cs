using System.Buffers;
using System.Diagnostics;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Patterns;

/// <summary>A regular expression of ECMA-262, unanchored, as <c>pattern</c> holds it.</summary>
internal sealed class EcmaPattern
{
    private static readonly SearchValues<char> Special = SearchValues.Create(@"\^$.*+?()[]{}|");

    private readonly string? _literal;
    private readonly bool _fromStart;
    private readonly bool _toEnd;
    private readonly Lazy<Regex> _regex;

    private EcmaPattern(string text, EcmaPatternReader reader)
    {
        Text = text;
        _fromStart = text.StartsWith('^');
        _toEnd = text.EndsWith('$');
        string inner = text[(_fromStart ? 1 : 0)..];
        inner = _toEnd ? inner[..^1] : inner;
        _literal = inner.AsSpan().ContainsAny(Special) ? null : inner;

        // The regular expression engine costs a cold start, so it waits for the first value.
        string translated = reader.Translated;
        bool backtracks = reader.NeedsBacktracking;
        _regex = new Lazy<Regex>(() => ToRegex(translated, backtracks));
    }

    /// <summary>Gets the pattern as its author wrote it.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="problem">What is wrong with it; null when it is sound.</param>
    /// <returns>The pattern, or null with a <paramref name="problem"/>.</returns>
    public static EcmaPattern? Read(string text, out string? problem)
    {
        try
        {
            problem = null;
            return new EcmaPattern(text, EcmaPatternReader.Read(text));
        }
        catch (PatternException e)
        {
            problem = e.Message;
            return null;
        }
    }

    public bool IsMatch(string value, PatternTime time)
    {
        if (_literal is not null)
        {
            return (_fromStart, _toEnd) switch
            {
                (true, true) => string.Equals(value, _literal, StringComparison.Ordinal),
                (true, false) => value.StartsWith(_literal, StringComparison.Ordinal),
                (false, true) => value.EndsWith(_literal, StringComparison.Ordinal),
                _ => value.Contains(_literal, StringComparison.Ordinal),
            };
        }

        Regex regex = _regex.Value;
        long start = Stopwatch.GetTimestamp();
        try
        {
            bool matches = regex.IsMatch(value);
            time.Spend(Stopwatch.GetElapsedTime(start));
            return matches;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new SchemaRunStoppedException($"takes too long to hold against the pattern {Excerpt.Cut(Text)}", e);
        }
    }

    private static Regex ToRegex(string translated, bool backtracks)
    {
        if (!backtracks)
        {
            try
            {
                return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, PatternTime.PerMatch);
            }
            catch (NotSupportedException)
            {
                // Too large for an automaton: the time limit has to do.
            }
        }

        return new Regex(translated, RegexOptions.CultureInvariant, PatternTime.PerMatch);
    }
}
