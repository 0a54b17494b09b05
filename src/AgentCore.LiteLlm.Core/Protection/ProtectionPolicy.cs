using System.Collections.Frozen;
using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Protection;

/// <summary>What is looked for in texts, and what is done with what is found.</summary>
internal sealed class ProtectionPolicy
{
    private readonly FrozenDictionary<string, ProtectionAction> _actions;
    private readonly ProtectionAction _usual;

    /// <summary>Initializes a policy.</summary>
    /// <param name="detector">What looks.</param>
    /// <param name="usual">What is done with what has no action of its own.</param>
    /// <param name="actions">What is done with each kind, by its name, in any case.</param>
    public ProtectionPolicy(
        IEntityDetector detector, ProtectionAction usual = ProtectionAction.Replace, IEnumerable<KeyValuePair<string, ProtectionAction>>? actions = null)
    {
        Detector = detector;
        _usual = usual;
        _actions = (actions ?? []).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Gets the kinds that were asked for, that nothing can find, and that may leave all the same.</summary>
    public ImmutableArray<string> Unprotected { get; init; } = [];

    /// <summary>Gets what it was made of, in words that can be compared: what is looked for, and what is done with it.</summary>
    public ImmutableArray<string> Terms { get; init; } = [];

    /// <summary>Gets a value indicating whether a service is asked, for which many texts at once are cheaper.</summary>
    public bool UsesService => Detector.HasService;

    /// <summary>Gets what looks.</summary>
    internal IEntityDetector Detector { get; }

    /// <summary>Makes one policy of several that the same caller set the actions of: what any of them takes out is taken out.</summary>
    /// <param name="policies">The policies.</param>
    /// <returns>The policy; null where there is none.</returns>
    public static ProtectionPolicy? Unite(ImmutableArray<ProtectionPolicy> policies) => policies switch
    {
        [] => null,
        [var only] => only,
        [var first, ..] => new(new UnitedDetector([.. policies.Select(p => p.Detector)]), first._usual, first._actions)
        {
            Terms = [.. policies.SelectMany(p => p.Terms.Append(""))],
            Unprotected = [.. policies.SelectMany(p => p.Unprotected).Distinct(StringComparer.OrdinalIgnoreCase)],
        },
    };

    /// <summary>Says what is done with a kind of data.</summary>
    /// <param name="entity">The kind, by Presidio's name.</param>
    /// <returns>The action.</returns>
    public ProtectionAction ActionFor(string entity) => _actions.TryGetValue(entity, out ProtectionAction action) ? action : _usual;
}
