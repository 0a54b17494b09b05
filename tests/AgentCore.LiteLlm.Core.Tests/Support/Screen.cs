using System.Globalization;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A terminal as far as the chat uses one. What it does not know is an error.</summary>
internal sealed class Screen(int width, int height)
{
    private readonly List<string[]> _rows = [NewRow(width)];
    private int _top;

    public int Row { get; private set; }

    public int Column { get; private set; }

    /// <summary>Gets everything that was ever shown, rows that left the screen too, without what is blank at the end.</summary>
    public string Text => string.Join('\n', _rows.Select(r => string.Concat(r).TrimEnd())).TrimEnd('\n');

    public void Write(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            switch (text[at])
            {
                case '\e':
                    at += Obey(text, at);
                    break;
                case '\r':
                    Column = 0;
                    at++;
                    break;
                case '\n':
                    GoDown();
                    at++;
                    break;
                default:
                    int length = CellWidth.NextLength(text, at);
                    Put(text.Substring(at, length));
                    at += length;
                    break;
            }
        }
    }

    private void Put(string character)
    {
        int cells = CellWidth.OfOne(character);
        if (Column + cells > width)
        {
            Column = 0;
            GoDown();
        }

        _rows[Row][Column] = character;
        for (int i = 1; i < cells; i++)
        {
            _rows[Row][Column + i] = "";
        }

        Column += cells;
    }

    private void GoDown()
    {
        Row++;
        if (Row == _rows.Count)
        {
            _rows.Add(NewRow(width));
        }

        _top = Math.Max(_top, Row - height + 1);
    }

    private int Obey(string text, int at)
    {
        int end = at + 2;
        while (text[end] is >= ' ' and < '@')
        {
            end++;
        }

        string arguments = text[(at + 2)..end];
        int number = int.TryParse(arguments, CultureInfo.InvariantCulture, out int given) ? given : 1;
        switch (text[end])
        {
            case 'A':
                Row = Math.Max(_top, Row - number);
                break;
            case 'B':
                Row = Math.Min(Math.Min(_top + height, _rows.Count) - 1, Row + number);
                break;
            case 'G':
                Column = Math.Min(width, number) - 1;
                break;
            case 'J' when arguments.Length == 0:
                Array.Fill(_rows[Row], " ", Math.Min(Column, width), width - Math.Min(Column, width));
                _rows.RemoveRange(Row + 1, _rows.Count - Row - 1);
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                throw new InvalidOperationException($"CSI {arguments}{text[end]}");
        }

        return end + 1 - at;
    }

    private static string[] NewRow(int width) => [.. Enumerable.Repeat(" ", width)];
}
