using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire.Completions;

/// <summary>
/// The tool calls of an answer, each put together from its fragments. Which call a fragment belongs to follows from its id, then from its
/// number, then from its place: it goes on with the last one. It begins the next where it cannot go on: with another id under the same
/// number, with another tool's name, or with its tool's name again although the arguments are whole and nobody gives ids.
/// </summary>
/// <param name="tools">The names of the tools that are offered, by which a name is known that comes in pieces.</param>
/// <param name="redactor">Takes the request's secrets out of what is shown.</param>
internal sealed class StreamedCalls(ImmutableArray<string> tools, Redactor redactor)
{
    // What a call takes beside its text, so that a stream of nothing but calls ends too.
    private const int LengthOfCall = 4096;

    private readonly List<StreamedToolCall> _calls = [];
    private StreamedToolCall? _legacy;

    /// <summary>Gets how much is kept, in characters.</summary>
    public int Length { get; private set; }

    private bool IsEmpty => _calls.Count == 0 && _legacy is null;

    private IEnumerable<StreamedToolCall> Kept => _calls.Count == 0 && _legacy is not null ? [_legacy] : _calls;

    /// <summary>Takes in the calls of a piece of a message, or of a whole one.</summary>
    /// <param name="message">The piece.</param>
    /// <param name="isWhole">Whether the message says all that it holds.</param>
    /// <returns>Which call each is of, and what of its arguments may be shown now.</returns>
    public List<(int Call, string Shown)> Add(JsonElement message, bool isWhole)
    {
        List<(int Call, string Shown)> shown = [];
        List<StreamedToolCall> said = [];
        foreach (JsonElement call in CallsOf(message))
        {
            // Some servers leave the wrapping out.
            JsonElement function = call.FindObject("function") ?? call;
            (string id, string name, string arguments) = (Text(call, "id"), Text(function, "name"), Text(function, "arguments"));
            bool isAll = isWhole && (string.IsNullOrWhiteSpace(arguments) || IsValue(arguments) || FindSaid(said, id, name)?.Arguments.Are(arguments) == true);
            StreamedToolCall found = isAll ? FindSaid(said, id, name) ?? Begin(null) : Find(CompletionReader.FindIndex(call), id, name, arguments);
            said.Add(found);
            MessageExtras.AddCall(found.Extras, call, isWhole);
            shown.Add((found.Number, Add(found, id, name, arguments, isAll)));
        }

        // The form of 2023, of which a message has one at most; whoever sends both means the same call.
        if (_calls.Count == 0 && message.FindObject("function_call") is { } legacy)
        {
            _legacy ??= new StreamedToolCall(0, redactor);
            string arguments = Text(legacy, "arguments");
            shown.Add((0, Add(_legacy, "", Text(legacy, "name"), arguments, isWhole && IsValue(arguments))));
        }

        return shown;
    }

    /// <summary>Gives out what was held back.</summary>
    public IEnumerable<(int Call, string Shown)> Flush() => IsEmpty ? [] : Kept.Select(c => (c.Number, c.Flush()));

    /// <summary>Gives the whole calls.</summary>
    /// <param name="isCut">Whether the answer was cut, so that the last call may lack its arguments.</param>
    public ImmutableArray<ToolCall> ToToolCalls(bool isCut)
    {
        if (IsEmpty)
        {
            return [];
        }

        ImmutableArray<StreamedToolCall> kept = [.. Kept.Where(c => !c.IsBlank)];
        return [.. kept.Select((c, i) => ToOffered(c.ToToolCall(isCut && i == kept.Length - 1)))];
    }

    private ToolCall ToOffered(ToolCall call) => call with { Name = OfferedName.Find(call.Name, tools) };

    private static IEnumerable<JsonElement> CallsOf(JsonElement message)
    {
        if (!message.TryGetProperty("tool_calls", out JsonElement calls))
        {
            return [];
        }

        return calls.ValueKind switch
        {
            JsonValueKind.Array => calls.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object),
            JsonValueKind.Object => [calls],
            _ => [],
        };
    }

    private static string Text(JsonElement value, string key) => value.FindAsText(key) ?? "";

    private static bool IsValue(string arguments)
    {
        JsonExtent extent = default;
        extent.Take(arguments);
        return extent.IsClosed;
    }

    private string Add(StreamedToolCall call, string id, string name, string arguments, bool isWhole)
    {
        int before = call.Length;
        call.Identify(id, IsPieceOfName(call, name) ? call.Name + name : name);
        string shown = call.Add(arguments, isWhole);
        Length += call.Length - before;
        return shown;
    }

    // A message that says all calls again names them by id or lists them in their order.
    private StreamedToolCall? FindSaid(List<StreamedToolCall> said, string id, string name)
    {
        StreamedToolCall? next = _calls.ElementAtOrDefault(said.Count);
        bool isNext = next is not null && !said.Contains(next) && (id.Length == 0 || next.Id.Length == 0) && (next.Name.Length == 0 || next.Name == name);
        return (id.Length > 0 ? _calls.Find(c => c.Id == id && !said.Contains(c)) : null) ?? (isNext ? next : null);
    }

    private StreamedToolCall Find(int? index, string id, string name, string arguments)
    {
        StreamedToolCall? found = FindById(index, id, name)
            ?? (index is null ? _calls.LastOrDefault() : _calls.FindLast(c => c.Index == index) ?? _calls.FindLast(c => c.Index is null));
        if (found is null || !GoesOn(found, id, name, arguments))
        {
            found = Begin(index);
        }

        found.Index ??= index;
        return found;
    }

    // An id that comes under another number with its tool's name is one that the server gives to every call.
    private StreamedToolCall? FindById(int? index, string id, string name) => id.Length == 0
        ? null
        : _calls.FindLast(c => c.Id == id && (name.Length == 0 || index is null || c.Index is null || c.Index == index));

    private StreamedToolCall Begin(int? index)
    {
        StreamedToolCall call = new(_calls.Count, redactor) { Index = index };
        _calls.Add(call);
        Length += LengthOfCall;
        return call;
    }

    private bool GoesOn(StreamedToolCall call, string id, string name, string arguments)
    {
        if (call.Name.Length == 0 || IsPieceOfName(call, name) || IsGrownName(call, name))
        {
            return name.Length > 0 || id.Length == 0 || call.Id.Length == 0 || call.Id == id || !call.Arguments.IsDone;
        }

        // Some servers make a new id for each fragment, some give every call the same: then what is said decides.
        if (id.Length > 0 && call.Id.Length > 0)
        {
            bool saysAgain = IsValue(arguments) && call.Arguments.AgreesWith(arguments);
            return call.Id == id
                ? name.Length == 0 || saysAgain || !call.Arguments.IsDone || !IsValue(arguments)
                : name.Length == 0 && ((saysAgain && arguments is not "{}") || !call.Arguments.IsDone);
        }

        if (name.Length == 0)
        {
            return true;
        }

        // Where ids are given, a call without one is not the next; where none are, a name that comes again after whole arguments is.
        return call.Name == name && (!call.Arguments.IsWhole || call.Id.Length > 0);
    }

    private bool IsPieceOfName(StreamedToolCall call, string name) =>
        call.Name.Length > 0 && name.Length > 0 && !tools.Contains(call.Name) && tools.Any(t => t.StartsWith(call.Name + name, StringComparison.Ordinal));

    private bool IsGrownName(StreamedToolCall call, string name) =>
        !tools.Contains(call.Name) && name.StartsWith(call.Name, StringComparison.Ordinal) && tools.Any(t => t.StartsWith(name, StringComparison.Ordinal));
}
