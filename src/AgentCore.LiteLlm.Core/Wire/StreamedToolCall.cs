using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>One tool call, put together from its fragments.</summary>
/// <param name="index">The call's number in the stream; null when the server sends none.</param>
/// <param name="redactor">Takes the request's secrets out.</param>
internal sealed class StreamedToolCall(int? index, Redactor redactor)
{
    private readonly StringBuilder _arguments = new();
    private readonly StreamRedactor _safe = new(redactor);
    private string _name = "";

    public int? Index => index;

    public string Id { get; private set; } = "";

    public bool HasArguments => _arguments.Length > 0;

    /// <summary>Takes a fragment in and returns what of its arguments may be shown now.</summary>
    public string Add(string? id, string? name, string arguments)
    {
        Id = string.IsNullOrEmpty(id) ? Id : id;
        _name = string.IsNullOrEmpty(name) ? _name : name;
        return Show(_safe.Add(arguments));
    }

    /// <summary>Gives out what was held back.</summary>
    public string Flush() => Show(_safe.Flush());

    public ToolCall ToToolCall() => new(Id, redactor.Redact(_name), _arguments.ToString());

    private string Show(string arguments)
    {
        _arguments.Append(arguments);
        return arguments;
    }
}
