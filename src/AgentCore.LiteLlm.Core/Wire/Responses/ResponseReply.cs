using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Wire.Completions;

namespace AgentCore.LiteLlm.Wire.Responses;

/// <summary>
/// Puts an answer of the responses API together, from its events or as a whole. What is whole counts more than its pieces: an item's end
/// more than its deltas, and the end of all more than both. Servers leave out much of it, so nothing but the end is waited for. The rules
/// are in docs/wire.md.
/// </summary>
/// <param name="tools">The names of the tools that were offered.</param>
/// <param name="redactor">Takes the request's secrets out, also where one is cut in two.</param>
internal sealed class ResponseReply(ImmutableArray<string> tools, Redactor redactor) : IIncomingAnswer
{
    // What an item takes beside its text, so that a stream of nothing but items ends too.
    private const int LengthOfItem = 4096;

    private readonly StreamedText _text = new(redactor);
    private readonly StreamedText _reasoning = new(redactor);
    private readonly StreamedText _refusal = new(redactor);
    private readonly ThoughtTags _tags = new();
    private readonly List<ResponseItem> _items = [];
    private readonly List<AgentChunk> _pieces = [];
    private ResponseItem? _speaker;
    private (ResponseItem Item, int Number)? _thought;
    private ResponsePart? _thoughts;
    private int _calls;
    private long _kept;
    private string? _id;
    private string? _model;
    private string? _status;
    private TokenUsage? _usage;
    private decimal? _cost;

    /// <inheritdoc/>
    public string? FinishReason { get; private set; }

    /// <inheritdoc/>
    public bool MayEndUnsaid => false;

    /// <inheritdoc/>
    public bool IsOver => FinishReason is not null;

    /// <inheritdoc/>
    public bool HasBegun { get; private set; }

    /// <inheritdoc/>
    public bool IsWhole { get; private set; }

    /// <inheritdoc/>
    public string Text => _text.ToString();

    /// <inheritdoc/>
    public long Length => _kept + _text.Length + _reasoning.Length + _refusal.Length;

    /// <inheritdoc/>
    public string Lack => _status is null ? "its JSON holds no output" : $"its status is '{_status}'";

    /// <inheritdoc/>
    public string MissingEnd => "'response.completed' or another end";

    /// <summary>Says whether JSON is a response, rather than an event or something else.</summary>
    /// <param name="value">The JSON.</param>
    public static bool IsResponse(JsonElement value) =>
        value.Says("object", "response"u8) || (value.FindText("type") is null && value.FindList("output") is not null);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? FindError(JsonElement value, ReadOnlyMemory<byte> raw, bool isNamed)
    {
        string? type = value.FindText("type");
        if (type == "error" || (isNamed && !IsResponse(value)))
        {
            return value.FindObject("error") is not null || value.ValueKind == JsonValueKind.String ? raw : ToError(value);
        }

        JsonElement? response = IsResponse(value) ? value : value.FindObject("response");
        bool hasFailed = type == "response.failed" || response?.Says("status", "failed"u8) == true;
        if (hasFailed || (response?.FindObject("error") is { } said && said.EnumerateObject().Any()))
        {
            return response?.FindObject("error") is { } error
                ? ToError(error)
                : """{"error":{"code":"server_error","message":"The response failed."}}"""u8.ToArray();
        }

        bool isOwn = response is not null || type?.StartsWith("response.", StringComparison.Ordinal) == true;
        return !isOwn && ErrorBody.Find(value) is not null ? raw : default(ReadOnlyMemory<byte>?);
    }

    /// <inheritdoc/>
    public List<AgentChunk>? AddPlain(ReadOnlySpan<byte> json)
    {
        if (_speaker is not { Index: { } place } speaker || PlainPiece.OfResponse(json, place, out int part) is not { } text)
        {
            return null;
        }

        _pieces.Clear();
        AddText(speaker, part, text);
        return _pieces;
    }

    /// <inheritdoc/>
    public List<AgentChunk> Add(JsonElement value, bool isUnframed)
    {
        _pieces.Clear();
        string type = value.FindText("type") ?? "";
        if (IsResponse(value))
        {
            TakeResponse(value, isEnd: true, "");
            IsWhole |= isUnframed && FinishReason is not null;
            HasBegun = true;
        }
        else if (type.StartsWith("response.", StringComparison.Ordinal))
        {
            HasBegun = true;
            TakeEvent(type, value);
        }

        return _pieces;
    }

    /// <inheritdoc/>
    public List<AgentChunk> Flush()
    {
        _pieces.Clear();
        (string thoughts, string text) = _tags.Flush();
        AddPiece(ChunkKind.Reasoning, _reasoning.Add(thoughts));
        AddPiece(ChunkKind.Reasoning, _reasoning.Flush());
        AddPiece(ChunkKind.Text, _text.Add(text));
        AddPiece(ChunkKind.Text, _text.Flush());
        _refusal.Flush();
        foreach (ResponseItem item in _items)
        {
            if (item.Call is { } call)
            {
                AddPiece(ChunkKind.ToolCall, call.Flush(), call.Number);
            }
        }

        return _pieces;
    }

    /// <inheritdoc/>
    public Completion ToCompletion()
    {
        List<ResponseItem> ordered = _items.Count > 1 ? [.. _items.OrderBy(i => i.Index ?? int.MaxValue)] : _items;
        List<ResponseItem> calls = ordered.FindAll(static i => i.Call is { IsBlank: false });
        List<ResponseItem> whole = ordered.FindAll(static i => i.Json is not null);
        string text = Text;
        if (ordered.Exists(static i => i.IsContradicted))
        {
            text = ResponseItems.TextOf(whole.Select(i => Parse(i.Json!)).Where(i => !IsRefusal(i)));
        }

        if (ThoughtTags.Part(text) is var (thoughts, answer))
        {
            _reasoning.Add(thoughts);
            _reasoning.Flush();
            text = answer;
        }

        return new Completion
        {
            Id = _id,
            Model = _model,
            Text = text,
            Reasoning = _reasoning.IsEmpty ? null : _reasoning.ToString().Trim(),
            Refusal = _refusal.IsEmpty ? null : _refusal.ToString(),
            ToolCalls = calls.Count == 0 ? [] : ToToolCalls(calls),
            Extras = whole is [] or [{ IsPlain: true }]
                ? []
                : [new MessageExtra(MessageExtras.Items, $"[{string.Join(',', whole.Select(i => Encoding.UTF8.GetString(i.Json!)))}]")],
            FinishReason = FinishReason,
            Usage = _usage,
            Cost = _cost,
        };
    }

    private static bool IsRefusal(JsonElement item) => item.Items("content").Any(p => p.FindText("type") == "refusal");

    private static JsonElement Parse(byte[] json)
    {
        JsonDocumentOptions options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        using JsonDocument document = JsonDocument.Parse(json, options);
        return document.RootElement.Clone();
    }

    private static byte[] ToError(JsonElement said)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            foreach (JsonProperty member in said.EnumerateObject()
                .Where(m => m.Name != "sequence_number" && !(m.Name == "type" && m.Value.ValueKind == JsonValueKind.String && m.Value.ValueEquals("error"))))
            {
                // As it came: text that holds half a character cannot be written anew.
                json.WritePropertyName(member.Name);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private void TakeEvent(string type, JsonElement value)
    {
        switch (type)
        {
            case "response.created" or "response.in_progress" or "response.queued":
                TakeResponse(value.FindObject("response") ?? default, isEnd: false, "");
                break;
            case "response.output_item.added":
                if (value.FindObject("item") is { } begun)
                {
                    Begin(value.FindWhole("output_index"), begun.FindText("id") ?? "", begun);
                }

                break;
            case "response.output_item.done":
                if (value.FindObject("item") is { } done)
                {
                    string id = done.FindText("id") ?? "";
                    TakeItem(Begin(value.FindWhole("output_index"), id, done), done, id);
                }

                break;
            case "response.content_part.added" or "response.content_part.done":
                if (value.FindObject("part") is { } part)
                {
                    TakePart(Find(value), part, Number(value, "content_index"));
                }

                break;
            case "response.reasoning_summary_part.added" or "response.reasoning_summary_part.done":
                AddWhole(Find(value), ResponsePart.Summary, Number(value, "summary_index"), value.FindObject("part")?.FindText("text"));
                break;
            case "response.output_text.delta":
                AddText(Find(value), Number(value, "content_index"), value.FindText("delta"));
                break;
            case "response.output_text.done":
                AddWhole(Find(value), ResponsePart.Text, Number(value, "content_index"), value.FindText("text"));
                break;
            case "response.refusal.delta":
                AddRefusal(Find(value), Number(value, "content_index"), value.FindText("delta"));
                break;
            case "response.refusal.done":
                AddWhole(Find(value), ResponsePart.Refusal, Number(value, "content_index"), value.FindText("refusal"));
                break;
            case "response.reasoning_summary_text.delta":
                AddThought(Find(value), ResponsePart.Summary, Number(value, "summary_index"), value.FindText("delta"));
                break;
            case "response.reasoning_summary_text.done":
                AddWhole(Find(value), ResponsePart.Summary, Number(value, "summary_index"), value.FindText("text"));
                break;
            case "response.reasoning_text.delta":
                AddThought(Find(value), ResponsePart.Thought, Number(value, "content_index"), value.FindText("delta"));
                break;
            case "response.reasoning_text.done":
                AddWhole(Find(value), ResponsePart.Thought, Number(value, "content_index"), value.FindText("text"));
                break;
            case "response.function_call_arguments.delta":
                AddCall(Find(value), "", "", value.FindText("delta") ?? "", isWhole: false);
                break;
            case "response.function_call_arguments.done":
                AddCall(Find(value), value.FindText("call_id") ?? "", value.FindText("name") ?? "", value.FindText("arguments") ?? "", isWhole: true);
                break;
            case "response.completed" or "response.incomplete":
                TakeResponse(value.FindObject("response") ?? default, isEnd: true, type["response.".Length..]);
                break;
        }
    }

    private void TakeResponse(JsonElement response, bool isEnd, string end)
    {
        _id = response.FindAsText("id") ?? _id;
        _model = response.FindText("model") ?? _model;
        if (!isEnd)
        {
            return;
        }

        int place = 0;
        foreach (JsonElement item in response.FindList("output")?.EnumerateArray() ?? default)
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                string id = item.FindText("id") ?? "";
                TakeItem(FindAtEnd(place++, id, item), item, id);
            }
        }

        if (response.FindObject("usage") is { } usage)
        {
            _usage = CompletionReader.ToUsage(usage);
            _cost = GatewayHeaders.ToCost(usage.FindAsText("cost"));
        }

        _status = end.Length > 0 ? end : response.FindText("status") ?? (response.FindList("output") is null ? null : "completed");
        FinishReason = _status switch
        {
            "completed" => _items.Exists(i => i.Call is { IsBlank: false }) ? "tool_calls" : "stop",
            "incomplete" => response.FindObject("incomplete_details")?.FindText("reason") switch
            {
                "max_output_tokens" or null => "length",
                { } reason => reason,
            },
            _ => null,
        };
    }

    // At the end items are known by their ids, and where those changed by their places.
    private ResponseItem FindAtEnd(int place, string id, JsonElement item)
    {
        ResponseItem? known = null;
        foreach (ResponseItem come in _items)
        {
            if (id.Length > 0 && come.Id == id)
            {
                known = come;
                break;
            }

            known ??= come.Index == place ? come : null;
        }

        return known is not null ? Identify(known, item) : Begin(place, id, item);
    }

    private ResponseItem Begin(int? index, string id, JsonElement item) => Identify(FindLast(index, id) ?? Add(index, id), item);

    private ResponseItem? FindLast(int? index, string id)
    {
        for (int at = _items.Count - 1; at >= 0; at--)
        {
            if (_items[at].Is(index, id))
            {
                return _items[at];
            }
        }

        return null;
    }

    private ResponseItem Add(int? index, string id)
    {
        ResponseItem item = new(index ?? (_items.Count == 0 ? 0 : _items.Max(i => i.Index ?? 0) + 1), id);
        _items.Add(item);
        _kept += LengthOfItem;
        return item;
    }

    // The call's id and name are there from the beginning, its arguments from its end.
    private ResponseItem Identify(ResponseItem known, JsonElement item)
    {
        if (item.Says("type", "function_call"u8))
        {
            AddCall(known, item.FindAsText("call_id") ?? item.FindAsText("id") ?? "", item.FindText("name") ?? "", "", isWhole: false);
        }

        return known;
    }

    private ResponseItem Find(JsonElement value)
    {
        int? index = value.FindWhole("output_index");
        string id = value.FindText("item_id") ?? "";
        bool isNamed = index is not null || id.Length > 0;
        return FindLast(index, id) ?? (isNamed || _items.Count == 0 ? Add(index, id) : _items[^1]);
    }

    private void TakeItem(ResponseItem known, JsonElement item, string id)
    {
        _kept -= known.Length;
        known.Take(item, id);
        _kept += known.Length;
        int number = 0;
        switch (item.FindText("type"))
        {
            case "function_call":
                string arguments = item.FindText("arguments") ?? item.FindObject("arguments")?.GetRawText() ?? "";
                AddCall(known, "", "", arguments, isWhole: arguments.Length > 0);
                break;
            case "message" when item.FindText("content") is { } plain:
                AddWhole(known, ResponsePart.Text, 0, plain);
                break;
            case "message":
                foreach (JsonElement part in item.FindList("content")?.EnumerateArray() ?? default)
                {
                    TakePart(known, part, number++);
                }

                break;
            case "reasoning":
                foreach (JsonElement part in item.Items("summary"))
                {
                    AddWhole(known, ResponsePart.Summary, number++, part.FindText("text"));
                }

                number = 0;
                foreach (JsonElement part in item.Items("content"))
                {
                    AddWhole(known, ResponsePart.Thought, number++, part.FindText("text"));
                }

                break;
        }
    }

    private void TakePart(ResponseItem item, JsonElement part, int number)
    {
        (ResponsePart Part, string? Text) found =
            part.Says("type", "refusal"u8) ? (ResponsePart.Refusal, part.FindText("refusal"))
            : part.Says("type", "reasoning_text"u8) ? (ResponsePart.Thought, part.FindText("text"))
            : (ResponsePart.Text, part.FindText("text"));
        AddWhole(item, found.Part, number, found.Text);
    }

    private void AddWhole(ResponseItem item, ResponsePart part, int number, string? whole)
    {
        if (string.IsNullOrEmpty(whole))
        {
            return;
        }

        bool wasBegun = item.Has(part, number);
        string rest = item.AddWhole(part, number, whole);
        switch (part)
        {
            case ResponsePart.Text:
                Say(item, rest);
                break;
            case ResponsePart.Refusal:
                _refusal.Add(rest);
                break;
            default:
                Think(item, part, number, rest, isNew: !wasBegun);
                break;
        }
    }

    private void AddText(ResponseItem item, int number, string? piece)
    {
        if (!string.IsNullOrEmpty(piece))
        {
            item.Add(ResponsePart.Text, number, piece);
            Say(item, piece);
        }
    }

    private void AddRefusal(ResponseItem item, int number, string? piece)
    {
        if (!string.IsNullOrEmpty(piece))
        {
            item.Add(ResponsePart.Refusal, number, piece);
            _refusal.Add(piece);
        }
    }

    private void AddThought(ResponseItem item, ResponsePart part, int number, string? piece)
    {
        if (!string.IsNullOrEmpty(piece))
        {
            bool isNew = !item.Has(part, number);
            item.Add(part, number, piece);
            Think(item, part, number, piece, isNew);
        }
    }

    private void Say(ResponseItem item, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        text = _speaker is not null && _speaker != item && !_text.IsEmpty ? ResponseItems.Break + text : text;
        _speaker = item;
        (string thoughts, string said) = _tags.Add(text);
        AddPiece(ChunkKind.Reasoning, _reasoning.Add(thoughts));
        AddPiece(ChunkKind.Text, _text.Add(said));
    }

    // Where both come, the summary says again what the thoughts say.
    private void Think(ResponseItem item, ResponsePart part, int number, string text, bool isNew)
    {
        if (text.Length == 0 || (_thoughts ??= part) != part)
        {
            return;
        }

        bool isNext = isNew && _thought is not null && _thought != (item, number);
        _thought = (item, number);
        AddPiece(ChunkKind.Reasoning, _reasoning.Add(isNext ? ResponseItems.Break + text : text));
    }

    private void AddCall(ResponseItem item, string id, string name, string arguments, bool isWhole)
    {
        item.Call ??= new StreamedToolCall(_calls++, redactor);
        int before = item.Call.Length;
        item.Call.Identify(id, name);
        AddPiece(ChunkKind.ToolCall, isWhole ? item.AddArguments(arguments) : item.Call.Add(arguments, isWhole: false), item.Call.Number);
        _kept += item.Call.Length - before;
    }

    private ImmutableArray<ToolCall> ToToolCalls(List<ResponseItem> calls)
    {
        bool isCut = Finish.IsCut(FinishReason);
        return [.. calls.Select((c, n) => c.ToToolCall(isCut && n == calls.Count - 1)).Select(c => c with { Name = OfferedName.Find(c.Name, tools) })];
    }

    private void AddPiece(ChunkKind kind, string shown, int call = 0)
    {
        if (shown.Length > 0)
        {
            _pieces.Add(new AgentChunk(kind, shown) { Call = call });
        }
    }

    private static int Number(JsonElement value, string name) => value.FindWhole(name) ?? 0;
}
