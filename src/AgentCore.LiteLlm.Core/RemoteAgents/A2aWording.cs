using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.RemoteAgents;

/// <summary>How one version of the agent-to-agent protocol words what is asked. What is answered is read alike.</summary>
internal sealed class A2aWording
{
    private const string Base64Mark = ";base64,";

    private A2aWording(string version) => Version = version;

    /// <summary>Gets the wording of version 1.</summary>
    public static A2aWording Current { get; } = new("1.0") { Send = "SendMessage", Get = "GetTask", Cancel = "CancelTask" };

    /// <summary>Gets the wording of version 0.3 and those before.</summary>
    public static A2aWording Former { get; } = new("0.3") { Send = "message/send", Get = "tasks/get", Cancel = "tasks/cancel" };

    /// <summary>Gets the version, as requests name it.</summary>
    public string Version { get; }

    /// <summary>Gets the method that says something to the agent.</summary>
    public required string Send { get; init; }

    /// <summary>Gets the method that asks about a task.</summary>
    public required string Get { get; init; }

    /// <summary>Gets the method that ends a task.</summary>
    public required string Cancel { get; init; }

    private bool IsCurrent => this == Current;

    /// <summary>Says whether a version is worded so.</summary>
    /// <param name="version">The version; null where none is said.</param>
    public bool IsOf(string? version) => IsCurrent
        ? version is null or "1" || version.StartsWith("1.", StringComparison.Ordinal)
        : version is not null && version.StartsWith("0.", StringComparison.Ordinal);

    /// <summary>Writes what is said to the agent. It is not to wait for the end: whoever gives up must know what to end.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">Its text.</param>
    /// <param name="id">Its id.</param>
    /// <param name="tenant">Whom it is for; null where there is one.</param>
    public ReadOnlyMemory<byte> WriteMessage(ChatMessage message, string text, string id, string? tenant) => Write(Send, tenant, json =>
    {
        json.WriteStartObject("message"u8);
        json.WriteString("messageId"u8, id);
        json.WriteString("role"u8, IsCurrent ? "ROLE_USER" : "user");
        if (!IsCurrent)
        {
            json.WriteString("kind"u8, "message"u8);
        }

        json.WriteStartArray("parts"u8);
        WriteText(json, text);
        foreach (ContentPart part in message.Parts)
        {
            WritePart(json, part);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("configuration"u8);
        json.WriteStartArray("acceptedOutputModes"u8);
        json.WriteStringValue("text/plain"u8);
        json.WriteStringValue("application/json"u8);
        json.WriteEndArray();
        json.WriteBoolean(IsCurrent ? "returnImmediately"u8 : "blocking"u8, IsCurrent);
        json.WriteEndObject();
    });

    /// <summary>Writes a question about a task, or the wish to end it.</summary>
    /// <param name="method">Which.</param>
    /// <param name="task">The task.</param>
    /// <param name="tenant">Whose it is; null where there is one.</param>
    public static ReadOnlyMemory<byte> WriteOfTask(string method, string task, string? tenant) => Write(method, tenant, json => json.WriteString("id"u8, task));

    /// <summary>Finds what of a message cannot be said in the protocol.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The parts.</returns>
    public static ImmutableArray<ContentPart> FindUnsaid(ChatMessage message) =>
        [.. message.Parts.Where(p => p is ContentPart.File { Data: null, Id: var id } && !IsAddress(id))];

    private static bool IsAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";

    private static ReadOnlyMemory<byte> Write(string method, string? tenant, Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc"u8, "2.0"u8);
            json.WriteString("id"u8, "1"u8);
            json.WriteString("method"u8, method);
            json.WriteStartObject("params"u8);
            if (tenant is not null)
            {
                json.WriteString("tenant"u8, tenant);
            }

            members(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        if (!IsCurrent)
        {
            json.WriteString("kind"u8, "text"u8);
        }

        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    private void WritePart(Utf8JsonWriter json, ContentPart part)
    {
        switch (part)
        {
            case ContentPart.Words words:
                WriteText(json, words.Text);
                break;
            case ContentPart.Image image:
                WriteFile(json, image.Url, null);
                break;
            case ContentPart.File { Data: { } data } file:
                WriteFile(json, data, file.Name);
                break;
            case ContentPart.File { Id: { } address } file when IsAddress(address):
                WriteFile(json, address, file.Name);
                break;
        }
    }

    private void WriteFile(Utf8JsonWriter json, string url, string? name)
    {
        int mark = url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? url.IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase) : -1;
        string? type = mark < 0 ? null : url["data:".Length..mark];
        string content = mark < 0 ? url : url[(mark + Base64Mark.Length)..];
        json.WriteStartObject();
        if (!IsCurrent)
        {
            json.WriteString("kind"u8, "file"u8);
            json.WriteStartObject("file"u8);
        }

        json.WriteString(mark < 0 ? (IsCurrent ? "url" : "uri") : IsCurrent ? "raw" : "bytes", content);
        if (name is not null)
        {
            json.WriteString(IsCurrent ? "filename" : "name", name);
        }

        if (type is not null)
        {
            json.WriteString(IsCurrent ? "mediaType" : "mimeType", type);
        }

        if (!IsCurrent)
        {
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
