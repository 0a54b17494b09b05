using AgentCore.LiteLlm.Secrets;
using DiffPlex.Renderer;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Shows how the text of a prompt changed.</summary>
internal static class PromptDifference
{
    private const int Context = 3;

    /// <summary>Writes a unified diff.</summary>
    /// <param name="old">The text as it was.</param>
    /// <param name="now">The text as it is.</param>
    /// <returns>The hunks, each with its heading, without credentials.</returns>
    public static string Write(string old, string now)
    {
        string hunks = UnidiffRenderer.GenerateUnidiff(
            SecretShapes.MaskLines(old.ReplaceLineEndings("\n")), SecretShapes.MaskLines(now.ReplaceLineEndings("\n")), "old", "new", false, false, Context);
        string text = hunks.ReplaceLineEndings("\n");
        int first = text.IndexOf("@@", StringComparison.Ordinal);
        return first < 0 ? "" : text[first..].TrimEnd('\n');
    }
}
