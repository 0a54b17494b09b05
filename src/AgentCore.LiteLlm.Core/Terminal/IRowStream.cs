using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>Text that arrives piece by piece and is shown in rows.</summary>
internal interface IRowStream
{
    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The piece.</param>
    void Take(string piece);

    /// <summary>Writes what is there.</summary>
    /// <param name="width">How many columns a row has.</param>
    /// <param name="done">How many of the rows are done: the next ones do not hold them again.</param>
    /// <returns>The rows since those that were done.</returns>
    ImmutableArray<StyledLine> Write(int width, out int done);
}
