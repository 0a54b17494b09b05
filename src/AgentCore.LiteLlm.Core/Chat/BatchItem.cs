using System.Globalization;

namespace AgentCore.LiteLlm.Chat;

/// <summary>One request of a batch; as text it is its own id, else its place.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Index">Its place among the requests that were sent, from 0.</param>
/// <param name="Id">The id that was given with its prompt; null when none was.</param>
public sealed record BatchItem(string BatchId, int Index, string? Id = null)
{
    /// <inheritdoc/>
    public override string ToString() => Id ?? Index.ToString(CultureInfo.InvariantCulture);
}
