using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>What endpoints have against reasoning: its level, its form, or reasoning of earlier turns that came back to them.</summary>
internal static partial class ReasoningRefusal
{
    // What can no longer be proven, or lacks what belonged to it: signatures of Claude, items of OpenAI's.
    private static readonly string[] BrokenWords =
    [
        "invalid `signature` in `thinking` block", "expected `thinking` or `redacted_thinking`", "without its required following item",
        "could not be verified", "invalid_encrypted_content", "thought signature is not valid", "corrupted thought signature",
    ];

    /// <summary>Finds the levels that an endpoint takes, where it refuses one and lists the others.</summary>
    /// <param name="failure">What it answered.</param>
    /// <param name="sent">The level that was sent.</param>
    /// <returns>The levels; null where it says nothing of that.</returns>
    public static EffortSet? FindLevels(ChatFailure failure, ReasoningEffort sent)
    {
        bool isAboutEffort = failure is { Kind: FailureKind.BadRequest, ProviderMessage: { } words }
            && (failure.Parameter?.Contains("effort", StringComparison.OrdinalIgnoreCase) == true || Effort().IsMatch(words)
                || words.Contains($"value: '{ModelReasoning.ToWord(sent)}'", StringComparison.OrdinalIgnoreCase));
        if (!isAboutEffort || Listing().Match(failure.ProviderMessage!) is not { Success: true } listing)
        {
            return null;
        }

        EffortSet levels = EffortSet.Of(Level().Matches(listing.Groups["rest"].Value).Select(m => Enum.Parse<ReasoningEffort>(m.Value, ignoreCase: true)));
        return levels.Bits == 0 || levels.Contains(sent) ? null : levels;
    }

    /// <summary>Finds the form to try where an endpoint refuses the one that was sent.</summary>
    /// <param name="failure">What it answered.</param>
    /// <param name="sent">What was sent.</param>
    /// <returns>Whether the form is refused, and the next one; null where there is none.</returns>
    public static (bool IsRefused, ReasoningForm? Next) FindForm(ChatFailure failure, ModelReasoning sent)
    {
        // Tools that want another wire are no refusal of reasoning.
        bool isElsewhere = failure.ProviderMessage?.Contains("/v1/responses", StringComparison.OrdinalIgnoreCase) == true;
        if (isElsewhere || !sent.FindMembers().Any(m => MemberRefusal.Names(failure, m)))
        {
            return (false, null);
        }

        bool wantsAdaptive = failure.ProviderMessage?.Contains("adaptive", StringComparison.OrdinalIgnoreCase) == true;
        return (true, sent.Form switch
        {
            ReasoningForm.Effort => null,
            ReasoningForm.Budget when wantsAdaptive => ReasoningForm.Adaptive,
            _ => ReasoningForm.Effort,
        });
    }

    /// <summary>Says whether reasoning of earlier turns came back in a way that can no longer be used.</summary>
    /// <param name="failure">What the endpoint answered.</param>
    public static bool IsBroken(ChatFailure failure) =>
        failure is { ProviderMessage: { } words, HttpStatus: 400 or 404 or 422 }
        && (failure.ProviderCode == "invalid_encrypted_content"
            || Array.Exists(BrokenWords, w => words.Contains(w, StringComparison.OrdinalIgnoreCase))
            || LostItem().IsMatch(words));

    /// <summary>Finds how an endpoint wants the reasoning of earlier turns, where it says that it misses it or does not take it.</summary>
    /// <param name="failure">What it answered.</param>
    /// <param name="request">What was sent.</param>
    /// <returns>How; null where it says nothing of that.</returns>
    public static ReasoningEcho? FindEcho(ChatFailure failure, ChatRequest request) =>
        failure is not { Kind: FailureKind.BadRequest, ProviderMessage: { } words } ? null
        : Missed().IsMatch(words) && request.Messages.Any(m => m.Role == ChatRole.Assistant) ? ReasoningEcho.Always
        : Unwanted().IsMatch(words) && request.Messages.Any(m => m.Extras.Any(MessageExtras.IsPlain)) ? ReasoningEcho.Never
        : null;

    /// <summary>Finds how calls of tools have to go back that no Gemini signed, where an endpoint misses the signature.</summary>
    /// <param name="failure">What it answered.</param>
    /// <param name="request">What was sent.</param>
    /// <returns>How; none where it misses nothing.</returns>
    public static CallSignature FindSignature(ChatFailure failure, ChatRequest request) =>
        failure is not { Kind: FailureKind.BadRequest, ProviderMessage: { } words } || !Unsigned().IsMatch(words)
            || !request.Messages.Any(m => !m.ToolCalls.IsEmpty)
            ? CallSignature.None
        : words.Contains("litellm", StringComparison.OrdinalIgnoreCase) ? CallSignature.LiteLlm
        : CallSignature.Google;

    /// <summary>Says whether messages hold anything that a repair can leave out.</summary>
    /// <param name="request">The request.</param>
    public static bool HasReasoning(ChatRequest request) =>
        request.SentReasoning is not null || request.Messages.Any(m => !m.Extras.IsEmpty || m.ToolCalls.Any(c => !c.Extras.IsEmpty));

    [GeneratedRegex(@"reasoning[_. ]?effort|output_config\.effort|\beffort\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Effort();

    // "Supported values are: 'low', 'medium'", "Input should be 'low' or 'high'", "must be one of", "allowed values", "expected one of"
    [GeneratedRegex(
        @"(?:(?:supported|allowed|valid|permitted|accepted|available)(?: \w+)? (?:values|levels|options|efforts)|should be|must be|one of|choose from|expected)"
        + @"(?<rest>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Listing();

    [GeneratedRegex(@"(?<![\w-])(?:none|minimal|low|medium|high|xhigh|max)(?![\w-])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Level();

    [GeneratedRegex(@"item with id '?rs_\w+'? not found", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LostItem();

    [GeneratedRegex(@"missing (?:an? )?.?thought.?signature", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Unsigned();

    [GeneratedRegex(@"reasoning_content\W.{0,80}must be passed back|missing .?reasoning_content", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Missed();

    [GeneratedRegex(
        @"property '(?:reasoning_content|reasoning)' is unsupported|reasoning_content\W.{0,40}(?:not (?:supported|permitted|allowed)|unsupported)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Unwanted();
}
