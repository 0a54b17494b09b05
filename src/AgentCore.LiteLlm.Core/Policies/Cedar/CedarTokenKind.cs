namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>What a token is.</summary>
internal enum CedarTokenKind
{
    /// <summary>The end of the condition.</summary>
    End,

    /// <summary>A name or a word of the language.</summary>
    Word,

    /// <summary>Digits.</summary>
    Digits,

    /// <summary>Text in quotes.</summary>
    Text,

    /// <summary>An operator, a bracket, a comma or a dot.</summary>
    Sign,

    /// <summary>What is none of them.</summary>
    Odd,
}
