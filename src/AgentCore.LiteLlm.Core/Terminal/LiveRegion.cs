using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>
/// The last rows of a terminal, which change: it knows what stands there, and writes what makes another picture of it. Rows that have left the
/// screen at the top stay as they are.
/// </summary>
/// <param name="isColoured">Whether text may look other than plain.</param>
internal sealed class LiveRegion(bool isColoured)
{
    private const string Hide = "\e[?25l";
    private const string Unhide = "\e[?25h";
    private const string EraseBelow = "\e[J";

    private readonly List<StyledLine> _rows = [];
    private int _row;
    private int _width;
    private (int Row, int Column)? _cursor;

    // The row above is not ended, because it was the last one when it became text for good.
    private bool _isBelowText;

    /// <summary>Paints rows in place of those that were there.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="cursor">Where the cursor stands; null for the end of the last row.</param>
    /// <param name="width">How many columns the terminal has.</param>
    /// <param name="height">How many rows it has.</param>
    /// <returns>What to write to the terminal; empty where nothing differs.</returns>
    public string Paint(ImmutableArray<StyledLine> rows, (int Row, int Column)? cursor, int width, int height)
    {
        int reach = Math.Max(1, height - 1);
        bool isResized = _width != width && _rows.Count > 0;
        int first = isResized ? Math.Max(0, rows.Length - reach) : Math.Max(FindFirst(rows), Math.Max(0, _rows.Count - reach));
        if (!isResized && first >= rows.Length && rows.Length == _rows.Count && cursor == _cursor)
        {
            return "";
        }

        StringBuilder text = new(Hide);
        first = Math.Min(first, Math.Max(0, rows.Length - 1));
        text.Append(isResized ? ToTopAfterResize(width, reach) : ToRow(first));
        text.AppendJoin("\r\n", rows.Skip(first).Select(r => r.ToAnsi(isColoured)));
        _rows.Clear();
        _rows.AddRange(rows);
        _row = Math.Max(0, rows.Length - 1);
        _width = width;
        _cursor = cursor;
        if (cursor is { } place && rows.Length > 0)
        {
            text.Append(Up(_row - place.Row)).Append(CultureInfo.InvariantCulture, $"\e[{place.Column + 1}G");
            _row = place.Row;
        }

        return text.Append(Unhide).ToString();
    }

    /// <summary>Makes the first rows text for good; they are not painted again.</summary>
    /// <param name="count">How many.</param>
    public void Keep(int count)
    {
        if (count > 0)
        {
            _rows.RemoveRange(0, Math.Min(count, _rows.Count));
            _isBelowText = _rows.Count == 0;
            _row = Math.Max(0, _row - count);
        }
    }

    /// <summary>Ends the region: what stands there is text for good.</summary>
    /// <returns>What to write to the terminal.</returns>
    public string End()
    {
        string text = _rows.Count > 0 ? Down(_rows.Count - 1 - _row) + "\r\n" : _isBelowText ? "\r\n" : "";
        Forget();
        return text;
    }

    /// <summary>Takes away what stands there.</summary>
    /// <returns>What to write to the terminal.</returns>
    public string Erase()
    {
        string text = _rows.Count > 0 ? $"{Up(_row)}\r{EraseBelow}" : _isBelowText ? "\r\n" : "";
        Forget();
        return text;
    }

    private void Forget()
    {
        _rows.Clear();
        _row = 0;
        _cursor = null;
        _isBelowText = false;
    }

    private int FindFirst(ImmutableArray<StyledLine> rows)
    {
        int first = 0;
        while (first < rows.Length && first < _rows.Count && rows[first].ToAnsi(isColoured) == _rows[first].ToAnsi(isColoured))
        {
            first++;
        }

        return first;
    }

    private string ToRow(int first)
    {
        if (_rows.Count == 0)
        {
            bool isBelow = _isBelowText;
            _isBelowText = false;
            return isBelow ? "\r\n" : "\r" + EraseBelow;
        }

        return first < _rows.Count ? $"{Move(first - _row)}\r{EraseBelow}"
            : Down(_rows.Count - 1 - _row) + "\r\n";
    }

    // The terminal has broken the rows that became too long, or none where there is more room than before.
    private string ToTopAfterResize(int width, int reach)
    {
        int above = _rows.Take(_row).Sum(r => Math.Max(1, (r.Width + width - 1) / Math.Max(1, width)));
        above += _cursor is { } cursor ? cursor.Column / Math.Max(1, width) : Math.Max(0, _rows[_row].Width - 1) / Math.Max(1, width);
        return $"{Up(Math.Min(above, reach))}\r{EraseBelow}";
    }

    private static string Move(int rows) => rows < 0 ? Up(-rows) : Down(rows);

    private static string Up(int rows) => rows > 0 ? string.Create(CultureInfo.InvariantCulture, $"\e[{rows}A") : "";

    private static string Down(int rows) => rows > 0 ? string.Create(CultureInfo.InvariantCulture, $"\e[{rows}B") : "";
}
