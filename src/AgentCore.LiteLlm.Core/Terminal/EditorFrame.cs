using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>What is seen of a line that is typed: rows, and where the cursor stands in them.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Row">The cursor's row.</param>
/// <param name="Column">The cursor's column.</param>
internal sealed record EditorFrame(ImmutableArray<StyledLine> Rows, int Row, int Column)
{
    private static readonly StyledText Mark = new("> ", TextStyle.Accent | TextStyle.Bold);
    private static readonly StyledText Indent = new("  ");

    /// <summary>Lays text out.</summary>
    /// <param name="line">The text, and where the cursor is.</param>
    /// <param name="below">What stands below it.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="height">How many rows there are; of a longer text those around the cursor are seen.</param>
    /// <returns>The frame.</returns>
    public static EditorFrame Of(EditLine line, ImmutableArray<StyledLine> below, int width, int height)
    {
        List<StyledLine> rows = [];
        int room = Math.Max(2, width - 2);
        int row = 0, column = Mark.Text.Length;
        string text = "";
        int used = 0;
        for (int at = 0; at <= line.Text.Length;)
        {
            int length = at == line.Text.Length ? 0 : CellWidth.NextLength(line.Text, at);
            bool isEnd = length == 0 || line.Text[at] == '\n';
            string shown = isEnd ? "" : VisibleText.Show(line.Text.Substring(at, length)).Replace("\t", "    ", StringComparison.Ordinal);
            int cells = CellWidth.Of(shown);

            // The cursor needs a column of its own at the end of a full row.
            if (used + Math.Max(cells, at == line.At ? 1 : 0) > room)
            {
                Add();
            }

            if (at == line.At)
            {
                row = rows.Count;
                column = Mark.Text.Length + used;
            }

            text += shown;
            used += cells;
            if (isEnd)
            {
                Add();
            }

            at += Math.Max(1, length);
        }

        return new EditorFrame([.. rows], row, column).Within(height - Math.Min(below.Length, height / 2), [.. below.Take(height / 2)]);

        void Add()
        {
            rows.Add(new StyledLine(rows.Count == 0 ? Mark : Indent, new StyledText(text)));
            text = "";
            used = 0;
        }
    }

    private EditorFrame Within(int height, ImmutableArray<StyledLine> below)
    {
        int most = Math.Max(1, height);
        int first = Math.Clamp(Row - (most / 2), 0, Math.Max(0, Rows.Length - most));
        return new EditorFrame([.. Rows.Skip(first).Take(most), .. below], Row - first, Column);
    }
}
