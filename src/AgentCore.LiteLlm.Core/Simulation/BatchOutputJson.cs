using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Writes the file of answers to a file of requests.</summary>
internal static class BatchOutputJson
{
    /// <summary>Counts the requests of a file.</summary>
    public static int Count(ReadOnlyMemory<byte> input) => LinesOf(input).Count();

    /// <summary>Answers each request of a file as a single call would be.</summary>
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> input)
    {
        ArrayBufferWriter<byte> output = new();
        foreach (ReadOnlyMemory<byte> line in LinesOf(input))
        {
            Write(output, line);
        }

        return output.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> output, ReadOnlyMemory<byte> line)
    {
        string? name = null;
        ReadOnlyMemory<byte> body = default;
        bool isOfResponses = false;
        try
        {
            using JsonDocument request = JsonDocument.Parse(line, ProtocolJson.Read);
            name = request.RootElement.GetProperty("custom_id").GetString();
            isOfResponses = request.RootElement.FindText("url") == "/v1/responses";
            body = Encoding.UTF8.GetBytes(request.RootElement.GetProperty("body").GetRawText());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // A line that is no request is answered as one without a body.
        }

        ArrayBufferWriter<byte> answer = new();
        int status = 200;
        string hash = StableHash.Of(line.Span)[..24];
        EndpointError? error;
        ChatQuestion? asked = isOfResponses ? ResponseQuestionReader.Read(body, out error) : ChatQuestionReader.Read(body, out error);
        if (asked is { } call)
        {
            AnswerJson.Write(answer, call, SimulatedAnswers.For(call));
        }
        else
        {
            status = error!.Status;
            error.WriteTo(answer);
        }

        using Utf8JsonWriter json = ProtocolJson.Writer(output);
        json.WriteStartObject();
        json.WriteString("id", $"batch_req_{hash}");
        json.WriteString("custom_id", name);
        json.WriteStartObject("response");
        json.WriteNumber("status_code", status);
        json.WriteString("request_id", $"req_{hash}");
        json.WritePropertyName("body");
        json.WriteRawValue(answer.WrittenSpan, skipInputValidation: true);
        json.WriteEndObject();
        json.WriteNull("error");
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> LinesOf(ReadOnlyMemory<byte> input)
    {
        while (!input.IsEmpty)
        {
            int end = input.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? input : input[..end];
            input = end < 0 ? default : input[(end + 1)..];
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                yield return line;
            }
        }
    }
}
