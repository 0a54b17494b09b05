using System.Collections.Immutable;
using AgentCore.LiteLlm.Terminal;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace AgentCore.LiteLlm.Markdown;

/// <summary>Makes rows of a terminal of a table: each column as wide as it needs, narrower where there is no room, and its words wrapped then.</summary>
internal static class TableWriter
{
    private const int LeastColumn = 3;
    private const int Border = 3;

    private static readonly StyledText Wall = new("│", TextStyle.Dim);

    /// <summary>Writes a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="width">How many columns of the terminal there are.</param>
    public static ImmutableArray<StyledLine> Write(Table table, int width)
    {
        ImmutableArray<StyledText>[][] cells = [.. table.OfType<TableRow>().Select(r => r.OfType<TableCell>().Select(c => ToText(c, r.IsHeader)).ToArray())];
        int count = cells.Max(r => r.Length);
        if (count == 0)
        {
            return [];
        }

        int[] widths = [.. Enumerable.Range(0, count).Select(c => cells.Max(r => c < r.Length ? WidthOf(r[c]) : 0)).Select(w => Math.Max(1, w))];
        Narrow(widths, width - (Border * count) - 1);

        ImmutableArray<StyledLine>.Builder rows = ImmutableArray.CreateBuilder<StyledLine>();
        rows.Add(ToRule(widths, '┌', '┬', '┐'));
        for (int row = 0; row < cells.Length; row++)
        {
            rows.AddRange(ToRows(cells[row], widths, table));
            if (row == 0 && cells.Length > 1)
            {
                rows.Add(ToRule(widths, '├', '┼', '┤'));
            }
        }

        rows.Add(ToRule(widths, '└', '┴', '┘'));
        return rows.ToImmutable();
    }

    private static ImmutableArray<StyledText> ToText(TableCell cell, bool isHeader) =>
        [.. cell.OfType<LeafBlock>().SelectMany(b => InlineWriter.Write(b, isHeader ? TextStyle.Bold : TextStyle.None))];

    private static int WidthOf(ImmutableArray<StyledText> text) => new StyledLine(text).Width;

    // The widest gives way first.
    private static void Narrow(int[] widths, int room)
    {
        while (widths.Sum() > room && widths.Max() > LeastColumn)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }
    }

    private static StyledLine ToRule(int[] widths, char first, char next, char last) =>
        new($"{first}{string.Join(next, widths.Select(w => new string('─', w + 2)))}{last}", TextStyle.Dim);

    private static IEnumerable<StyledLine> ToRows(ImmutableArray<StyledText>[] cells, int[] widths, Table table)
    {
        ImmutableArray<StyledLine>[] wrapped = [.. widths.Select((w, i) => i < cells.Length ? LineWrap.Wrap(cells[i], w) : [StyledLine.Blank])];
        for (int row = 0; row < wrapped.Max(c => c.Length); row++)
        {
            List<StyledText> parts = [];
            for (int column = 0; column < widths.Length; column++)
            {
                StyledLine text = row < wrapped[column].Length ? wrapped[column][row] : StyledLine.Blank;
                int free = Math.Max(0, widths[column] - text.Width);
                int before = (column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null) switch
                {
                    TableColumnAlign.Right => free,
                    TableColumnAlign.Center => free / 2,
                    _ => 0,
                };
                parts.AddRange([Wall, new StyledText(new string(' ', before + 1)), .. text.Parts, new StyledText(new string(' ', free - before + 1))]);
            }

            yield return new StyledLine(parts.Append(Wall));
        }
    }
}
