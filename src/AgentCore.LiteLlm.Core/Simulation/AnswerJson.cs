using System.Buffers;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes an answer in the words of the API by which it was asked for.</summary>
internal static class AnswerJson
{
    /// <summary>Writes all of it as one object.</summary>
    public static void Write(IBufferWriter<byte> output, ChatQuestion call, ChatAnswer answer)
    {
        if (call.IsOfResponses)
        {
            ResponseJson.Write(output, answer);
        }
        else
        {
            CompletionJson.Write(output, answer);
        }
    }

    /// <summary>Makes its stream.</summary>
    public static IAnswerEvents Stream(IBufferWriter<byte> output, ChatQuestion call, ChatAnswer answer) =>
        call.IsOfResponses ? new ResponseEvents(output, answer) : new ChunkEvents(output, answer, call.IncludeUsage);
}
