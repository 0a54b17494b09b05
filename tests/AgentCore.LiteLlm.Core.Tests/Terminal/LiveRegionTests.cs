using System.Collections.Immutable;
using AgentCore.LiteLlm.Terminal;
using AgentCore.LiteLlm.Tests.Support;
using CsCheck;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Terminal;

public sealed class LiveRegionTests
{
    private const int Width = 12;
    private const int Height = 8;

    private readonly LiveRegion _region = new(isColoured: true);
    private readonly Screen _screen = new(Width, Height);

    [Fact]
    public void What_is_painted_is_what_is_seen_whatever_was_there()
    {
        string[] rowsToChooseFrom = ["", "a", "ab", "世界", "👩‍💻 x", "exactly 12 c"];
        Gen<string[]> picture = Gen.Int[0, rowsToChooseFrom.Length - 1].Select(i => rowsToChooseFrom[i]).Array[0, Height - 2];
        picture.Array[1, 12].Sample(pictures =>
        {
            LiveRegion region = new(isColoured: true);
            Screen screen = new(Width, Height);
            screen.Write("before\r\n");
            foreach (string[] rows in pictures)
            {
                (int, int)? cursor = rows.Length > 0 && rows[0].Length % 2 == 0 ? (rows.Length / 2, rows.Length % 3) : null;
                screen.Write(region.Paint(ToRows(rows), cursor, Width, Height));
                Assert.Equal(string.Join('\n', rows.Prepend("before")).TrimEnd('\n'), screen.Text);
                if (cursor is (int at, int column))
                {
                    Assert.Equal((at + 1, column), (screen.Row, screen.Column));
                }
            }

            screen.Write(region.End());
            screen.Write("after");
            Assert.EndsWith("after", screen.Text, StringComparison.Ordinal);
            Assert.Equal(0, screen.Column - "after".Length);
        });
    }

    [Fact]
    public void Rows_that_are_kept_stay()
    {
        Paint("one", "two");
        _region.Keep(1);
        Paint("TWO", "three");
        _region.Keep(2);
        Paint("four");

        Assert.Equal("one\nTWO\nthree\nfour", _screen.Text);
    }

    [Fact]
    public void Text_that_is_longer_than_the_screen_leaves_it_whole()
    {
        string[] rows = [.. Enumerable.Range(1, 30).Select(n => $"row {n}")];
        for (int count = 1; count <= rows.Length; count++)
        {
            Paint(rows[..count]);
        }

        Assert.Equal(string.Join('\n', rows), _screen.Text);
    }

    [Fact]
    public void A_picture_is_taken_away()
    {
        _screen.Write("before\r\n");
        Paint("one", "two", "three");
        _screen.Write(_region.Erase());
        _screen.Write("after");

        Assert.Equal("before\nafter", _screen.Text);
    }

    [Fact]
    public void Where_nothing_differs_nothing_is_written()
    {
        Paint("one", "two");

        Assert.Equal("", _region.Paint(ToRows("one", "two"), null, Width, Height));
    }

    [Fact]
    public void After_a_resize_what_the_terminal_broke_is_painted_over()
    {
        _screen.Write(_region.Paint(ToRows("12345678", "ab"), (1, 2), Width, Height));

        // Six columns make two rows of the first one.
        Screen narrow = new(6, Height);
        narrow.Write("12345678\r\nab");
        narrow.Write(_region.Paint(ToRows("1234", "5678", "ab"), (2, 2), 6, Height));

        Assert.Equal("1234\n5678\nab", narrow.Text);
        Assert.Equal((2, 2), (narrow.Row, narrow.Column));
    }

    [Fact]
    public void Nothing_in_a_row_moves_the_terminal()
    {
        Paint("a\e[2Jb\rc");

        Assert.Equal("a␛[2Jb␍c", _screen.Text);
    }

    private void Paint(params string[] rows) => _screen.Write(_region.Paint(ToRows(rows), null, Width, Height));

    private static ImmutableArray<StyledLine> ToRows(params string[] rows) => [.. rows.Select(r => new StyledLine(r, TextStyle.Bold))];
}
