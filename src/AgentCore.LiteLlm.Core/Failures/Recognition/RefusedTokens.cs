using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>How many tokens a refused call had, and how many it asked for, in the endpoint's own count.</summary>
/// <param name="Input">The tokens of the prompt.</param>
/// <param name="Output">The tokens the answer was to have at most.</param>
internal sealed partial record RefusedTokens(long Input, long Output)
{
    /// <summary>Gets a value indicating whether the answer is what there is no room for, rather than the prompt.</summary>
    public bool IsOutputTooLong => Output >= Input;

    /// <summary>Finds the counts.</summary>
    /// <param name="words">The endpoint's words.</param>
    /// <returns>The counts, or null where the words do not name both.</returns>
    public static RefusedTokens? Find(string words)
    {
        Match sum = Sum().Match(words) is { Success: true } found ? found : Difference().Match(words);
        long? input = ToCount(sum.Success ? sum : OfPrompt().Match(words), "input");
        long? output = ToCount(sum.Success ? sum : OfAnswer().Match(words), "output");
        return input is { } prompt && output is { } answer ? new RefusedTokens(prompt, answer) : null;
    }

    private static long? ToCount(Match match, string group) =>
        long.TryParse(match.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out long count) ? count : null;

    // "190122 + 32000 > 200000"
    [GeneratedRegex(@"(?<input>[\d,]+) ?\+ ?(?<output>[\d,]+) ?> ?[\d,]+", RegexOptions.CultureInvariant)]
    private static partial Regex Sum();

    // "8192 > 4096 - 12"
    [GeneratedRegex(@"(?<output>[\d,]+) ?> ?[\d,]+ ?- ?(?<input>[\d,]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Difference();

    [GeneratedRegex(
        @"(?<input>[\d,]+) (tokens )?(of text input|in (the|your) (messages|prompt|input)|(from|of) the (input|prompt)|input tokens|`?inputs`? tokens)"
        + @"|prompt is (?<input>[\d,]+) tokens",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OfPrompt();

    [GeneratedRegex(
        @"(?<output>[\d,]+) (tokens )?(in the (output|completion)|for the completion|output tokens|completion tokens|`?max_new_tokens)"
        + @"|generating (?<output>[\d,]+) tokens",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OfAnswer();
}
