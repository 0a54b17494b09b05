using System.Collections.Immutable;
using System.Text;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>A row of a terminal. What it is made of becomes visible here: none of it moves the terminal.</summary>
internal sealed class StyledLine
{
    private static readonly (TextStyle Style, string Code)[] Codes =
    [
        (TextStyle.Bold, "1"), (TextStyle.Dim, "2"), (TextStyle.Italic, "3"), (TextStyle.Underline, "4"), (TextStyle.Strike, "9"),
        (TextStyle.Accent, "36"), (TextStyle.Code, "33"), (TextStyle.Good, "32"), (TextStyle.Bad, "31"),
    ];

    /// <summary>Makes a row.</summary>
    /// <param name="parts">Its pieces, from the left.</param>
    public StyledLine(params IEnumerable<StyledText> parts)
    {
        Parts = [.. parts.Select(p => p with { Text = VisibleText.Show(p.Text) })];
        Width = Parts.Sum(p => CellWidth.Of(p.Text));
    }

    /// <summary>Makes a row of text that looks alike.</summary>
    public StyledLine(string text, TextStyle style = TextStyle.None)
        : this(new StyledText(text, style))
    {
    }

    /// <summary>Gets the row without anything in it.</summary>
    public static StyledLine Blank { get; } = new("");

    /// <summary>Gets its pieces.</summary>
    public ImmutableArray<StyledText> Parts { get; }

    /// <summary>Gets how many columns it takes.</summary>
    public int Width { get; }

    /// <summary>Writes the row with the codes that make a terminal show it.</summary>
    /// <param name="isColoured">Whether it may look other than plain.</param>
    public string ToAnsi(bool isColoured)
    {
        StringBuilder text = new();
        foreach (StyledText part in Parts)
        {
            string[] codes = isColoured ? [.. Codes.Where(c => part.Style.HasFlag(c.Style)).Select(c => c.Code)] : [];
            text.Append(codes.Length == 0 ? part.Text : $"\e[{string.Join(';', codes)}m{part.Text}\e[0m");
        }

        return text.ToString();
    }

    /// <summary>Gives the text of the row.</summary>
    public override string ToString() => string.Concat(Parts.Select(p => p.Text));
}
