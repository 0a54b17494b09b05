using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Wire.Responses;

/// <summary>One item of an answer, while it comes.</summary>
/// <param name="index">Its place in the answer; null where the server gives none.</param>
/// <param name="id">Its id; empty where the server gives none.</param>
internal sealed class ResponseItem(int? index, string id)
{
    private readonly Dictionary<(ResponsePart Part, int Number), SaidText> _said = [];
    private string? _arguments;

    /// <summary>Gets its place in the answer.</summary>
    public int? Index => index;

    /// <summary>Gets its id.</summary>
    public string Id { get; private set; } = id;

    /// <summary>Gets or sets the call of a tool that it is; null where it is something else.</summary>
    public StreamedToolCall? Call { get; set; }

    /// <summary>Gets the item as it came, once all of it has; null before.</summary>
    public string? Json { get; private set; }

    /// <summary>Gets a value indicating whether what it was at the end is not what its pieces said.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>Says whether a piece is one of this item.</summary>
    /// <param name="place">The place that the piece names.</param>
    /// <param name="name">The id that it names.</param>
    public bool Is(int? place, string name) => place is not null && index is not null ? place == index : name.Length > 0 && name == Id;

    /// <summary>Takes the item as it is at its end.</summary>
    /// <param name="item">The item.</param>
    public void Take(JsonElement item)
    {
        Json = item.GetRawText();
        Id = item.FindText("id") is { Length: > 0 } last ? last : Id;
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
    public bool Has(ResponsePart part, int number) => _said.ContainsKey((part, number));

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
        if (!_said.TryGetValue((part, number), out SaidText? said))
        {
            _said[(part, number)] = said = new SaidText();
        }

        return said;
    }
}
