using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Protection;

/// <summary>Takes personal data out of the texts of one conversation, and puts it back. It may be used by calls at the same time.</summary>
internal sealed class ProtectionSession
{
    private readonly ProtectionPolicy _policy;
    private ImmutableHashSet<(string Entity, ProtectionAction Action)> _seen = [];

    /// <summary>Initializes a session.</summary>
    /// <param name="policy">What is looked for, and what is done with it.</param>
    /// <param name="vault">What the conversation has replaced so far; null begins a new one.</param>
    public ProtectionSession(ProtectionPolicy policy, ProtectionVault? vault = null)
    {
        _policy = policy;
        Vault = vault ?? new ProtectionVault();
    }

    /// <summary>Gets the kinds that were asked for, that nothing can find, and that may leave all the same.</summary>
    public ImmutableArray<string> Unprotected => _policy.Unprotected;

    /// <summary>Gets what is looked for and what is done with it, in words that can be compared.</summary>
    public ImmutableArray<string> Terms => _policy.Terms;

    /// <summary>Gets what the conversation has replaced so far.</summary>
    public ProtectionVault Vault { get; }

    /// <summary>Gets the kinds that were found so far, each counted once: also where the call came to no answer that could tell them.</summary>
    public ProtectionReport Seen => new() { Found = [.. _seen.Order().Select(s => new EntityCount(s.Entity, s.Action, 1))] };

    /// <summary>Goes on with what an earlier call of the same conversation replaced, by the rules of this one.</summary>
    /// <param name="vault">What was replaced; null changes nothing.</param>
    /// <returns>The session.</returns>
    public ProtectionSession With(ProtectionVault? vault) => vault is null ? this : new ProtectionSession(_policy, vault);

    /// <summary>Takes personal data out of texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The protected texts, in the same order.</returns>
    /// <exception cref="ProtectionException">A detector failed: nothing may be sent.</exception>
    /// <exception cref="ProtectionBlockedException">A text holds what must not leave.</exception>
    public ValueTask<ImmutableArray<ProtectedText>> ProtectAsync(ImmutableArray<string> texts, CancellationToken cancellationToken) =>
        ProtectAsync([.. texts.Select(t => new LabelledText(t))], cancellationToken);

    /// <summary>Takes personal data out of texts that stand beside names.</summary>
    internal async ValueTask<ImmutableArray<ProtectedText>> ProtectAsync(ImmutableArray<LabelledText> texts, CancellationToken cancellationToken)
    {
        ImmutableArray<string> searched = ToSearched(texts, out int[] places);
        ImmutableArray<ImmutableArray<EntityFinding>> found = searched.IsEmpty ? [] : await FindAsync(searched, cancellationToken).ConfigureAwait(false);
        if (found.IsDefault || found.Length != searched.Length)
        {
            throw new ProtectionException("a detector did not answer for every text");
        }

        ImmutableArray<EntityFinding>[] findings = new ImmutableArray<EntityFinding>[texts.Length];
        for (int at = 0; at < findings.Length; at++)
        {
            findings[at] = places[at] < 0 ? [] : ToFindings(found[places[at]], texts[at]);
        }

        Note(findings);
        ThrowIfBlocked(findings);
        return Vault.Protect(texts, findings, _policy);
    }

    // Whatever goes wrong in a search, nothing may leave; the message of what went wrong could hold a piece of the text.
    private async ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return await _policy.Detector.FindAsync(texts, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (ProtectionException or OperationCanceledException))
        {
            throw new ProtectionException($"a detector failed unexpectedly ({e.GetType().Name})");
        }
    }

    // Each text once: the turns of a conversation repeat themselves.
    private static ImmutableArray<string> ToSearched(ImmutableArray<LabelledText> texts, out int[] places)
    {
        places = new int[texts.Length];
        ImmutableArray<string>.Builder searched = ImmutableArray.CreateBuilder<string>(texts.Length);
        Dictionary<string, int>? known = texts.Length > 1 ? new(StringComparer.Ordinal) : null;
        for (int at = 0; at < places.Length; at++)
        {
            string text = IsSearched(texts[at]) ? ToSearched(texts[at]) : "";
            if (text.Length == 0 || (known is not null && known.TryGetValue(text, out places[at])))
            {
                places[at] = text.Length == 0 ? -1 : places[at];
                continue;
            }

            places[at] = searched.Count;
            known?.Add(text, searched.Count);
            searched.Add(text);
        }

        return searched.DrainToImmutable();
    }

    private static bool IsSearched(LabelledText text) => !text.IsEcho && !string.IsNullOrWhiteSpace(text.Text);

    private static string ToSearched(LabelledText text) => ToPrefix(text.Label) + text.Text;

    // As a person would write it, so that the words before a value tell what it is.
    private static string ToPrefix(string label) => label.Length == 0 ? "" : $"{label.Replace('_', ' ').Replace('-', ' ')}: ";

    private static ImmutableArray<EntityFinding> ToFindings(ImmutableArray<EntityFinding> found, LabelledText text)
    {
        int prefix = ToPrefix(text.Label).Length;
        int end = prefix;
        ImmutableArray<EntityFinding>.Builder within = ImmutableArray.CreateBuilder<EntityFinding>(found.Length);
        foreach (EntityFinding finding in found)
        {
            int start = Math.Max(finding.Start, prefix);
            int length = finding.Start + finding.Length - start;
            if (finding.Start < 0 || finding.Length <= 0 || finding.Length > prefix + text.Text.Length - finding.Start || (length > 0 && start < end))
            {
                throw new ProtectionException("a detector named places that are not in the text, or that overlap");
            }

            if (length > 0)
            {
                within.Add(finding with { Start = start - prefix, Length = length });
                end = start + length;
            }
        }

        return within.DrainToImmutable();
    }

    private void Note(ImmutableArray<EntityFinding>[] findings)
    {
        foreach (EntityFinding finding in findings.SelectMany(f => f))
        {
            ImmutableInterlocked.Update(ref _seen, static (seen, kind) => seen.Add(kind), (finding.Entity, _policy.ActionFor(finding.Entity)));
        }
    }

    private void ThrowIfBlocked(ImmutableArray<EntityFinding>[] findings)
    {
        if (!Array.Exists(findings, IsBlocked))
        {
            return;
        }

        throw new ProtectionBlockedException(
        [
            .. findings.SelectMany(f => f)
                .Where(f => _policy.ActionFor(f.Entity) == ProtectionAction.Block)
                .GroupBy(f => f.Entity)
                .Select(g => new EntityCount(g.Key, ProtectionAction.Block, g.Count()))
                .OrderBy(c => c.Entity, StringComparer.Ordinal),
        ]);
    }

    private bool IsBlocked(ImmutableArray<EntityFinding> findings)
    {
        foreach (EntityFinding finding in findings)
        {
            if (_policy.ActionFor(finding.Entity) == ProtectionAction.Block)
            {
                return true;
            }
        }

        return false;
    }
}
