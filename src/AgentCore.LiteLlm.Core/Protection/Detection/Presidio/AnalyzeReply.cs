using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Protection.Detection.Presidio;

/// <summary>Reads what the analyzer answered; anything but findings for every text is refused.</summary>
internal static class AnalyzeReply
{
    private const int LongestName = 100;

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The body.</param>
    /// <param name="texts">The texts that were asked about.</param>
    /// <param name="threshold">The lowest score that counts.</param>
    /// <param name="entities">The kinds that were asked for.</param>
    /// <exception cref="ProtectionException">It is no such answer.</exception>
    public static ImmutableArray<ImmutableArray<Candidate>> Read(byte[] answer, ImmutableArray<string> texts, double threshold, ImmutableArray<string> entities)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != texts.Length)
            {
                throw Malformed("is no list with an entry for each text");
            }

            return [.. root.EnumerateArray().Select((list, at) => ReadText(list, texts[at], threshold, entities))];
        }
        catch (JsonException)
        {
            throw Malformed("is no JSON");
        }
        catch (InvalidOperationException)
        {
            throw Malformed("holds text that is no Unicode");
        }
    }

    private static ImmutableArray<Candidate> ReadText(JsonElement list, string text, double threshold, ImmutableArray<string> entities)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Malformed("holds an entry that is no list of findings");
        }

        CodePoints places = new(text);
        return [.. list.EnumerateArray().Select(f => ReadFinding(f, places)).Where(c => c.Score >= threshold && entities.Contains(c.Entity))];
    }

    private static Candidate ReadFinding(JsonElement finding, CodePoints places)
    {
        if (finding.ValueKind != JsonValueKind.Object
            || !finding.TryGetProperty("entity_type", out JsonElement entity)
            || entity.ValueKind != JsonValueKind.String
            || entity.GetString() is not { Length: > 0 and <= LongestName } name
            || !finding.TryGetProperty("start", out JsonElement first) || first.ValueKind != JsonValueKind.Number || !first.TryGetInt32(out int start)
            || !finding.TryGetProperty("end", out JsonElement last) || last.ValueKind != JsonValueKind.Number || !last.TryGetInt32(out int end)
            || !finding.TryGetProperty("score", out JsonElement sure) || sure.ValueKind != JsonValueKind.Number || !sure.TryGetDouble(out double score))
        {
            throw Malformed("holds a finding without entity_type, start, end or score");
        }

        if (start < 0 || end <= start || end > places.Count || score is not (>= 0 and <= 1))
        {
            throw Malformed("holds a finding whose place is outside its text, or whose score is no score");
        }

        return new Candidate(name, places.ToUtf16(start), places.ToUtf16(end), score, Proof.Guess);
    }

    private static ProtectionException Malformed(string how) => new($"The Presidio analyzer's answer {how}.");
}
