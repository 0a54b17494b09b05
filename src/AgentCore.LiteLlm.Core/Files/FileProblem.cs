namespace AgentCore.LiteLlm.Files;

/// <summary>Why a file cannot be used. The set is closed.</summary>
public enum FileProblem
{
    /// <summary>Nothing is there, or the folder is not there.</summary>
    NotFound,

    /// <summary>The path is none of the file system: another drive's, malformed, too long, or links that lead in a circle.</summary>
    PathInvalid,

    /// <summary>What is there is no file: a folder, a pipe, a device or a socket.</summary>
    NotAFile,

    /// <summary>The file is larger than any such file needs to be.</summary>
    TooLarge,

    /// <summary>The file is not text in UTF-8.</summary>
    NotText,

    /// <summary>The file is text, and not of its kind: no journal, no cassette, or one of a newer version.</summary>
    Malformed,

    /// <summary>The file or its folder may not be read or written.</summary>
    AccessDenied,

    /// <summary>Something is there already, and must not be replaced.</summary>
    AlreadyThere,

    /// <summary>Another process uses the file.</summary>
    InUse,

    /// <summary>The disk is full, or a quota is used up.</summary>
    NoSpace,

    /// <summary>The system failed in another way, which it says in its own words.</summary>
    Failed,
}
