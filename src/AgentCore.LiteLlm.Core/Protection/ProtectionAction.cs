namespace AgentCore.LiteLlm.Protection;

/// <summary>What is done with personal data that is found in a text.</summary>
public enum ProtectionAction
{
    /// <summary>A numbered placeholder such as <c>&lt;EMAIL_ADDRESS_1&gt;</c> takes its place, and is put back in what returns.</summary>
    Replace,

    /// <summary>Its letters and digits become stars; of a number of eight digits or more the last four stay.</summary>
    Mask,

    /// <summary>A keyed hash takes its place: the same for the same value within one conversation, and not to be undone.</summary>
    Hash,

    /// <summary>Only its kind stays, such as <c>&lt;EMAIL_ADDRESS&gt;</c>.</summary>
    Redact,

    /// <summary>Nothing is sent at all.</summary>
    Block,

    /// <summary>It stays as it is.</summary>
    Keep,
}
