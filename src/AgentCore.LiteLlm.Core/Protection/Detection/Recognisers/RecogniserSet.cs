using System.Buffers;
using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>The recognisers that take part, by the anchors that they want to be shown.</summary>
internal sealed class RecogniserSet
{
    private readonly Recogniser[][] _byAnchor = new Recogniser[128][];

    private RecogniserSet(ImmutableArray<Recogniser> recognisers)
    {
        string anchors = new([.. recognisers.SelectMany(r => r.Anchors).Distinct()]);
        foreach (char anchor in anchors)
        {
            _byAnchor[anchor] = [.. recognisers.Where(r => r.Anchors.Contains(anchor, StringComparison.Ordinal))];
        }

        for (char digit = '1'; digit <= '9'; digit++)
        {
            _byAnchor[digit] = _byAnchor[Recogniser.Digit];
        }

        Anchors = SearchValues.Create(anchors.Contains(Recogniser.Digit, StringComparison.Ordinal) ? anchors + "123456789" : anchors);
    }

    /// <summary>Gets the characters at which something could be.</summary>
    public SearchValues<char> Anchors { get; }

    /// <summary>Makes the recognisers of some kinds of data; kinds without one are left out.</summary>
    public static RecogniserSet For(ImmutableArray<string> entities) =>
        new([.. entities.Select(e => EntityKinds.Find(e)?.Make?.Invoke()).OfType<Recogniser>()]);

    /// <summary>Finds the recognisers to show an anchor to.</summary>
    public Recogniser[] For(char anchor) => _byAnchor[anchor];
}
