using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Makes findings disjoint without leaving anything bare that one of them covered.</summary>
internal static class Conflicts
{
    /// <summary>
    /// Settles all conflicts between the candidates of one text: what another covers goes; of two that cross, the better proven, the
    /// longer, the surer keeps all, the other the rest.
    /// </summary>
    public static ImmutableArray<EntityFinding> Settle(List<Candidate> candidates, string text)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        Candidate[] left = Uncovered(Joined(WithoutFragments(candidates)));
        int[] order = [.. Enumerable.Range(0, left.Length)];
        Array.Sort(order, (one, other) => Rank(left[other], left[one]) is int rank and not 0 ? rank : one.CompareTo(other));
        Candidate[] cut = [.. left];
        bool[] isPlaced = new bool[left.Length];
        foreach (int at in order)
        {
            isPlaced[at] = true;

            // None covers another, so those that cross this one stand right beside it.
            for (int before = at - 1; before >= 0 && left[before].End > left[at].Start; before--)
            {
                cut[before] = isPlaced[before] ? cut[before] : cut[before] with { End = Math.Min(cut[before].End, cut[at].Start) };
            }

            for (int after = at + 1; after < left.Length && left[after].Start < left[at].End; after++)
            {
                cut[after] = isPlaced[after] ? cut[after] : cut[after] with { Start = Math.Max(cut[after].Start, cut[at].End) };
            }
        }

        return [.. cut.Select((c, at) => c == left[at] ? c : Trimmed(c, text))
                .Where(c => c.Length > 0)
                .Select(c => new EntityFinding(c.Entity, c.Start, c.Length, Math.Min(1, c.Score)))];
    }

    // Pieces of a proven card or address look like phone numbers.
    private static List<Candidate> WithoutFragments(List<Candidate> candidates)
    {
        candidates.Sort(ByPlace);
        List<Candidate> proven = candidates.FindAll(c => c.Proof == Proof.Check);
        if (proven.Count == 0)
        {
            return candidates;
        }

        int next = 0;
        int reach = 0;
        List<Candidate> rest = [];
        foreach (Candidate candidate in candidates)
        {
            while (next < proven.Count && proven[next].Start <= candidate.Start)
            {
                reach = Math.Max(reach, proven[next].End);
                next++;
            }

            bool meetsProven = reach > candidate.Start || (next < proven.Count && proven[next].Start < candidate.End);
            if (!meetsProven || candidate.Proof == Proof.Check || !candidate.Entity.EndsWith("PHONE_NUMBER", StringComparison.Ordinal))
            {
                rest.Add(candidate);
            }
        }

        return rest;
    }

    // Presidio's first step: crossing findings of one kind are one finding.
    private static List<Candidate> Joined(List<Candidate> sorted)
    {
        List<Candidate> joined = [];
        Dictionary<string, int> last = new(StringComparer.Ordinal);
        foreach (Candidate candidate in sorted)
        {
            if (last.TryGetValue(candidate.Entity, out int at) && joined[at].Meets(candidate))
            {
                Candidate before = joined[at];
                joined[at] = before with
                {
                    End = Math.Max(before.End, candidate.End),
                    Score = Math.Max(before.Score, candidate.Score),
                    Proof = before.Proof > candidate.Proof ? before.Proof : candidate.Proof,
                };
                continue;
            }

            last[candidate.Entity] = joined.Count;
            joined.Add(candidate);
        }

        return joined;
    }

    private static Candidate[] Uncovered(List<Candidate> joined)
    {
        joined.Sort(ByPlace);
        List<Candidate> left = [];
        foreach (Candidate candidate in joined)
        {
            if (left.Count == 0 || left[^1].End < candidate.End)
            {
                left.Add(candidate);
            }
        }

        return [.. left];
    }

    // What is left of a misread number is worth hiding only when it holds something.
    private static Candidate Trimmed(Candidate rest, string text)
    {
        int start = rest.Start;
        int end = rest.End;
        while (start < end && !char.IsLetterOrDigit(text[start]) && !char.IsSurrogate(text[start]))
        {
            start++;
        }

        while (end > start && !char.IsLetterOrDigit(text[end - 1]) && !char.IsSurrogate(text[end - 1]))
        {
            end--;
        }

        return rest with { Start = start, End = end };
    }

    private static int ByPlace(Candidate one, Candidate other)
    {
        int order = one.Start.CompareTo(other.Start);
        order = order != 0 ? order : other.End.CompareTo(one.End);
        order = order != 0 ? order : Rank(other, one);
        return order != 0 ? order : string.CompareOrdinal(one.Entity, other.Entity);
    }

    private static int Rank(Candidate one, Candidate other)
    {
        int order = (one.Proof == Proof.Check).CompareTo(other.Proof == Proof.Check);
        order = order != 0 ? order : one.Length.CompareTo(other.Length);
        order = order != 0 ? order : one.Score.CompareTo(other.Score);
        order = order != 0 ? order : one.Nearness.CompareTo(other.Nearness);
        return order != 0 ? order : one.Proof.CompareTo(other.Proof);
    }
}
