using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Agents;

/// <summary>Notices a model that makes the same call again and again although it brings the same result.</summary>
internal sealed class RepeatedCalls
{
    private readonly Dictionary<(string Name, string Arguments), (string Result, int Count, int Turn)> _seen = [];

    /// <summary>Says how often in a row a call has brought the same result.</summary>
    public int Count(ToolCall call) => _seen.TryGetValue(KeyOf(call), out (string Result, int Count, int Turn) known) ? known.Count : 0;

    /// <summary>Notes a result. Equal calls of one turn count once: the model could not know better yet.</summary>
    public void Add(ToolCall call, string result, int turn)
    {
        (string Name, string Arguments) key = KeyOf(call);
        if (!_seen.TryGetValue(key, out (string Result, int Count, int Turn) known) || known.Result != result)
        {
            _seen[key] = (result, 1, turn);
        }
        else if (known.Turn != turn)
        {
            _seen[key] = (result, known.Count + 1, turn);
        }
    }

    private static (string Name, string Arguments) KeyOf(ToolCall call) => (call.Name, string.Concat(call.Arguments.Where(c => !char.IsWhiteSpace(c))));
}
