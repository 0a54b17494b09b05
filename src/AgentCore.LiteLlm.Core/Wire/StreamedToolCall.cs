using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>One tool call, put together from its fragments.</summary>
/// <param name="index">The call's number in the stream; null when the server sends none.</param>
/// <param name="redactor">Takes the request's secrets out.</param>
internal sealed class StreamedToolCall(int? index, Redactor redactor)
{
    private readonly LongText _arguments = new();
    private readonly StreamRedactor _safe = new(redactor);
    private string _id = "";
    private string _name = "";
    private bool _hasArguments;

    /// <summary>Gets what the provider wants back with the call.</summary>
    public StreamedExtras Extras { get; } = new();

    /// <summary>Says whether a fragment goes on with this call.</summary>
    /// <param name="number">The fragment's number; null when it has none.</param>
    /// <param name="id">Its id; null or empty when it has none.</param>
    /// <param name="name">Its tool; null or empty when it names none, as later fragments do.</param>
    /// <returns>True when it does.</returns>
    public bool GoesOnWith(int? number, string? id, string? name)
    {
        // Some servers number every call 0, or none: then a tool's name with another id begins the next. An id alone does not, since some make a new one for each fragment.
        if (string.IsNullOrEmpty(name))
        {
            return true;
        }

        if (!string.IsNullOrEmpty(id) && _id.Length > 0)
        {
            return _id == id;
        }

        bool isSameTool = _name.Length == 0 || _name == name;
        return isSameTool && (number is not null || !_hasArguments);
    }

    /// <summary>Says whether the call has this number.</summary>
    public bool Has(int number) => index == number;

    /// <summary>Takes a fragment in and returns what of its arguments may be shown now.</summary>
    public string Add(string? id, string? name, string arguments)
    {
        _id = _id.Length > 0 ? _id : id ?? "";
        _name = string.IsNullOrEmpty(name) ? _name : name;
        _hasArguments |= arguments.Length > 0;
        return Show(_safe.Add(arguments));
    }

    /// <summary>Gives out what was held back.</summary>
    public string Flush() => Show(_safe.Flush());

    public ToolCall ToToolCall() => new(_id, _name, _arguments.ToString()) { Extras = Extras.ToExtras() };

    private string Show(string arguments)
    {
        _arguments.Append(arguments);
        return arguments;
    }
}
