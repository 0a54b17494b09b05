namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>Where in a text a finding belongs.</summary>
/// <param name="Line">The line, from 1; 0 where the finding is about no text.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
/// <param name="Path">The path of the value, such as <c>model.temperature</c>; null when it concerns the whole text.</param>
internal readonly record struct TextPlace(int Line, int Column, string? Path = null)
{
    /// <summary>Gets what stands for no place: the finding is about no text, but for example about a variable.</summary>
    public static TextPlace None { get; }

    /// <summary>Gets the beginning of a text.</summary>
    public static TextPlace Start { get; } = new(1, 1);
}
