namespace AgentCore.LiteLlm.Secrets;

/// <summary>What a key says of the value under it.</summary>
internal enum KeyPromise
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That it is a key or an authentication of some kind, as <c>key:</c> and <c>auth:</c> do: mostly none that is secret.</summary>
    Vague,

    /// <summary>That it was made to be secret, as <c>api_key:</c> and <c>token:</c> do.</summary>
    Token,

    /// <summary>That somebody keeps it secret, whatever it looks like.</summary>
    Password,
}
