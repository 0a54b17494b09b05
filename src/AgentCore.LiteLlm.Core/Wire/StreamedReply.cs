using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Puts a reply together from the chunks of a stream, and gives each piece out as soon as it is safe to show.</summary>
/// <param name="redactor">Takes the request's secrets out, also where one is cut in two.</param>
internal sealed class StreamedReply(Redactor redactor)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _refusal = new();
    private readonly StreamRedactor _safeText = new(redactor);
    private readonly StreamRedactor _safeReasoning = new(redactor);
    private readonly List<StreamedToolCall> _toolCalls = [];
    private string? _id;
    private string? _model;
    private TokenUsage? _usage;

    /// <summary>Gets why the model stopped; null until the endpoint has said so, and only then is the reply complete.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>Gets a value indicating whether the last chunk had a finish reason without a word, which some servers mean as the end.</summary>
    public bool HasEmptyFinishReason { get; private set; }

    /// <summary>Gets the text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Takes one chunk in.</summary>
    /// <param name="root">The chunk.</param>
    /// <returns>The pieces it brought.</returns>
    public IReadOnlyList<AgentChunk> Add(JsonElement root)
    {
        _id ??= CompletionReader.FindText(root, "id");
        _model ??= CompletionReader.FindText(root, "model");
        _usage = CompletionReader.ToUsage(root) ?? _usage;
        if (!root.TryGetProperty("choices", out JsonElement choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
        {
            return [];
        }

        JsonElement choice = choices[0];
        if (choice.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        string? reason = CompletionReader.FindText(choice, "finish_reason");
        HasEmptyFinishReason = reason is "";
        FinishReason ??= string.IsNullOrEmpty(reason) ? null : reason;

        // Some servers send the last piece, or all of it, as a message.
        return (CompletionReader.FindObject(choice, "delta") ?? CompletionReader.FindObject(choice, "message")) is { } delta ? AddDelta(delta) : [];
    }

    /// <summary>Gives out what was held back for safety.</summary>
    /// <returns>The last pieces.</returns>
    public IEnumerable<AgentChunk> Flush()
    {
        if (_safeReasoning.Flush() is { Length: > 0 } reasoning)
        {
            _reasoning.Append(reasoning);
            yield return new AgentChunk(ChunkKind.Reasoning, reasoning);
        }

        if (_safeText.Flush() is { Length: > 0 } text)
        {
            _text.Append(text);
            yield return new AgentChunk(ChunkKind.Text, text);
        }

        foreach (StreamedToolCall call in _toolCalls)
        {
            if (call.Flush() is { Length: > 0 } arguments)
            {
                yield return new AgentChunk(ChunkKind.ToolCall, arguments);
            }
        }
    }

    /// <summary>Gives the whole reply.</summary>
    /// <returns>What the stream held.</returns>
    public Completion ToCompletion() => new()
    {
        Id = _id,
        Model = _model,
        Text = Text,
        Reasoning = _reasoning.Length == 0 ? null : _reasoning.ToString(),
        Refusal = _refusal.Length == 0 ? null : _refusal.ToString(),
        ToolCalls = [.. _toolCalls.Select(c => c.ToToolCall())],
        FinishReason = FinishReason,
        Usage = _usage,
    };

    private List<AgentChunk> AddDelta(JsonElement delta)
    {
        List<AgentChunk> pieces = [];
        string text = CompletionReader.ToContent(delta, out string? thinking);
        AddPiece(pieces, ChunkKind.Reasoning, _safeReasoning, _reasoning, CompletionReader.ToReasoning(delta) ?? thinking);
        AddPiece(pieces, ChunkKind.Text, _safeText, _text, text);
        _refusal.Append(CompletionReader.FindText(delta, "refusal"));
        if (delta.TryGetProperty("tool_calls", out JsonElement calls) && calls.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement call in calls.EnumerateArray())
            {
                AddToolCall(pieces, call);
            }
        }

        return pieces;
    }

    private static void AddPiece(List<AgentChunk> pieces, ChunkKind kind, StreamRedactor safe, StringBuilder whole, string? piece)
    {
        if (!string.IsNullOrEmpty(piece) && safe.Add(piece) is { Length: > 0 } shown)
        {
            whole.Append(shown);
            pieces.Add(new AgentChunk(kind, shown));
        }
    }

    private void AddToolCall(List<AgentChunk> pieces, JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        int? index = call.TryGetProperty("index", out JsonElement at) && at.ValueKind == JsonValueKind.Number && at.TryGetInt32(out int number) ? number : null;
        string? id = CompletionReader.FindText(call, "id");
        JsonElement? function = CompletionReader.FindObject(call, "function");
        string? name = function is { } named ? CompletionReader.FindText(named, "name") : null;
        string arguments = function is { } given ? CompletionReader.FindText(given, "arguments") ?? "" : "";

        if (FindToolCall(index, id, name).Add(id, name, arguments) is { Length: > 0 } shown)
        {
            pieces.Add(new AgentChunk(ChunkKind.ToolCall, shown));
        }
    }

    // Without an index, or with one index for all, a new id begins a new call; a fragment without id continues the last.
    private StreamedToolCall FindToolCall(int? index, string? id, string? name)
    {
        StreamedToolCall? found = index is null ? _toolCalls.LastOrDefault() : _toolCalls.LastOrDefault(c => c.Index == index);
        bool isOther = found is not null && !string.IsNullOrEmpty(id) && found.Id.Length > 0 && found.Id != id;
        bool isNextWithoutId = found is not null && index is null && string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(name) && found.HasArguments;
        if (found is null || isOther || isNextWithoutId)
        {
            found = new StreamedToolCall(index, redactor);
            _toolCalls.Add(found);
        }

        return found;
    }
}
