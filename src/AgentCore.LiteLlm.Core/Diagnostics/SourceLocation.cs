namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>A place in a blueprint; lines and columns count from one, zero means the whole file.</summary>
/// <param name="File">The file as the user named it, or <c>&lt;content&gt;</c> for text that came from no file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line},{Column})";
}
