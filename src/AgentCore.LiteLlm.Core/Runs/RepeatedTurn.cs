using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Runs;

/// <summary>A turn in which a model was asked again after it may have been paid for.</summary>
/// <param name="Node">The run of its node, as <see cref="NodePath"/> names it; empty where there is no graph.</param>
/// <param name="Turn">The turn, from 1.</param>
internal sealed record RepeatedTurn(string Node, int Turn)
{
    /// <summary>Says so.</summary>
    public string ToWarning() => string.Create(
        CultureInfo.InvariantCulture,
        $"The model{(Node.Length == 0 ? "" : $" of '{SecretShapes.Excerpt(string.Join('/', NodePath.NamesOf(Node)))}'")} had been asked for turn {Turn} "
            + $"when the run was interrupted, and its answer did not arrive: it may have been paid for, and is asked for again.");
}
