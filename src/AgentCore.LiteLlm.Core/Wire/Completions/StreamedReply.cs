using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire.Completions;

/// <summary>
/// Puts a reply together from its chunks, whichever dialect the server speaks, and gives each piece out as soon as it is safe to show. The
/// rules are in docs/wire.md. What a stream says twice counts once: reasoning is read where it first came, counts only grow, and a message
/// that says all again adds what it says more.
/// </summary>
/// <param name="tools">The names of the tools that were offered.</param>
/// <param name="redactor">Takes the request's secrets out, also where one is cut in two.</param>
internal sealed class StreamedReply(ImmutableArray<string> tools, Redactor redactor) : IIncomingAnswer
{
    private const string InTags = "content";

    private readonly StreamedText _text = new(redactor);
    private readonly StreamedText _reasoning = new(redactor);
    private readonly StreamedText _refusal = new(redactor);
    private readonly StreamedCalls _calls = new(tools, redactor);
    private readonly StreamedExtras _extras = new();

    // One for the whole stream: what it held has been read when the next chunk comes.
    private readonly List<AgentChunk> _pieces = [];
    private ThoughtTags _tags = new();
    private string? _reasoningPlace;
    private int? _choice;
    private int _contents;
    private string? _id;
    private string? _model;
    private TokenUsage? _usage;
    private decimal? _cost;

    /// <inheritdoc/>
    public string? FinishReason { get; private set; }

    /// <inheritdoc/>
    public bool MayEndUnsaid { get; private set; }

    /// <inheritdoc/>
    public bool IsOver => false;

    /// <inheritdoc/>
    public bool HasBegun { get; private set; }

    /// <inheritdoc/>
    public bool IsWhole { get; private set; }

    /// <inheritdoc/>
    public string Text => _text.ToString();

    /// <inheritdoc/>
    public string Lack => "its JSON holds no choice";

    /// <inheritdoc/>
    public string MissingEnd => "a finish reason";

    /// <inheritdoc/>
    public long Length => (long)_text.Length + _reasoning.Length + _refusal.Length + _calls.Length + _extras.Length;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? FindError(JsonElement value, ReadOnlyMemory<byte> raw, bool isNamed)
    {
        if (ErrorBody.Find(value) is not null)
        {
            return raw;
        }

        return CompletionReader.FindError(value, isNamed) is { } error ? new(Encoding.UTF8.GetBytes($"{{\"error\":{error.GetRawText()}}}")) : null;
    }

    /// <inheritdoc/>
    public List<AgentChunk>? AddPlain(ReadOnlySpan<byte> json)
    {
        if (_choice is not { } number || _id is null || _model is null || FinishReason is not null || PlainPiece.OfCompletion(json, number) is not { } content)
        {
            return null;
        }

        _pieces.Clear();
        MayEndUnsaid = false;
        _contents++;
        AddContent(content);
        return _pieces;
    }

    /// <inheritdoc/>
    public List<AgentChunk> Add(JsonElement root, bool isUnframed)
    {
        if (CompletionReader.FindChoice(root) is { } given)
        {
            HasBegun = true;
            IsWhole |= isUnframed && given.FindObject("message") is not null;
        }

        return Add(root);
    }

    /// <summary>Takes one chunk in.</summary>
    /// <param name="root">The chunk.</param>
    /// <returns>The pieces it brought, valid until the next chunk.</returns>
    public List<AgentChunk> Add(JsonElement root)
    {
        _pieces.Clear();
        _id ??= root.FindAsText("id");
        _model ??= root.FindAsText("model");
        JsonElement? found = _choice is { } number ? CompletionReader.FindChoice(root, number) : CompletionReader.FindChoice(root);
        if (CompletionReader.ToUsage(root, found) is { } usage)
        {
            _usage = _usage is null ? usage : usage.OrMore(_usage);
            _cost = CompletionReader.ToCost(root, found) is { } cost && !(cost < _cost) ? cost : _cost;
        }

        if (found is { } choice)
        {
            _choice ??= CompletionReader.FindIndex(choice) ?? 0;
            AddChoice(choice);
            if (CompletionReader.FindCallsApart(root, choice) is { } calls)
            {
                FinishReason = null;
                AddChoice(calls);
            }
        }

        return _pieces;
    }

    /// <inheritdoc/>
    public List<AgentChunk> Flush()
    {
        _pieces.Clear();
        (string thoughts, string text) = _tags.Flush();
        AddReasoning(InTags, thoughts);
        AddPiece(ChunkKind.Reasoning, _reasoning.Flush());
        AddPiece(ChunkKind.Text, _text.Add(text));
        AddPiece(ChunkKind.Text, _text.Flush());
        _refusal.Flush();
        foreach ((int call, string shown) in _calls.Flush())
        {
            AddPiece(ChunkKind.ToolCall, shown, call);
        }

        return _pieces;
    }

    /// <inheritdoc/>
    public Completion ToCompletion()
    {
        string reasoning = _reasoning.ToString();
        string text = Text;
        if (_reasoningPlace == InTags)
        {
            reasoning = reasoning.Trim();
        }
        else if (ThoughtTags.Part(text) is var (thoughts, answer))
        {
            reasoning = reasoning.EndsWith(thoughts, StringComparison.Ordinal) ? reasoning : reasoning + thoughts;
            text = answer;
        }

        return new()
        {
            Id = _id,
            Model = _model,
            Text = text,
            Reasoning = reasoning.Length == 0 ? null : reasoning,
            Refusal = _refusal.IsEmpty ? null : _refusal.ToString(),
            ToolCalls = _calls.ToToolCalls(Finish.IsCut(FinishReason)),
            Extras = _extras.ToExtras(),
            FinishReason = FinishReason ?? (MayEndUnsaid ? "" : null),
            Usage = _usage,
            Cost = _cost,
        };
    }

    private void AddChoice(JsonElement choice)
    {
        JsonElement? delta = choice.FindObject("delta");
        JsonElement? message = choice.FindObject("message");
        string? reason = choice.FindAsText("finish_reason") ?? (delta is { } last ? last.FindAsText("finish_reason") : null);
        // A reason without a word, which some servers mean as the end.
        MayEndUnsaid = reason is "";
        FinishReason ??= string.IsNullOrEmpty(reason) ? null : reason;
        if (delta is { } piece)
        {
            AddDelta(piece);
        }

        if (message is { } whole)
        {
            AddMessage(whole);
        }
    }

    private void AddDelta(JsonElement delta)
    {
        string content = CompletionReader.ToContent(delta, out string? thinking);

        // Nearly all pieces hold a piece of the content and nothing else, and nothing else is looked for in them.
        bool isContentAlone = delta.GetPropertyCount() == 1 && content.Length > 0 && delta.GetProperty("content").ValueKind == JsonValueKind.String;
        if (!isContentAlone)
        {
            (string Place, string Text)? reasoning = ReasoningReader.Find(delta, _reasoningPlace) ?? (thinking is null ? null : (InTags, thinking));
            AddReasoning(reasoning?.Place, reasoning?.Text ?? "");
        }

        // A last piece that says all of the answer again, as some converters send it.
        bool isRepetition = FinishReason is not null && _contents > 1 && _text.IsRepeatedBy(PartWhole(content).Text);
        if (content.Length > 0 && !isRepetition)
        {
            _contents++;
            AddContent(content);
        }

        if (!isContentAlone)
        {
            _refusal.Add(CompletionReader.FindRefusal(delta) ?? "");
            MessageExtras.AddMessage(_extras, delta, isWhole: false);
            AddCalls(delta, isWhole: false);
        }
    }

    // All of the answer, alone or after its pieces; or one more piece under this name.
    private void AddMessage(JsonElement message)
    {
        string content = CompletionReader.ToContent(message, out string? thinking);
        (string thoughts, string text) = PartWhole(content);
        thoughts = thinking ?? thoughts.Trim();
        (string Place, string Text)? reasoning = ReasoningReader.Find(message, null) ?? (thoughts.Length == 0 ? null : (InTags, thoughts));
        if (reasoning is { } found)
        {
            string? rest = _reasoning.FindRest(found.Text);
            _reasoningPlace ??= found.Place;
            AddReasoning(rest is null ? found.Place : _reasoningPlace, rest ?? found.Text);
        }

        string? more = _text.FindRest(text);
        if (more is null)
        {
            AddContent(content);
        }
        else
        {
            _tags = new ThoughtTags();
            AddPiece(ChunkKind.Text, _text.Add(more));
        }

        string refusal = CompletionReader.FindRefusal(message) ?? "";
        _refusal.Add(_refusal.FindRest(refusal) ?? refusal);
        MessageExtras.AddMessage(_extras, message, isWhole: more is not null);
        AddCalls(message, isWhole: true);
    }

    private void AddContent(string content)
    {
        (string thoughts, string text) = _tags.Add(content);
        AddReasoning(InTags, thoughts);
        AddPiece(ChunkKind.Text, _text.Add(text));
    }

    // Servers that write it at several places say the same at each.
    private void AddReasoning(string? place, string text)
    {
        if (text.Length > 0 && (_reasoningPlace ??= place) == place)
        {
            AddPiece(ChunkKind.Reasoning, _reasoning.Add(text));
        }
    }

    private void AddCalls(JsonElement message, bool isWhole)
    {
        foreach ((int call, string shown) in _calls.Add(message, isWhole))
        {
            AddPiece(ChunkKind.ToolCall, shown, call);
        }
    }

    private void AddPiece(ChunkKind kind, string shown, int call = 0)
    {
        if (shown.Length > 0)
        {
            _pieces.Add(new AgentChunk(kind, shown) { Call = call });
        }
    }

    private static (string Thoughts, string Text) PartWhole(string content)
    {
        ThoughtTags tags = new();
        (string thoughts, string text) = tags.Add(content);
        (string moreThoughts, string moreText) = tags.Flush();
        return (thoughts + moreThoughts, text + moreText);
    }
}
