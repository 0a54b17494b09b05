using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Wire.Responses;

/// <summary>One item of an answer, while it comes.</summary>
/// <param name="index">Its place in the answer; null where the server gives none.</param>
/// <param name="id">Its id; empty where the server gives none.</param>
internal sealed class ResponseItem(int? index, string id)
{
    // Nearly every item has one part, and needs no table for it.
    private (ResponsePart Part, int Number) _first;
    private SaidText? _saidFirst;
    private Dictionary<(ResponsePart Part, int Number), SaidText>? _saidMore;
    private string? _arguments;

    /// <summary>Gets its place in the answer.</summary>
    public int? Index => index;

    /// <summary>Gets its id.</summary>
    public string Id { get; private set; } = id;

    /// <summary>Gets or sets the call of a tool that it is; null where it is something else.</summary>
    public StreamedToolCall? Call { get; set; }

    /// <summary>Gets the item as it came, in UTF-8, once all of it has; null before.</summary>
    public byte[]? Json { get; private set; }

    /// <summary>Gets how many characters it has as it came; 0 before.</summary>
    public int Length { get; private set; }

    /// <summary>Gets a value indicating whether it tells nothing that its text does not: a message without a mark of its own.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>Gets a value indicating whether what it was at the end is not what its pieces said.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>Says whether a piece is one of this item.</summary>
    /// <param name="place">The place that the piece names.</param>
    /// <param name="name">The id that it names.</param>
    public bool Is(int? place, string name) => place is not null && index is not null ? place == index : name.Length > 0 && name == Id;

    /// <summary>Takes the item as it is at its end.</summary>
    /// <param name="item">The item.</param>
    /// <param name="last">The id that it has there; empty where it has none.</param>
    public void Take(JsonElement item, string last)
    {
        Json = JsonMarshal.GetRawUtf8Value(item).ToArray();
        Length = Encoding.UTF8.GetCharCount(Json);
        IsPlain = item.Says("type", "message"u8) && item.Find("phase") is null;
        Id = last.Length > 0 ? last : Id;
    }

    /// <summary>Takes a piece of a part.</summary>
    /// <param name="part">What it is a part of.</param>
    /// <param name="number">Its number.</param>
    /// <param name="piece">The piece.</param>
    public void Add(ResponsePart part, int number, string piece) => Said(part, number).Add(piece);

    /// <summary>Says what a whole part adds to its pieces, and takes it.</summary>
    /// <param name="part">What it is a part of.</param>
    /// <param name="number">Its number.</param>
    /// <param name="whole">The whole part.</param>
    /// <returns>What is new of it; nothing where it contradicts what came.</returns>
    public string AddWhole(ResponsePart part, int number, string whole)
    {
        SaidText said = Said(part, number);
        string? rest = said.FindRest(whole);
        IsContradicted |= rest is null && whole.Length > 0;
        said.Add(rest ?? "");
        return rest ?? "";
    }

    /// <summary>Says whether anything of a part has come.</summary>
    /// <param name="part">The part.</param>
    /// <param name="number">Its number.</param>
    public bool Has(ResponsePart part, int number) =>
        _saidFirst is not null && (_first == (part, number) || _saidMore?.ContainsKey((part, number)) == true);

    /// <summary>Takes the whole arguments of the call, which count more than their pieces.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>What may be shown now.</returns>
    public string AddArguments(string arguments)
    {
        _arguments = arguments;
        return Call!.Add(arguments, isWhole: true);
    }

    /// <summary>Gives the call.</summary>
    /// <param name="isCut">Whether the answer was cut within it.</param>
    public ToolCall ToToolCall(bool isCut)
    {
        ToolCall call = Call!.ToToolCall(isCut);
        if (_arguments is null)
        {
            return call;
        }

        StreamedArguments whole = new();
        whole.AddWhole(_arguments);
        return call with { Arguments = whole.ToText(isCut) };
    }

    private SaidText Said(ResponsePart part, int number)
    {
        if (_saidFirst is null)
        {
            _first = (part, number);
            return _saidFirst = new SaidText();
        }

        if (_first == (part, number))
        {
            return _saidFirst;
        }

        _saidMore ??= [];
        if (!_saidMore.TryGetValue((part, number), out SaidText? said))
        {
            _saidMore[(part, number)] = said = new SaidText();
        }

        return said;
    }
}
