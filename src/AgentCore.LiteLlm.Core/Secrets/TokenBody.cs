namespace AgentCore.LiteLlm.Secrets;

/// <summary>The characters that stand after the prefix of a token.</summary>
internal enum TokenBody
{
    /// <summary>Hexadecimal digits.</summary>
    Hex,

    /// <summary>Groups of hexadecimal digits, with <c>-</c> or <c>_</c> between them.</summary>
    HexGroups,

    /// <summary>Small letters and digits.</summary>
    Lower,

    /// <summary>Capitals and digits.</summary>
    Upper,

    /// <summary>Letters and digits.</summary>
    Letters,

    /// <summary>Letters, digits, <c>_</c> and <c>-</c>.</summary>
    Url,

    /// <summary>Letters, digits, <c>+</c>, <c>/</c> and <c>=</c>.</summary>
    Base64,

    /// <summary>Letters, digits, <c>_</c>, <c>-</c> and full stops.</summary>
    Dotted,
}
