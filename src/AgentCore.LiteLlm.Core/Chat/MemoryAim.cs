namespace AgentCore.LiteLlm.Chat;

/// <summary>One kind of thing that a model is asked to remember.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Where it is kept, as the blueprint has it: with places for the actor and the session.</param>
/// <param name="Words">What it is, as the model is told.</param>
internal sealed record MemoryAim(string Name, string Namespace, string Words)
{
    /// <summary>Gets a value indicating whether there is one of it, which each update replaces.</summary>
    public bool IsSingle { get; init; }
}
