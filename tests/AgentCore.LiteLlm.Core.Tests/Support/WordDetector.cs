using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Finds given words, wherever they stand, and remembers every text it was given.</summary>
internal sealed class WordDetector(params (string Word, string Entity)[] words) : IEntityDetector
{
    private readonly List<string> _seen = [];

    /// <summary>Gets what happens instead of an answer.</summary>
    public Func<Exception?> Fault { get; init; } = () => null;

    /// <summary>Gets a word that must stand before a finding in the same text; null for none.</summary>
    public string? Context { get; init; }

    public IReadOnlyList<string> Seen => _seen;

    public ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Fault() is { } fault)
        {
            throw fault;
        }

        lock (_seen)
        {
            _seen.AddRange(texts);
        }

        return ValueTask.FromResult<ImmutableArray<ImmutableArray<EntityFinding>>>([.. texts.Select(Find)]);
    }

    private ImmutableArray<EntityFinding> Find(string text)
    {
        ImmutableArray<EntityFinding>.Builder found = ImmutableArray.CreateBuilder<EntityFinding>();
        int at = 0;
        while (at < text.Length)
        {
            (string? word, string entity) = words.Where(w => string.CompareOrdinal(text, at, w.Word, 0, w.Word.Length) == 0)
                .OrderByDescending(w => w.Word.Length)
                .FirstOrDefault();
            bool isFound = word is not null && (Context is null || text[..at].Contains(Context, StringComparison.Ordinal));
            if (isFound)
            {
                found.Add(new EntityFinding(entity, at, word!.Length, 0.9));
            }

            at += isFound ? word!.Length : 1;
        }

        return found.ToImmutable();
    }
}
