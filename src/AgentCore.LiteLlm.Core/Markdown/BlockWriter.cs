using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Terminal;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace AgentCore.LiteLlm.Markdown;

/// <summary>Makes rows of a terminal of blocks of Markdown.</summary>
internal static class BlockWriter
{
    private const int LeastWidth = 8;
    private const int RuleWidth = 40;
    private const TextStyle Frame = TextStyle.Dim;

    /// <summary>Writes a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="width">How many columns a row has.</param>
    /// <returns>Its rows; none for a block that shows nothing.</returns>
    public static ImmutableArray<StyledLine> Write(Block block, int width)
    {
        width = Math.Max(LeastWidth, width);
        return block switch
        {
            HeadingBlock heading => WriteHeading(heading, width),
            ThematicBreakBlock => [new StyledLine(new string('─', Math.Min(width, RuleWidth)), Frame)],
            ListBlock list => WriteList(list, width),
            QuoteBlock quote => [.. WriteAll(quote, width - 2).Select(r => new StyledLine(r.Parts.Prepend(new StyledText("│ ", Frame))))],
            Table table => TableWriter.Write(table, width),
            CodeBlock code => WriteCode(code, width),
            LinkReferenceDefinitionGroup or LinkReferenceDefinition => [],
            ParagraphBlock paragraph => LineWrap.Wrap(InlineWriter.Write(paragraph, TextStyle.None), width),
            LeafBlock { Inline: not null } leaf => LineWrap.Wrap(InlineWriter.Write(leaf, TextStyle.None), width),
            LeafBlock leaf => [.. ToLines(leaf).SelectMany(l => LineWrap.Wrap([new StyledText(l)], width))],
            ContainerBlock container => WriteAll(container, width),
            _ => [],
        };
    }

    // The marks stay: where there are no colours nothing else tells a heading from a paragraph.
    private static ImmutableArray<StyledLine> WriteHeading(HeadingBlock heading, int width)
    {
        string marks = new string('#', heading.Level) + " ";
        return LineWrap.Wrap(
            InlineWriter.Write(heading, TextStyle.Bold | TextStyle.Accent), width, [new StyledText(marks, TextStyle.Bold | TextStyle.Accent)],
            [new StyledText(new string(' ', marks.Length))]);
    }

    private static ImmutableArray<StyledLine> WriteList(ListBlock list, int width)
    {
        ImmutableArray<StyledLine>.Builder rows = ImmutableArray.CreateBuilder<StyledLine>();
        int number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out int start) ? start : 1;
        int last = number + list.Count - 1;
        int room = list.IsOrdered ? last.ToString(CultureInfo.InvariantCulture).Length + 2 : 2;
        foreach (Block item in list)
        {
            string mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}{list.OrderedDelimiter} ").PadLeft(room) : "• ";
            if (list.IsLoose && rows.Count > 0)
            {
                rows.Add(StyledLine.Blank);
            }

            ImmutableArray<StyledLine> within = item is ContainerBlock container ? WriteAll(container, width - room, list.IsLoose) : [];
            within = within.IsEmpty ? [StyledLine.Blank] : within;
            rows.Add(new StyledLine(within[0].Parts.Prepend(new StyledText(mark, TextStyle.Accent))));
            rows.AddRange(within.Skip(1).Select(r => new StyledLine(r.Parts.Prepend(new StyledText(new string(' ', room))))));
        }

        return rows.ToImmutable();
    }

    private static ImmutableArray<StyledLine> WriteCode(CodeBlock code, int width)
    {
        string name = (code as FencedCodeBlock)?.Info is { Length: > 0 } info ? $" {info} " : "";
        ImmutableArray<StyledLine>.Builder rows = ImmutableArray.CreateBuilder<StyledLine>();
        rows.Add(new StyledLine($"╭─{name}{new string('─', Math.Max(0, width - 2 - CellWidth.Of(VisibleText.Show(name))))}", Frame));
        foreach (string line in ToLines(code))
        {
            rows.AddRange(LineWrap.Cut([new StyledText(line)], width, new StyledText("│ ", Frame)));
        }

        rows.Add(new StyledLine($"╰{new string('─', width - 1)}", Frame));
        return rows.ToImmutable();
    }

    private static IEnumerable<string> ToLines(LeafBlock block)
    {
        for (int i = 0; i < block.Lines.Count; i++)
        {
            yield return block.Lines.Lines[i].Slice.ToString();
        }
    }

    private static ImmutableArray<StyledLine> WriteAll(ContainerBlock container, int width, bool isLoose = true)
    {
        ImmutableArray<StyledLine>.Builder rows = ImmutableArray.CreateBuilder<StyledLine>();
        foreach (Block block in container)
        {
            ImmutableArray<StyledLine> within = Write(block, width);
            if (isLoose && rows.Count > 0 && !within.IsEmpty)
            {
                rows.Add(StyledLine.Blank);
            }

            rows.AddRange(within);
        }

        return rows.ToImmutable();
    }
}
