using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>
/// Takes secrets out of a body: out of the text as it stands, and out of the strings that it carries, each put together from the events in
/// which it came. The first piece of a secret becomes stars, the others vanish; whatever else the body holds stays byte for byte.
/// </summary>
/// <param name="redactor">Knows the secrets.</param>
internal sealed class BodyRedactor(Redactor redactor)
{
    /// <summary>Takes secrets out of a whole body.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The body without them.</returns>
    public string Redact(string body) => string.Concat(Redact([body]));

    /// <summary>Takes secrets out of a body in pieces.</summary>
    /// <param name="pieces">The pieces, in their order.</param>
    /// <returns>The same pieces without secrets; one that held nothing else is gone.</returns>
    public ImmutableArray<string> Redact(IReadOnlyList<string> pieces)
    {
        string body = string.Concat(pieces);
        if (redactor.IsIdle)
        {
            return [.. pieces.Where(p => p.Length > 0)];
        }

        List<Cut> cuts = [.. redactor.FindAll(body).Select(s => new Cut(s.Start, s.End, true)), .. FindCarried(body)];
        cuts.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : right.IsFirst.CompareTo(left.IsFirst));
        return cuts.Count == 0 ? [.. pieces.Where(p => p.Length > 0)] : Apply(pieces, body, cuts);
    }

    private List<Cut> FindCarried(string body)
    {
        List<Cut> cuts = [];
        Dictionary<string, Joined> joined = [];
        foreach (CarriedString carried in new CarriedStrings(body).Read())
        {
            string text = carried.ReadText(body);
            AddCuts(body, [new Part(0, text.Length, carried)], text, cuts);
            foreach (string place in carried.Places)
            {
                if (!joined.TryGetValue(place, out Joined? whole))
                {
                    joined.Add(place, whole = new Joined([], new StringBuilder()));
                }

                whole.Parts.Add(new Part(whole.Text.Length, text.Length, carried));
                whole.Text.Append(text);
            }
        }

        foreach (Joined whole in joined.Values.Where(j => j.Parts.Count > 1))
        {
            AddCuts(body, whole.Parts, whole.Text.ToString(), cuts);
        }

        return cuts;
    }

    private void AddCuts(string body, List<Part> parts, string text, List<Cut> cuts)
    {
        int part = 0;
        (int Part, List<int> Places) located = (-1, []);
        foreach (SecretSpan span in redactor.FindAll(text))
        {
            while (parts[part].End <= span.Start)
            {
                part++;
            }

            bool isFirst = true;
            for (int at = part; at < parts.Count && parts[at].Start < span.End; at++)
            {
                (int offset, int length, CarriedString carried) = parts[at];
                int start = Math.Max(0, span.Start - offset);
                int end = Math.Min(length, span.End - offset);
                if (start < end)
                {
                    located = located.Part == at ? located : (at, carried.Locate(body));
                    cuts.Add(new Cut(located.Places[start], located.Places[end], isFirst));
                    isFirst = false;
                }
            }
        }
    }

    private static ImmutableArray<string> Apply(IReadOnlyList<string> pieces, string body, List<Cut> cuts)
    {
        ImmutableArray<string>.Builder shown = ImmutableArray.CreateBuilder<string>(pieces.Count);
        int at = 0;
        int cut = 0;
        int pieceStart = 0;
        foreach (string piece in pieces)
        {
            StringBuilder text = new(piece.Length);
            int pieceEnd = pieceStart + piece.Length;
            for (; cut < cuts.Count && cuts[cut].Start < pieceEnd; cut++)
            {
                // Secrets that overlap are covered together.
                if (cuts[cut].Start >= at)
                {
                    text.Append(body, at, cuts[cut].Start - at).Append(cuts[cut].IsFirst ? "***" : "");
                }

                at = Math.Max(at, cuts[cut].End);
            }

            if (at < pieceEnd)
            {
                text.Append(body, at, pieceEnd - at);
                at = pieceEnd;
            }

            pieceStart = pieceEnd;
            if (text.Length > 0)
            {
                shown.Add(text.ToString());
            }
        }

        return shown.ToImmutable();
    }

    private readonly record struct Part(int Start, int Length, CarriedString Carried)
    {
        public int End => Start + Length;
    }

    private readonly record struct Cut(int Start, int End, bool IsFirst);

    private sealed record Joined(List<Part> Parts, StringBuilder Text);
}
