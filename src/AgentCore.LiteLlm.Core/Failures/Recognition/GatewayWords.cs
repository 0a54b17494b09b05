using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>The words of an error without what gateways put around them.</summary>
/// <param name="Text">The words, as one line of bounded length.</param>
/// <param name="Classes">The classes of errors that the gateway named, such as <c>ContextWindowExceededError</c>, and a code that is all there is.</param>
/// <param name="IsUpstream">Whether the gateway passes on what a provider said.</param>
internal sealed partial record GatewayWords(string Text, ImmutableArray<string> Classes, bool IsUpstream)
{
    // No message says in its fourth thousand letters what it has not said before.
    private const int Longest = 4000;

    // LiteLLM's router appends its state to every message: names of models, which are no part of what is wrong.
    private static readonly string[] Tails =
    [
        "No fallback model group found for", "Received Model Group=", "Available Model Group Fallbacks=", "LiteLLM Retried:", "Error doing the fallback:",
    ];

    /// <summary>Takes a message out of its wrapping.</summary>
    /// <param name="message">The message; null when there is none.</param>
    /// <returns>The words.</returns>
    public static GatewayWords Of(string? message)
    {
        string text = ToLine(message ?? "");
        text = text[..Tails.Select(t => text.IndexOf(t, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(text.Length).Min()];
        string words = Wrapping().Replace(text, "").Trim();
        ImmutableArray<string> classes = [.. Class().Matches(text).Concat(Code().Matches(words)).Select(m => m.Groups["class"].Value).Distinct()];
        return new GatewayWords(words, classes, Provider().IsMatch(text));
    }

    private static string ToLine(string message)
    {
        string text = message.Length <= Longest ? message : message[..Longest];
        return Blanks().Replace(text.Replace('’', '\''), " ");
    }

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\blitellm\. ?(?<class>[A-Z]\w{2,60})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Class();

    // "sensitive_words_detected (request id: 2026)": nothing but a code.
    [GeneratedRegex(@"^(?<class>[A-Za-z]\w{0,60}_\w{1,60})(?= ?\(|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(
        @"\b[A-Za-z][\w.]{1,40}(Exception|Error)( [A-Z][\w ]{2,40})? ?- |\bError from provider\b|\bUpstream (request failed|error)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex Provider();

    [GeneratedRegex(
        @"^((litellm\. ?)?[A-Za-z][\w.]{1,60}(Error|Exception|Timeout): ?|[A-Za-z][\w.]{1,40}(Exception|Error)( [A-Z][A-Za-z]{2,40}){0,3} ?- ?"
        + "|Provider returned error: ?|Error from provider: ?|Upstream (request failed|error): ?)+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Wrapping();
}
