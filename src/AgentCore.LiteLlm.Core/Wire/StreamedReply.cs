using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Puts a reply together from the chunks of a stream, and gives each piece out as soon as it is safe to show.</summary>
/// <param name="redactor">Takes the request's secrets out, also where one is cut in two.</param>
internal sealed class StreamedReply(Redactor redactor)
{
    private readonly LongText _text = new();
    private readonly LongText _reasoning = new();
    private readonly LongText _refusal = new();
    private readonly StreamRedactor _safeText = new(redactor);
    private readonly StreamRedactor _safeReasoning = new(redactor);
    private readonly List<StreamedToolCall> _toolCalls = [];
    private readonly StreamedExtras _extras = new();

    // One for the whole stream: what it held has been read when the next chunk comes.
    private readonly List<AgentChunk> _pieces = [];
    private string? _id;
    private string? _model;
    private TokenUsage? _usage;
    private decimal? _cost;

    /// <summary>Gets why the model stopped; null until the endpoint has said so, and only then is the reply complete.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>Gets a value indicating whether the last choice had a finish reason without a word, which some servers mean as the end.</summary>
    public bool HasEmptyFinishReason { get; private set; }

    /// <summary>Gets the text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Takes one chunk in.</summary>
    /// <param name="root">The chunk.</param>
    /// <returns>The pieces it brought, valid until the next chunk.</returns>
    public List<AgentChunk> Add(JsonElement root)
    {
        _pieces.Clear();
        _id ??= CompletionReader.FindText(root, "id");
        _model ??= CompletionReader.FindText(root, "model");
        _usage = CompletionReader.ToUsage(root) is { } usage && (_usage is null || usage != new TokenUsage()) ? usage : _usage;
        _cost = CompletionReader.ToCost(root) ?? _cost;
        if (CompletionReader.FindChoice(root) is { } choice)
        {
            string? reason = CompletionReader.FindText(choice, "finish_reason");
            HasEmptyFinishReason = reason is "";
            FinishReason ??= string.IsNullOrEmpty(reason) ? null : reason;

            // Some servers send the last piece as a message.
            if ((CompletionReader.FindObject(choice, "delta") ?? CompletionReader.FindObject(choice, "message")) is { } delta)
            {
                AddDelta(delta);
            }
        }

        return _pieces;
    }

    /// <summary>Gives out what was held back for safety.</summary>
    /// <returns>The last pieces.</returns>
    public List<AgentChunk> Flush()
    {
        _pieces.Clear();
        AddPiece(ChunkKind.Reasoning, _reasoning, _safeReasoning.Flush());
        AddPiece(ChunkKind.Text, _text, _safeText.Flush());
        int number = 0;
        foreach (StreamedToolCall call in _toolCalls)
        {
            AddPiece(ChunkKind.ToolCall, null, call.Flush(), number++);
        }

        return _pieces;
    }

    /// <summary>Gives the whole reply.</summary>
    /// <returns>What the stream held.</returns>
    public Completion ToCompletion() => new()
    {
        Id = _id,
        Model = _model,
        Text = Text,
        Reasoning = _reasoning.IsEmpty ? null : _reasoning.ToString(),
        Refusal = _refusal.IsEmpty ? null : _refusal.ToString(),
        ToolCalls = [.. _toolCalls.Select(c => c.ToToolCall())],
        Extras = _extras.ToExtras(),
        FinishReason = FinishReason,
        Usage = _usage,
        Cost = _cost,
    };

    private void AddDelta(JsonElement delta)
    {
        string text = CompletionReader.ToContent(delta, out string? thinking);
        if ((CompletionReader.ToReasoning(delta) ?? thinking) is { Length: > 0 } reasoning)
        {
            AddPiece(ChunkKind.Reasoning, _reasoning, _safeReasoning.Add(reasoning));
        }

        if (text.Length > 0)
        {
            AddPiece(ChunkKind.Text, _text, _safeText.Add(text));
        }

        _refusal.Append(CompletionReader.FindText(delta, "refusal"));
        MessageExtras.AddMessage(_extras, delta);
        if (delta.TryGetProperty("tool_calls", out JsonElement calls) && calls.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement call in calls.EnumerateArray())
            {
                AddToolCall(call);
            }
        }
    }

    private void AddPiece(ChunkKind kind, LongText? whole, string shown, int call = 0)
    {
        if (shown.Length > 0)
        {
            whole?.Append(shown);
            _pieces.Add(new AgentChunk(kind, shown) { Call = call });
        }
    }

    private void AddToolCall(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        string? id = CompletionReader.FindText(call, "id");
        JsonElement? function = CompletionReader.FindObject(call, "function");
        string? name = function is { } named ? CompletionReader.FindText(named, "name") : null;
        string arguments = function is { } given ? CompletionReader.FindText(given, "arguments") ?? "" : "";
        StreamedToolCall streamed = FindToolCall(CompletionReader.FindIndex(call), id, name);
        MessageExtras.AddCall(streamed.Extras, call);
        AddPiece(ChunkKind.ToolCall, null, streamed.Add(id, name, arguments), _toolCalls.IndexOf(streamed));
    }

    private StreamedToolCall FindToolCall(int? index, string? id, string? name)
    {
        StreamedToolCall? found = index is { } number ? _toolCalls.FindLast(c => c.Has(number)) : _toolCalls.LastOrDefault();
        if (found is null || !found.GoesOnWith(index, id, name))
        {
            found = new StreamedToolCall(index, redactor);
            _toolCalls.Add(found);
        }

        return found;
    }
}
