using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Terminal;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;

namespace AgentCore.LiteLlm.Markdown;

/// <summary>Markdown as it arrives: blocks behind which another one began are done, and the last one may still become another.</summary>
internal sealed class MarkdownStream : IRowStream
{
    private static readonly MarkdownPipeline Dialect =
        new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).DisableHtml().Build();

    private readonly StringBuilder _text = new();
    private bool _hasWritten;

    /// <inheritdoc/>
    public void Take(string piece) => _text.Append(piece);

    /// <inheritdoc/>
    public ImmutableArray<StyledLine> Write(int width, out int done)
    {
        string text = _text.ToString();
        done = 0;
        if (Parse(text) is not { } document)
        {
            return [.. text.Split('\n').SelectMany(l => LineWrap.Wrap([new StyledText(l)], width))];
        }

        ImmutableArray<StyledLine>.Builder rows = ImmutableArray.CreateBuilder<StyledLine>();
        Block[] blocks = [.. document.Where(b => b is not LinkReferenceDefinitionGroup)];
        bool hasWritten = _hasWritten;
        for (int i = 0; i < blocks.Length; i++)
        {
            if (i > 0 && i == blocks.Length - 1)
            {
                done = rows.Count;
                _hasWritten = hasWritten;
                _text.Remove(0, LineStart(text, blocks[i].Span.Start));
            }

            // What has no room however narrow it is made is broken where the row is full.
            ImmutableArray<StyledLine> block =
                [.. BlockWriter.Write(blocks[i], width).SelectMany(r => r.Width <= width ? [r] : LineWrap.Wrap(r.Parts, width))];
            if (hasWritten && !block.IsEmpty)
            {
                rows.Add(StyledLine.Blank);
            }

            rows.AddRange(block);
            hasWritten |= !block.IsEmpty;
        }

        return rows.ToImmutable();
    }

    /// <summary>Writes Markdown that is whole.</summary>
    /// <param name="text">The Markdown.</param>
    /// <param name="width">How many columns a row has.</param>
    public static ImmutableArray<StyledLine> Write(string text, int width)
    {
        MarkdownStream stream = new();
        stream.Take(text);
        return stream.Write(width, out _);
    }

    // What is nested so deeply that nobody reads it so is shown as it is written.
    private static MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdig.Markdown.Parse(text, Dialect);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
}
