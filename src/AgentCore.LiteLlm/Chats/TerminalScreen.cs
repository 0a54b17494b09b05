using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Markdown;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Chats;

/// <summary>A chat in a terminal: a line editor, answers that are laid out as they stream, and what goes on meanwhile.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="isColoured">Whether text may look other than plain.</param>
internal sealed class TerminalScreen(PSCmdlet cmdlet, bool isColoured) : IChatScreen
{
    private const int LeastWidth = 20;
    private const int MostOffered = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenPaints = TimeSpan.FromMilliseconds(40);
    private static readonly TimeProvider Time = TimeProvider.System;

    // The pipeline's thread says what is there, the console's paints how it changes with time.
    private readonly Lock _gate = new();
    private readonly LiveRegion _region = new(isColoured);
    private ChatConsole? _console;
    private LineEditor? _editor;
    private IRowStream? _stream;
    private (ChunkKind Kind, string? Node)? _open;
    private string? _node;
    private CallState? _state;
    private long _painted;
    private bool _isWaitingToPaint;
    private bool _isInRawLine;
    private bool _endsInReturn;
    private bool _isBelowBlank = true;

    // Lines about tools stand together, apart from what the model says.
    private bool _isBelowCall;

    /// <inheritdoc/>
    public bool IsAttended => true;

    /// <inheritdoc/>
    public bool CanPrefill => true;

    /// <inheritdoc/>
    public bool ShowsMarkdown { get; set; } = true;

    /// <inheritdoc/>
    public bool ShowsReasoning { get; set; } = true;

    private int Width => Math.Max(LeastWidth, _console!.Width);

    // A row that is full to the last column leaves the cursor where terminals disagree.
    private int Room => Width - 1;

    /// <inheritdoc/>
    public void Open(IEnumerable<string> history, Func<string, int, EditOffer> complete)
    {
        _editor = new LineEditor(history, complete);
        _console ??= new ChatConsole(Tick);
    }

    /// <inheritdoc/>
    public string? Read(string draft)
    {
        Blank();
        _editor!.Begin(draft);
        bool isAsking = false;
        while (true)
        {
            PaintLine(isAsking);
            if (!_console!.TryTake(Interval, out EditKey? key))
            {
                if (_console.IsOver)
                {
                    return null;
                }

                if (cmdlet.Stopping)
                {
                    throw new PipelineStoppedException();
                }

                continue;
            }

            // A long paste is painted once.
            do
            {
                if (isAsking && Leaves(key))
                {
                    EndLine();
                    return null;
                }

                // What is typed instead of an answer is typed.
                bool isRefusal = isAsking && key is EditKey.Text { Value: "n" or "N" } or EditKey.Command { Value: EditCommand.Escape or EditCommand.Enter };
                isAsking = false;
                if (isRefusal)
                {
                    continue;
                }

                switch (_editor.Press(key))
                {
                    case EditOutcome.Said:
                        return Say();
                    case EditOutcome.Left:
                        EndLine();
                        return null;
                    case EditOutcome.Interrupted:
                        isAsking = true;
                        break;
                    case EditOutcome.ClearScreen:
                        ClearScreen();
                        break;
                }
            }
            while (_console.TryTake(TimeSpan.Zero, out key));
        }
    }

    /// <inheritdoc/>
    public void ShowLine(string text, TextStyle style = TextStyle.None)
    {
        lock (_gate)
        {
            End();
            _isBelowCall = false;
            Write(LineWrap.Wrap([new StyledText(text, style)], Room));
        }
    }

    /// <inheritdoc/>
    public void StepAside()
    {
        lock (_gate)
        {
            End();
            _isBelowBlank = false;
        }
    }

    /// <inheritdoc/>
    public void ShowAnswer(string markdown)
    {
        Blank();
        lock (_gate)
        {
            Begin(ChunkKind.Text, null);
            Take(markdown);
            End();
        }
    }

    /// <inheritdoc/>
    public IInterrupt? BeginAnswer(string model, CancellationToken stop)
    {
        Blank();
        lock (_gate)
        {
            _state = CallState.Since($"waiting for {model}", Time);
        }

        return _console!.Begin(stop);
    }

    /// <inheritdoc/>
    public void EndAnswer(AgentReply reply)
    {
        List<string> facts = [];
        if (reply.Usage.IsCounted)
        {
            facts.Add($"{reply.Usage.InputTokens?.ToString(CultureInfo.InvariantCulture) ?? "?"} tokens in");
            facts.Add($"{reply.Usage.OutputTokens?.ToString(CultureInfo.InvariantCulture) ?? "?"} out");
        }

        if (reply.Cost is { } cost)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{cost:0.######} US dollars"));
        }

        facts.Add(ToSeconds(reply.Duration));
        if (reply.Model is { } model && model != reply.RequestedModel)
        {
            facts.Add(model);
        }

        ShowLine(string.Join(" · ", facts), TextStyle.Dim);
    }

    /// <inheritdoc/>
    public void Show(AgentChunk chunk)
    {
        lock (_gate)
        {
            switch (chunk.Kind)
            {
                case ChunkKind.Text or ChunkKind.Reasoning when chunk.Kind == ChunkKind.Text || ShowsReasoning:
                    if (_open != (chunk.Kind, chunk.Node))
                    {
                        bool isSecond = _open is not null;
                        End();
                        if (isSecond)
                        {
                            Write([StyledLine.Blank]);
                        }

                        Begin(chunk.Kind, chunk.Node);
                    }

                    _state = null;
                    Take(chunk.Text);
                    break;
                case ChunkKind.Reasoning:
                    _state = _state is { Words: "thinking" } ? _state : CallState.Since("thinking", Time);
                    break;
                case ChunkKind.ToolCall:
                    _state ??= CallState.Since("the model writes a call", Time);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void EndLine()
    {
        lock (_gate)
        {
            End();
        }
    }

    /// <inheritdoc/>
    public void ShowWait(ChatEvent.Notice notice)
    {
        if (notice.Wait is { } wait)
        {
            lock (_gate)
            {
                _state = CallState.Until(wait, $"trying again in {{0}} ({notice.Reason})", Time);
            }
        }
    }

    /// <inheritdoc/>
    public void EndWait()
    {
        lock (_gate)
        {
            if (_state is { IsWait: true })
            {
                _state = CallState.Since("waiting", Time);
            }
        }
    }

    /// <inheritdoc/>
    public void ShowCall(PendingToolCall call)
    {
        lock (_gate)
        {
            End();
            Part(isCall: true);
            Write([Shorten(new StyledLine(
                new StyledText("→ ", TextStyle.Accent), new StyledText(call.Call.Name, TextStyle.Bold),
                new StyledText(" " + call.Arguments.GetRawText().ReplaceLineEndings(" "), TextStyle.Dim)))]);
        }
    }

    /// <inheritdoc/>
    public void AwaitCall(PendingToolCall call)
    {
        lock (_gate)
        {
            _state = CallState.Since($"{call.Call.Name} runs", Time);
        }
    }

    /// <inheritdoc/>
    public void ShowStep(AgentStep step)
    {
        lock (_gate)
        {
            End();
            if (step.Kind != AgentStepKind.Turn)
            {
                Part(isCall: true);
            }

            if (step.Kind is not (AgentStepKind.Turn or AgentStepKind.Tool))
            {
                Write(LineWrap.Wrap([new StyledText(step.ToString(), TextStyle.Dim)], Room));
            }
            else if (step.Kind == AgentStepKind.Tool)
            {
                bool isGood = step.Outcome == ToolOutcome.Succeeded;
                string text = step.ToString();
                Write([Shorten(new StyledLine(
                    new StyledText(isGood ? "  ✓ " : "  ✗ ", isGood ? TextStyle.Good : TextStyle.Bad),
                    new StyledText(text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..].TrimEnd('.'), TextStyle.Dim)))]);
            }

            _state = CallState.Since("waiting", Time);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        (ChatConsole? console, _console) = (_console, null);
        console?.Dispose();
    }

    private static bool Leaves(EditKey key) => key is EditKey.Text { Value: "y" or "Y" }
        or EditKey.Command { Value: EditCommand.Interrupt or EditCommand.EndOfInput };

    private string Say()
    {
        string text = _editor!.Line.Text;
        _editor.Remember(text);
        lock (_gate)
        {
            // As it stays on the screen: whole, without what was offered.
            EditorFrame frame = EditorFrame.Of(EditLine.Of(text), [], Room, int.MaxValue);
            Out(_region.Paint(frame.Rows, null, Width, _console!.Height));
            Out(_region.End());
            _isBelowBlank = false;
        }

        return ContinuedText.Read(text);
    }

    private void PaintLine(bool isAsking)
    {
        lock (_gate)
        {
            ImmutableArray<StyledLine> below = isAsking
                ? LineWrap.Wrap([new StyledText("Leave the chat? y or Ctrl+C leaves, any other key stays.", TextStyle.Accent)], Room)
                : ToRows(_editor!.Offers, _editor.Chosen);
            EditorFrame frame = EditorFrame.Of(_editor!.Line, below, Room, _console!.Height - 1);
            Out(_region.Paint(frame.Rows, (frame.Row, frame.Column), Width, _console.Height));
        }
    }

    private ImmutableArray<StyledLine> ToRows(ImmutableArray<string> offers, int chosen)
    {
        if (offers.IsEmpty)
        {
            return [];
        }

        List<StyledText> text = [];
        for (int i = 0; i < Math.Min(offers.Length, MostOffered); i++)
        {
            text.Add(new StyledText(offers[i], i == chosen ? TextStyle.Bold | TextStyle.Accent : TextStyle.Dim));
            text.Add(new StyledText("  "));
        }

        if (offers.Length > MostOffered)
        {
            text.Add(new StyledText("…", TextStyle.Dim));
        }

        return LineWrap.Wrap(text, Room, [new StyledText("  ")]);
    }

    private void ClearScreen()
    {
        lock (_gate)
        {
            Out(_region.Erase());
            Out("\e[H\e[2J");
            _isBelowBlank = true;
        }
    }

    private void Blank()
    {
        lock (_gate)
        {
            End();
            if (!_isBelowBlank)
            {
                Write([StyledLine.Blank]);
            }
        }
    }

    private void Part(bool isCall)
    {
        if (_isBelowCall != isCall && !_isBelowBlank)
        {
            Write([StyledLine.Blank]);
        }

        _isBelowCall = isCall;
    }

    // Where another agent of a graph begins to speak, its name comes first.
    private void Begin(ChunkKind kind, string? node)
    {
        Part(isCall: false);
        if (node is not null && node != _node)
        {
            Write([new StyledLine($"[{node}]", TextStyle.Accent)]);
        }

        _node = node;
        _open = (kind, node);
        _stream = kind == ChunkKind.Reasoning ? new PlainStream(TextStyle.Dim | TextStyle.Italic) : ShowsMarkdown ? new MarkdownStream() : null;
        _isBelowBlank = false;
    }

    private void Take(string text)
    {
        if (_stream is null)
        {
            TakeRaw(text);
            return;
        }

        _stream.Take(text);
        _isWaitingToPaint = true;
        if (Time.GetElapsedTime(_painted) >= BetweenPaints)
        {
            Paint();
        }
    }

    // As it came, for the terminal to wrap: what is copied from it is what the model wrote.
    private void TakeRaw(string text)
    {
        Out(_region.Erase());
        string whole = _endsInReturn ? '\r' + text : text;
        _endsInReturn = whole.EndsWith('\r');
        string shown = VisibleText.Show(_endsInReturn ? whole[..^1] : whole);
        Out(shown.ReplaceLineEndings("\r\n"));
        _isInRawLine = shown.Length > 0 ? !shown.EndsWith('\n') : _isInRawLine;
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_isWaitingToPaint ? Time.GetElapsedTime(_painted) >= BetweenPaints : _state is not null && !_isInRawLine)
            {
                Paint();
            }
        }
    }

    private void Paint()
    {
        _painted = Time.GetTimestamp();
        _isWaitingToPaint = false;
        int done = 0;
        ImmutableArray<StyledLine> rows = _stream?.Write(Room, out done) ?? [];
        string? state = _state?.Describe(Time);
        if (state is not null)
        {
            rows = [.. rows, .. rows.IsEmpty ? (StyledLine[])[] : [StyledLine.Blank], Shorten(new StyledLine(state, TextStyle.Dim))];
        }

        Out(_region.Paint(rows, null, Width, _console!.Height));
        _region.Keep(done);
    }

    // What stays is what was said; what went on meanwhile goes.
    private void End()
    {
        _state = null;
        if (_isInRawLine)
        {
            Out("\r\n");
            _isInRawLine = false;
        }

        if (_stream is null)
        {
            Out(_region.Erase());
        }
        else
        {
            ImmutableArray<StyledLine> rows = _stream.Write(Room, out _);
            while (rows is [.., { Width: 0 }])
            {
                rows = rows[..^1];
            }

            Out(_region.Paint(rows, null, Width, _console!.Height));
            Out(_region.End());
        }

        _open = null;
        _stream = null;
        _endsInReturn = false;
        _isWaitingToPaint = false;
    }

    private void Write(ImmutableArray<StyledLine> rows)
    {
        Out(_region.Paint(rows, null, Width, _console!.Height));
        Out(_region.End());
        _isBelowBlank = rows is [.., { Width: 0 }];
    }

    private StyledLine Shorten(StyledLine line) => line.Width <= Room ? line
        : new StyledLine(LineWrap.Cut(line.Parts, Room - 1)[0].Parts.Append(new StyledText("…", TextStyle.Dim)));

    private void Out(string text) => _console!.Write(text);

    private static string ToSeconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
