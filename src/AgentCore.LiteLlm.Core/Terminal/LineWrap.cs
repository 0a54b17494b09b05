using System.Collections.Immutable;
using System.Text;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>Breaks text into rows: between words where there are some, between wide characters, and within a word that is longer than a row.</summary>
internal static class LineWrap
{
    private const int LeastWidth = 1;

    /// <summary>Breaks text.</summary>
    /// <param name="text">The text; a line feed begins another row.</param>
    /// <param name="width">How many columns a row has.</param>
    /// <param name="first">What stands before the first row.</param>
    /// <param name="next">What stands before every other row.</param>
    /// <returns>The rows, at least one.</returns>
    public static ImmutableArray<StyledLine> Wrap(
        IEnumerable<StyledText> text, int width, ImmutableArray<StyledText> first = default, ImmutableArray<StyledText> next = default)
    {
        first = first.IsDefault ? [] : first;
        next = next.IsDefault ? first : next;
        ImmutableArray<StyledLine>.Builder rows = ImmutableArray.CreateBuilder<StyledLine>();
        foreach (List<Cell> line in ToLines(text))
        {
            int start = 0;
            do
            {
                ImmutableArray<StyledText> prefix = rows.Count == 0 ? first : next;
                int room = Math.Max(LeastWidth, width - prefix.Sum(p => CellWidth.Of(p.Text)));
                int end = FindEnd(line, start, room);
                rows.Add(new StyledLine(prefix.Concat(ToParts(line, start, end == line.Count ? end : WithoutBlanks(line, start, end)))));
                start = end;
                while (start < line.Count && start > 0 && line[start].IsBlank)
                {
                    start++;
                }
            }
            while (start < line.Count);
        }

        return rows.ToImmutable();
    }

    /// <summary>Breaks one line where a row is full, whatever stands there, as for code.</summary>
    /// <param name="text">The line.</param>
    /// <param name="width">How many columns a row has.</param>
    /// <param name="prefix">What stands before every row.</param>
    /// <returns>The rows, at least one.</returns>
    public static ImmutableArray<StyledLine> Cut(IEnumerable<StyledText> text, int width, params ImmutableArray<StyledText> prefix)
    {
        int room = Math.Max(LeastWidth, width - prefix.Sum(p => CellWidth.Of(p.Text)));
        ImmutableArray<StyledLine>.Builder rows = ImmutableArray.CreateBuilder<StyledLine>();
        List<Cell> line = [.. ToLines(text).SelectMany(l => l)];
        int start = 0;
        do
        {
            int end = FindFull(line, start, room);
            rows.Add(new StyledLine(prefix.Concat(ToParts(line, start, end))));
            start = end;
        }
        while (start < line.Count);

        return rows.ToImmutable();
    }

    private static IEnumerable<List<Cell>> ToLines(IEnumerable<StyledText> text)
    {
        List<Cell> line = [];
        foreach (StyledText part in text)
        {
            // As it will be seen, so that it is as wide as it is counted.
            string shown = VisibleText.Show(part.Text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal));
            for (int at = 0; at < shown.Length;)
            {
                int length = CellWidth.NextLength(shown, at);
                string character = shown.Substring(at, length);
                at += length;
                if (character == "\n")
                {
                    yield return line;
                    line = [];
                }
                else
                {
                    line.Add(new Cell(character, part.Style, CellWidth.OfOne(character)));
                }
            }
        }

        yield return line;
    }

    private static int FindFull(List<Cell> line, int start, int room)
    {
        int end = start;
        for (int width = 0; end < line.Count && (width + line[end].Width <= room || end == start); end++)
        {
            width += line[end].Width;
        }

        return end;
    }

    private static int FindEnd(List<Cell> line, int start, int room)
    {
        int full = FindFull(line, start, room);
        if (full == line.Count || line[full].IsBlank)
        {
            return full;
        }

        for (int end = full; end > start; end--)
        {
            if (line[end - 1].IsBlank || line[end - 1].Width > 1 || line[end].Width > 1)
            {
                return end;
            }
        }

        return full;
    }

    private static int WithoutBlanks(List<Cell> line, int start, int end)
    {
        while (end > start && line[end - 1].IsBlank)
        {
            end--;
        }

        return end;
    }

    private static IEnumerable<StyledText> ToParts(List<Cell> line, int start, int end)
    {
        StringBuilder text = new();
        for (int at = start; at < end; at++)
        {
            text.Append(line[at].Text);
            if (at + 1 == end || line[at + 1].Style != line[at].Style)
            {
                yield return new StyledText(text.ToString(), line[at].Style);
                text.Clear();
            }
        }
    }

    private readonly record struct Cell(string Text, TextStyle Style, int Width)
    {
        public bool IsBlank => Text == " ";
    }
}
