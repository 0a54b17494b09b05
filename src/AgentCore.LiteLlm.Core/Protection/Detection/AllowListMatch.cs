namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>How a finding is compared with the terms that may pass.</summary>
internal enum AllowListMatch
{
    /// <summary>The found text is one of the terms, letter by letter.</summary>
    Exact,

    /// <summary>Each term is a regular expression, and one of them matches somewhere in the found text.</summary>
    Regex,
}
