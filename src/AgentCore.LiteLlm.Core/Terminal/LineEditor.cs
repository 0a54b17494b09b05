using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>What keys do to text that is typed: a state machine, which knows nothing of where the text is shown.</summary>
/// <param name="history">What was typed before, oldest first.</param>
/// <param name="complete">Finds what may stand at a place of a text.</param>
internal sealed class LineEditor(IEnumerable<string> history, Func<string, int, EditOffer> complete)
{
    private const int MostUndone = 1000;

    private readonly List<string> _history = [.. history];
    private readonly List<EditLine> _undone = [];
    private EditLine _draft = EditLine.Empty;
    private string _removed = "";
    private int _place = -1;
    private EditOffer _offer = EditOffer.None;
    private EditLine _offered = EditLine.Empty;
    private int _chosen = -1;

    /// <summary>Gets what is typed.</summary>
    public EditLine Line { get; private set; } = EditLine.Empty;

    /// <summary>Gets what may stand at the cursor, where several things may; else empty.</summary>
    public ImmutableArray<string> Offers => _offer.Candidates.Length > 1 ? _offer.Candidates : [];

    /// <summary>Gets which of the offers stands in the text; -1 for none.</summary>
    public int Chosen => _chosen;

    /// <summary>Begins with a text.</summary>
    /// <param name="text">What stands there to be changed.</param>
    public void Begin(string text)
    {
        Line = EditLine.Of(text);
        _undone.Clear();
        _place = -1;
        Withdraw();
    }

    /// <summary>Adds to what can be called back.</summary>
    /// <param name="text">What was said.</param>
    public void Remember(string text)
    {
        if (text.Length > 0 && (_history.Count == 0 || _history[^1] != text))
        {
            _history.Add(text);
        }
    }

    /// <summary>Takes a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What it came to.</returns>
    public EditOutcome Press(EditKey key)
    {
        switch (key)
        {
            case EditKey.Text text:
                Withdraw();
                Change(Line.Insert(text.Value));
                return EditOutcome.Typing;
            case EditKey.Command { Value: EditCommand.Complete }:
                Complete(1);
                return EditOutcome.Typing;
            case EditKey.Command { Value: EditCommand.CompleteBack }:
                Complete(-1);
                return EditOutcome.Typing;
            case EditKey.Command command:
                bool isOffering = !Offers.IsEmpty;
                Withdraw();
                return command.Value == EditCommand.Escape && isOffering ? EditOutcome.Typing : Do(command.Value);
            default:
                return EditOutcome.Typing;
        }
    }

    private EditOutcome Do(EditCommand command)
    {
        switch (command)
        {
            case EditCommand.Enter when ContinuedText.IsOpen(Line.Text):
                Change(EditLine.Of(Line.Text + "\n"));
                return EditOutcome.Typing;
            case EditCommand.Enter:
                return EditOutcome.Said;
            case EditCommand.NewLine:
                Change(Line.Insert("\n"));
                return EditOutcome.Typing;
            case EditCommand.Interrupt when Line.Text.Length > 0:
                Change(EditLine.Empty);
                return EditOutcome.Typing;
            case EditCommand.Interrupt:
                return EditOutcome.Interrupted;
            case EditCommand.EndOfInput when Line.Text.Length == 0:
                return EditOutcome.Left;
            case EditCommand.ClearScreen:
                return EditOutcome.ClearScreen;
            case EditCommand.Undo:
                Undo();
                return EditOutcome.Typing;
            case EditCommand.Yank:
                Change(Line.Insert(_removed));
                return EditOutcome.Typing;
            case EditCommand.Up or EditCommand.Down:
                GoUpOrDown(command);
                return EditOutcome.Typing;
            default:
                Change(Line.Do(command == EditCommand.EndOfInput ? EditCommand.Delete : command, out string? removed));
                _removed = removed ?? _removed;
                return EditOutcome.Typing;
        }
    }

    private void Change(EditLine next)
    {
        if (next.Text != Line.Text)
        {
            _undone.Add(Line);
            if (_undone.Count > MostUndone)
            {
                _undone.RemoveAt(0);
            }
        }

        Line = next;
    }

    private void Undo()
    {
        if (_undone.Count > 0)
        {
            Line = _undone[^1];
            _undone.RemoveAt(_undone.Count - 1);
        }
    }

    private void GoUpOrDown(EditCommand command)
    {
        EditLine moved = Line.Do(command, out _);
        if (moved != Line)
        {
            Line = moved;
            return;
        }

        // What is not said yet waits below the newest entry.
        int next = command == EditCommand.Up ? (_place < 0 ? _history.Count : _place) - 1 : _place < 0 ? _history.Count + 1 : _place + 1;
        if (next < 0 || next > _history.Count)
        {
            return;
        }

        if (_place < 0)
        {
            _draft = Line;
        }

        _place = next == _history.Count ? -1 : next;
        Change(_place < 0 ? _draft : EditLine.Of(_history[_place]));
    }

    private void Complete(int step)
    {
        if (_offer.Candidates.Length > 1)
        {
            _chosen = _chosen < 0 && step < 0 ? _offer.Candidates.Length - 1 : (_chosen + step + _offer.Candidates.Length) % _offer.Candidates.Length;
            Change(Replace(_offered, _offer, _offer.Candidates[_chosen]));
            return;
        }

        _offer = complete(Line.Text, Line.At);
        _offered = Line;
        _chosen = -1;
        if (_offer.Candidates.IsEmpty)
        {
            return;
        }

        string written = Line.Text[_offer.Start..Line.At];
        string common = FindCommon(_offer.Candidates);
        bool isLonger = common.Length > written.Length || (_offer.Candidates.Length == 1 && common != written);
        if (isLonger)
        {
            Change(Replace(Line, _offer, common));
            _offered = Line;
        }
    }

    private static EditLine Replace(EditLine line, EditOffer offer, string text) =>
        new(line.Text[..offer.Start] + text + line.Text[line.At..], offer.Start + text.Length);

    private static string FindCommon(ImmutableArray<string> candidates)
    {
        int length = candidates.Min(c => c.Length);
        string first = candidates[0];
        int same = 0;
        while (same < length && candidates.All(c => c[same] == first[same]))
        {
            same++;
        }

        return first[..same];
    }

    private void Withdraw()
    {
        _offer = EditOffer.None;
        _chosen = -1;
    }
}
