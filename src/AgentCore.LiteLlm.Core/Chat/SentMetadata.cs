using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What of a call's metadata is sent, and what is left out because the endpoint does not take it.</summary>
internal sealed record SentMetadata
{
    // OpenAI's schema: 16 pairs, names of 64 characters, texts of 512.
    private const int MostEntries = 16;
    private const int LongestName = 64;
    private const int LongestText = 512;

    private SentMetadata()
    {
    }

    /// <summary>Gets the tags that are sent.</summary>
    public ImmutableArray<string> Tags { get; private init; } = [];

    /// <summary>Gets the entries that are sent.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Entries { get; private init; } = [];

    /// <summary>Gets what is left out, each by its name and why, for people.</summary>
    public ImmutableArray<string> LeftOut { get; private init; } = [];

    /// <summary>Gets a value indicating whether anything is sent.</summary>
    public bool IsEmpty => Tags.IsEmpty && Entries.IsEmpty;

    /// <summary>Parts what is sent from what is not.</summary>
    /// <param name="labels">What the endpoint's operator is to be told; null when nothing is.</param>
    /// <param name="form">How much the endpoint takes.</param>
    public static SentMetadata Of(CallLabels? labels, MetadataForm form) => (labels, form) switch
    {
        (null, _) => new SentMetadata(),
        (_, MetadataForm.Whole) => new SentMetadata { Tags = labels.Tags, Entries = labels.Metadata },
        (_, MetadataForm.Nothing) => new SentMetadata { LeftOut = [.. labels.Metadata.Select(e => Show(e.Key)), .. Tagged(labels, "'tags'")] },
        _ => OfTexts(labels),
    };

    private static SentMetadata OfTexts(CallLabels labels)
    {
        List<KeyValuePair<string, JsonElement>> sent = [];
        List<string> leftOut = [];
        foreach (KeyValuePair<string, JsonElement> entry in labels.Metadata)
        {
            if (FindFault(entry, sent.Count) is { } fault)
            {
                leftOut.Add($"{Show(entry.Key)} ({fault})");
            }
            else
            {
                sent.Add(entry);
            }
        }

        return new SentMetadata { Entries = [.. sent], LeftOut = [.. leftOut, .. Tagged(labels, "'tags' (a list)")] };
    }

    private static IEnumerable<string> Tagged(CallLabels labels, string words) => labels.Tags.IsEmpty ? [] : [words];

    private static string? FindFault(KeyValuePair<string, JsonElement> entry, int before) => entry.Value.ValueKind switch
    {
        _ when Length(entry.Key) > LongestName => $"a name of more than {LongestName} characters",
        JsonValueKind.String when Length(ReceivedJson.TextOf(entry.Value)) > LongestText => $"more than {LongestText} characters",
        JsonValueKind.String when before == MostEntries => $"beyond {MostEntries} entries",
        JsonValueKind.String => null,
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static string Show(string name) => name.Length <= LongestName ? $"'{name}'" : $"'{WholeCharacters.Cut(name, LongestName)}…'";
}
