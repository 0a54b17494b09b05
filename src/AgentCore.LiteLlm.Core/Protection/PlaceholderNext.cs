namespace AgentCore.LiteLlm.Protection;

/// <summary>What may follow the beginning of a placeholder.</summary>
[Flags]
internal enum PlaceholderNext
{
    /// <summary>Nothing: it is none.</summary>
    None = 0,

    /// <summary>More of its name.</summary>
    Name = 1,

    /// <summary>An underscore, of which the escape has been read.</summary>
    Underscore = 2,

    /// <summary>The rest of its closing bracket.</summary>
    Close = 4,
}
