using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>One tool call, put together from its fragments.</summary>
/// <param name="number">Its place among the calls of the answer, from 0.</param>
/// <param name="redactor">Takes the request's secrets out of what is shown.</param>
internal sealed class StreamedToolCall(int number, Redactor redactor)
{
    private readonly StreamRedactor _safe = new(redactor);

    /// <summary>Gets its place among the calls of the answer.</summary>
    public int Number => number;

    /// <summary>Gets or sets its number in the stream; null when the server sends none.</summary>
    public int? Index { get; set; }

    /// <summary>Gets its id; empty until one came.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Gets the tool's name; empty until it came.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Gets its arguments.</summary>
    public StreamedArguments Arguments { get; } = new();

    /// <summary>Gets what the provider wants back with the call.</summary>
    public StreamedExtras Extras { get; } = new();

    /// <summary>Gets how much is kept, in characters.</summary>
    public int Length => Id.Length + Name.Length + Arguments.Length + Extras.Length;

    /// <summary>Gets a value indicating whether nothing but an id came of it.</summary>
    public bool IsBlank => Name.Length == 0 && Arguments.SaysNothing;

    /// <summary>Names the call: the first id counts, and the last name.</summary>
    public void Identify(string id, string name)
    {
        Id = Id.Length > 0 ? Id : id;
        Name = name.Length > 0 ? name : Name;
    }

    /// <summary>Takes arguments in.</summary>
    /// <param name="arguments">A fragment of them, or all of them.</param>
    /// <param name="isWhole">Whether they are all.</param>
    /// <returns>What may be shown now.</returns>
    public string Add(string arguments, bool isWhole) => _safe.Add(isWhole ? Arguments.AddWhole(arguments) : Arguments.Add(arguments));

    /// <summary>Gives out what was held back.</summary>
    public string Flush() => _safe.Add(Arguments.Flush()) + _safe.Flush();

    /// <summary>Gives the whole call.</summary>
    /// <param name="isCut">Whether the answer was cut within it.</param>
    public ToolCall ToToolCall(bool isCut) => new(Id, Name.Trim(), Arguments.ToText(isCut)) { Extras = Extras.ToExtras() };
}
