namespace AgentCore.LiteLlm.Keys;

/// <summary>A family of keys that stands in one block of a document, and that people look for in others.</summary>
/// <param name="Prefix">How the names of the family begin, in any case.</param>
/// <param name="Advice">Where they belong.</param>
internal sealed record KeyElsewhere(string Prefix, string Advice)
{
    /// <summary>Says whether an unknown key is one of the family, in a block that has none of it.</summary>
    /// <param name="name">The key as it was written.</param>
    /// <param name="shape">The block it stands in.</param>
    /// <returns>True when it is.</returns>
    public bool IsMeantBy(string name, BlockShape shape) => IsOfFamily(name) && !shape.Keys.Any(k => IsOfFamily(k.Name));

    private bool IsOfFamily(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
}
