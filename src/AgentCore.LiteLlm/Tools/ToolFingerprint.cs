using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Tools;

/// <summary>
/// What an approval is bound to: SHA-256 over canonical JSON of a tool's definition, and of the arguments as the model sent them and as they are bound. What is
/// another tool or another call has another one.
/// </summary>
internal static class ToolFingerprint
{
    private const int Version = 1;

    /// <summary>Names a tool as it is now.</summary>
    /// <param name="tool">The tool.</param>
    public static string OfDefinition(AgentTool tool) => Hash(json => WriteDefinition(json, tool));

    /// <summary>Names a call as it would be made now.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="pending">The call as the model made it.</param>
    /// <param name="arguments">The values that are bound.</param>
    public static string OfCall(AgentTool tool, PendingToolCall pending, Hashtable arguments) => Hash(json =>
    {
        WriteDefinition(json, tool);
        json.WriteString("call"u8, pending.Call.Id);
        json.WritePropertyName("sent"u8);

        // As it came: half a character in it could not be written anew.
        json.WriteRawValue(pending.Arguments.GetRawText(), skipInputValidation: true);
        json.WriteStartObject("bound"u8);
        foreach (DictionaryEntry argument in arguments)
        {
            json.WriteStartArray(Convert.ToString(argument.Key, CultureInfo.InvariantCulture)!);
            json.WriteStringValue(argument.Value?.GetType().FullName);
            foreach (string text in ArgumentTexts.OfBound(argument.Value).SelectMany(r => r.Texts.Concat(r.Parts)))
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    private static string HashOf(AgentSpecialist? asked) =>
        asked is null ? "" : JournalKey.Of(asked.Request with { Messages = asked.Request.Messages.Add(new ChatMessage(ChatRole.User, "")) });

    private static void WriteDefinition(Utf8JsonWriter json, AgentTool tool)
    {
        json.WriteNumber("version"u8, Version);
        json.WriteString("tool"u8, tool.Name);
        json.WriteString("description"u8, tool.Description);
        json.WritePropertyName("inputSchema"u8);
        tool.Definition.Parameters.WriteTo(json);
        json.WriteBoolean("readOnly"u8, tool.IsReadOnly);

        // The model is told the same of a function that was written anew, and it does something else.
        json.WriteString("command"u8, tool.Command switch
        {
            ExternalScriptInfo script => $"{script.Path}\n{script.ScriptContents}",

            // The model is told the same of an agent with another prompt or other tools.
            null when tool.Agent is not null => $"agent\n{HashOf(tool.Asked)}\n{string.Join('\n', tool.Own.Select(OfDefinition))}",

            // Two gateways may have a tool of one name, and the same is said of both.
            null => $"{tool.Remote?.Connection?.Id}\n{tool.Server}\n{tool.ServerTool}\n{tool.Remote?.Source?.Hash}",
            CmdletInfo cmdlet => $"{cmdlet.ImplementingType.AssemblyQualifiedName}",
            var command => $"{command.Name}\n{command.Definition}",
        });
    }

    private static string Hash(Action<Utf8JsonWriter> members)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        using JsonDocument document = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = 256 });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Of(document.RootElement))));
    }
}
