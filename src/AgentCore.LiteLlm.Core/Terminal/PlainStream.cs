using System.Collections.Immutable;
using System.Text;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>Plain text as it arrives: a line behind which another one began is done.</summary>
/// <param name="style">How it looks.</param>
internal sealed class PlainStream(TextStyle style) : IRowStream
{
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public void Take(string piece) => _text.Append(piece);

    /// <inheritdoc/>
    public ImmutableArray<StyledLine> Write(int width, out int done)
    {
        string text = _text.ToString();
        int end = text.LastIndexOf('\n') + 1;
        ImmutableArray<StyledLine> whole = end == 0 ? [] : LineWrap.Wrap([new StyledText(text[..(end - 1)], style)], width);
        _text.Remove(0, end);
        done = whole.Length;
        return [.. whole, .. LineWrap.Wrap([new StyledText(text[end..], style)], width)];
    }
}
