using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// What was replaced in one conversation, and by what: the same value has the same placeholder throughout, and no number is
/// issued twice. It lives in memory only, may be used by calls at the same time, and shows no value.
/// </summary>
internal sealed class ProtectionVault
{
    private readonly object _gate = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, PlaceholderSeries> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _entityOf = new(StringComparer.Ordinal);
    private readonly KnownValues _known = new();

    // Names of placeholders that texts held of their own accord; they are never issued.
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);

    /// <summary>Makes a vault of what one elsewhere had issued.</summary>
    /// <param name="entries">What was issued, by label in the order of the numbers.</param>
    /// <returns>The vault; null when the entries contradict each other.</returns>
    internal static ProtectionVault? Find(IEnumerable<VaultEntry> entries)
    {
        ProtectionVault vault = new();
        foreach (VaultEntry entry in entries)
        {
            if (entry is not { Label.Length: > 0 and <= PlaceholderForm.LongestName, Value.Length: > 0, Entity: not null }
                || !vault.SeriesOf(entry.Label).TakeBack(entry.Number, entry.Value))
            {
                return null;
            }

            if (vault._entityOf.TryAdd(entry.Value, entry.Entity))
            {
                vault._known.Add(entry.Value);
            }
        }

        return vault;
    }

    /// <summary>Gives everything that was issued, by label in the order of the numbers.</summary>
    internal ImmutableArray<VaultEntry> ToEntries()
    {
        lock (_gate)
        {
            return [.. _series.SelectMany(s => s.Value.Issued.Select(i => new VaultEntry(s.Key, i.Number, i.Value, _entityOf[i.Value])))];
        }
    }

    /// <summary>Makes a vault that knows the same, and learns by itself from now on.</summary>
    internal ProtectionVault Copy()
    {
        ProtectionVault copy = Find(ToEntries())!;
        lock (_gate)
        {
            copy._foreign.UnionWith(_foreign);
        }

        return copy;
    }

    /// <summary>Replaces what was found in texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="findings">What was found in each, by place, disjoint and within the text.</param>
    /// <param name="policy">What is done with it.</param>
    /// <returns>The texts that may leave.</returns>
    internal ImmutableArray<ProtectedText> Protect(ImmutableArray<LabelledText> texts, ImmutableArray<EntityFinding>[] findings, ProtectionPolicy policy)
    {
        // One call after another: what stands in any text of a call must be known before the first number is issued for it.
        lock (_gate)
        {
            List<EntityFinding>[] all = new List<EntityFinding>[texts.Length];
            for (int i = 0; i < all.Length; i++)
            {
                all[i] = findings[i].IsEmpty ? [] : [.. findings[i].Where(f => policy.ActionFor(f.Entity) != ProtectionAction.Keep)];
                AddLookalikes(texts[i].Text, all[i], texts[i].IsEcho);
            }

            for (int i = 0; i < all.Length; i++)
            {
                foreach (EntityFinding finding in all[i])
                {
                    if (policy.ActionFor(finding.Entity) == ProtectionAction.Replace)
                    {
                        Issue(finding.Entity, texts[i].Text.Substring(finding.Start, finding.Length));
                    }
                }
            }

            return [.. texts.Select((text, i) => text.IsEcho ? new ProtectedText(text.Text, [], this) : Write(text.Text, all[i], findings[i], policy))];
        }
    }

    /// <summary>Finds the value of a placeholder's name; null when it was never issued.</summary>
    internal string? Find(ReadOnlySpan<char> name)
    {
        int split = name.LastIndexOf('_');
        if (split <= 0)
        {
            return null;
        }

        lock (_gate)
        {
            return _series.TryGetValue(name[..split].ToString(), out PlaceholderSeries? series) ? series.Find(name[(split + 1)..]) : null;
        }
    }

    /// <summary>Says whether what was read of a placeholder's name could go on to be one that was issued.</summary>
    internal bool CouldGoOn(ReadOnlySpan<char> name, PlaceholderNext next)
    {
        lock (_gate)
        {
            return (next.HasFlag(PlaceholderNext.Name) && CouldBegin(name))
                || (next.HasFlag(PlaceholderNext.Underscore) && CouldBegin($"{name}_"))
                || (next.HasFlag(PlaceholderNext.Close) && Find(name) is not null);
        }
    }

    private bool CouldBegin(ReadOnlySpan<char> name)
    {
        foreach (PlaceholderSeries series in _series.Values)
        {
            if (series.CouldBegin(name))
            {
                return true;
            }
        }

        return false;
    }

    private string Issue(string entity, string value)
    {
        string placeholder = SeriesOf(PlaceholderForm.ToLabel(entity)).Issue(value, _foreign.Contains, out bool isNew);
        if (isNew && _entityOf.TryAdd(value, entity))
        {
            _known.Add(value);
        }

        return placeholder;
    }

    private PlaceholderSeries SeriesOf(string label)
    {
        if (!_series.TryGetValue(label, out PlaceholderSeries? series))
        {
            _series.Add(label, series = new PlaceholderSeries(label));
        }

        return series;
    }

    // A text may hold what looks like a placeholder: one that was issued is replaced like any value, so that it comes back as it was; another is never issued.
    private void AddLookalikes(string text, List<EntityFinding> findings, bool isEcho)
    {
        Span<char> name = stackalloc char[PlaceholderForm.LongestName];
        int finding = 0;
        for (int at = 0; at < text.Length; at++)
        {
            int next = PlaceholderForm.FindStart(text.AsSpan(at));
            if (next < 0)
            {
                return;
            }

            at += next;
            PlaceholderReading reading = PlaceholderForm.Read(text.AsSpan(at), name);
            while (finding < findings.Count && findings[finding].Start + findings[finding].Length <= at)
            {
                finding++;
            }

            bool isTouched = finding < findings.Count && findings[finding].Start < at + reading.Length;
            if (!reading.IsWhole || isTouched)
            {
                continue;
            }

            ReadOnlySpan<char> found = name[..reading.NameLength];
            if (Find(found) is not null && !isEcho)
            {
                findings.Insert(finding, new EntityFinding(found[..found.LastIndexOf('_')].ToString(), at, reading.Length, 1));
            }
            else if (PlaceholderForm.IsNumbered(found) && Find(found) is null)
            {
                _foreign.Add(found.ToString());
            }

            at += reading.Length - 1;
        }
    }

    private ProtectedText Write(string text, List<EntityFinding> replaced, ImmutableArray<EntityFinding> found, ProtectionPolicy policy)
    {
        if (found.IsEmpty && replaced.Count == 0 && _known.FindNext(text, 0, text.Length) is null)
        {
            return new ProtectedText(text, [], this);
        }

        StringBuilder? written = null;
        List<ProtectedFinding> done = [.. found.Where(f => policy.ActionFor(f.Entity) == ProtectionAction.Keep)
                .Select(f => new ProtectedFinding(f.Entity, ProtectionAction.Keep, f.Start, f.Length, f.Score, null))];
        int at = 0;
        foreach (EntityFinding finding in WithKnown(text, replaced))
        {
            string value = text.Substring(finding.Start, finding.Length);
            ProtectionAction action = policy.ActionFor(finding.Entity);
            string replacement = ToReplacement(action, finding.Entity, value);
            (written ??= new StringBuilder(text.Length)).Append(text, at, finding.Start - at).Append(replacement);
            done.Add(new ProtectedFinding(finding.Entity, action, finding.Start, finding.Length, finding.Score, replacement));
            at = finding.Start + finding.Length;
        }

        done.Sort((one, other) => one.Start.CompareTo(other.Start));
        return new ProtectedText(written is null ? text : written.Append(text, at, text.Length - at).ToString(), [.. done], this);
    }

    private IEnumerable<EntityFinding> WithKnown(string text, List<EntityFinding> findings)
    {
        int at = 0;
        foreach (EntityFinding finding in findings.Append(null!))
        {
            int end = finding?.Start ?? text.Length;
            while (_known.FindNext(text, at, end) is ({ } start, { } value))
            {
                yield return new EntityFinding(_entityOf[value], start, value.Length, 1);
                at = start + value.Length;
            }

            if (finding is not null)
            {
                yield return finding;
                at = finding.Start + finding.Length;
            }
        }
    }

    private string ToReplacement(ProtectionAction action, string entity, string value) => action switch
    {
        ProtectionAction.Mask => Mask(value),
        ProtectionAction.Hash => Hash(entity, value),
        ProtectionAction.Redact => $"<{PlaceholderForm.ToLabel(entity)}>",
        _ => Issue(entity, value),
    };

    private static string Mask(string value)
    {
        int digits = value.Count(char.IsAsciiDigit);
        int kept = digits >= 8 && !value.Any(char.IsLetter) ? digits - 4 : int.MaxValue;
        StringBuilder masked = new(value.Length);
        int seen = 0;
        foreach (char c in value)
        {
            seen += char.IsAsciiDigit(c) ? 1 : 0;
            bool isShown = char.IsAsciiDigit(c) ? seen > kept : !char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && !char.IsControl(c);
            masked.Append(isShown ? c : '*');
        }

        return masked.ToString();
    }

    // Letters only: no number that a later search could take for another kind of data.
    private string Hash(string entity, string value)
    {
        byte[] hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{entity}\0{value}"));
        string letters = string.Concat(
            Convert.ToHexString(hash.AsSpan(0, 12)).Select(c => (char)('a' + int.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))));
        return $"<{PlaceholderForm.ToLabel(entity)}:{letters}>";
    }
}
