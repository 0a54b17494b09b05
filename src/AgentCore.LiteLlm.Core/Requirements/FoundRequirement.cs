using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>One place that has to do with LiteLLM. The set is closed.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">The place as it is written.</param>
internal abstract record FoundRequirement(string Path, int Line, string Text)
{
    /// <summary>The package, in the versions that a specifier takes.</summary>
    internal sealed record Package(string Path, int Line, string Text, VersionSpecifier Versions) : FoundRequirement(Path, Line, Text);

    /// <summary>A bound for the package wherever else it is asked for.</summary>
    internal sealed record Constraint(string Path, int Line, string Text, VersionSpecifier Versions) : FoundRequirement(Path, Line, Text);

    /// <summary>A container image.</summary>
    internal sealed record Image(string Path, int Line, string Text, VersionSpecifier Versions, bool IsOfMaker) : FoundRequirement(Path, Line, Text);

    /// <summary>The package or an image, in a version that the file does not tell.</summary>
    internal sealed record Unknown(string Path, int Line, string Text, string Reason) : FoundRequirement(Path, Line, Text);

    /// <summary>What cannot be read.</summary>
    internal sealed record Broken(string Path, int Line, string Text, string Reason) : FoundRequirement(Path, Line, Text);
}
