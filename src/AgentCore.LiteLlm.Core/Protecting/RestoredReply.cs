using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Protecting;

/// <summary>Puts values back in the answer to one request: piece by piece as it arrives, and in the whole.</summary>
internal sealed class RestoredReply
{
    private readonly ProtectionVault _vault;
    private readonly Redactor _redactor;
    private readonly bool _isTextJson;

    // In the order in which they began.
    private readonly List<(ChunkKind Kind, int Call, RestoredStream Stream)> _strands = [];

    public RestoredReply(ChatRequest request, ProtectionVault vault)
    {
        _vault = vault;
        _redactor = new Redactor([.. request.Headers.Where(h => h.IsConfidential).Select(h => h.Value)]);

        // Text that must hold JSON would be broken by a value with a quotation mark.
        _isTextJson = request.Output is not null;
    }

    /// <summary>Takes a piece in.</summary>
    /// <param name="chunk">The piece.</param>
    /// <returns>What may be shown now; null when all of it is held back.</returns>
    public AgentChunk? Add(AgentChunk chunk)
    {
        if (chunk.Kind == ChunkKind.Notice)
        {
            return chunk;
        }

        string shown = FindStrand(chunk).Add(chunk.Text);
        return shown.Length == 0 ? null : ReferenceEquals(shown, chunk.Text) ? chunk : chunk with { Text = shown };
    }

    /// <summary>Gives out what is held back.</summary>
    public IEnumerable<AgentChunk> Flush() => _strands
        .Select(s => new AgentChunk(s.Kind, s.Stream.Flush()) { Call = s.Call })
        .Where(c => c.Text.Length > 0);

    /// <summary>Restores the whole reply.</summary>
    public AgentReply Restore(AgentReply reply) => reply with
    {
        Text = Restore(reply.Text, _isTextJson),
        Reasoning = reply.Reasoning is { } reasoning ? Restore(reasoning, isJson: false) : null,
        Refusal = reply.Refusal is { } refusal ? Restore(refusal, isJson: false) : null,
        ToolCalls = [.. reply.ToolCalls.Select(c => c with { Arguments = Restore(c.Arguments, isJson: true) })],
    };

    /// <summary>Restores what had arrived before a failure.</summary>
    public ChatFailure Restore(ChatFailure failure) => failure with
    {
        PartialText = Restore(failure.PartialText, _isTextJson),
        Vault = _vault,
    };

    private string Restore(string text, bool isJson) => _redactor.Redact(PlaceholderRestorer.Restore(text, _vault, isJson));

    private RestoredStream FindStrand(AgentChunk chunk)
    {
        foreach ((ChunkKind kind, int call, RestoredStream stream) in _strands)
        {
            if (kind == chunk.Kind && call == chunk.Call)
            {
                return stream;
            }
        }

        bool isJson = chunk.Kind == ChunkKind.ToolCall || (chunk.Kind == ChunkKind.Text && _isTextJson);
        RestoredStream begun = new(_vault, _redactor, isJson);
        _strands.Add((chunk.Kind, chunk.Call, begun));
        return begun;
    }
}
