using System.Text;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Streams written as short text in a test.</summary>
internal static class Sse
{
    public const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public const string Done = "data: [DONE]";

    /// <summary>Gets the event of one piece of text.</summary>
    public static string Text(string text) => Delta("\"content\":" + SchemaText.Quoted(text));

    public static string Delta(string members) =>
        $$$"""data: {"id":"c-1","model":"served","choices":[{"index":0,"delta":{{{{members}}}},"finish_reason":null}]}""";

    /// <summary>Puts events together, each with its blank line.</summary>
    public static string Of(params string[] events) => string.Concat(events.Select(e => e + "\n\n"));

    public static byte[] Bytes(params string[] events) => Encoding.UTF8.GetBytes(Of(events));
}
