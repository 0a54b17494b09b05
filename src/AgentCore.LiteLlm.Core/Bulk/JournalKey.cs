using System.Security.Cryptography;
using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>Names a call by all that decides its answer, without saying what it asks.</summary>
internal static class JournalKey
{
    /// <summary>Hashes the address, the mode, the schema asked for and the body as it would be sent.</summary>
    /// <param name="request">The request.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(ChatRequest request)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Endpoint.AbsoluteUri}\n{request.Mode}\n{request.Output?.WireSchema.GetRawText()}\n"));

        // Whether the answer is streamed does not decide it.
        hash.AppendData(RequestWriter.ToJson(request with { Stream = false }).Span);
        if (request.Memory is { } memory)
        {
            // What is remembered of one actor, or in one session, answers nobody else.
            hash.AppendData(Encoding.UTF8.GetBytes($"memory {memory.Actor.Length} {memory.Actor} {memory.Session}"));
        }

        AppendGraph(request, hash);
        foreach (AgentSpecialist agent in request.Specialists)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{agent.Tool.Name} {agent.MaximumResultLength} {Of(agent.Request)}"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // Whoever answers together decides the answer, and so does the way from one to the next.
    private static void AppendGraph(ChatRequest request, IncrementalHash hash)
    {
        if (request.Graph is not { } graph)
        {
            return;
        }

        string frame = string.Join('\n', [
            $"{graph.Agent} {graph.IsSwarm} {graph.HasCoordinator} {graph.Entry} {graph.Limits}",
            .. graph.Edges.Select(e => $"{e.From} > {e.To} {e.Condition}"),
            .. graph.Nodes.Select(n => $"{n.Id} {n.Fallback} {n switch
            {
                AgentNode.Member member => Of(member.Request),
                AgentNode.Gate gate => gate.Trip?.Text,
                _ => "",
            }}")]);
        hash.AppendData(Encoding.UTF8.GetBytes(frame));
    }
}
