using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>A refusal in the shape that the OpenAI protocol gives to errors.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What is wrong, for a person.</param>
internal sealed record EndpointError(int Status, string Message)
{
    public string Type { get; init; } = "invalid_request_error";

    public string? Param { get; init; }

    /// <summary>Gets the code: text, a number or null.</summary>
    public object? Code { get; init; }

    public static EndpointError BadRequest(string message, string? param = null, string? code = null) =>
        new(400, message) { Param = param, Code = code };

    public static EndpointError UnknownPath(string method, string path) =>
        new(404, $"Invalid URL ({method} {path})");

    public static EndpointError WrongMethod(string method, string path) =>
        new(405, $"Not allowed to {method} on {path}.") { Code = "method_not_supported" };

    public void WriteTo(IBufferWriter<byte> output)
    {
        using Utf8JsonWriter json = ProtocolJson.Writer(output);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", Message);
        json.WriteString("type", Type);
        json.WriteString("param", Param);
        json.WritePropertyName("code");
        WriteCode(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteCode(Utf8JsonWriter json)
    {
        switch (Code)
        {
            case null:
                json.WriteNullValue();
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(Code.ToString());
                break;
        }
    }
}
