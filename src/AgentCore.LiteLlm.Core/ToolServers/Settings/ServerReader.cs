using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Headers;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.ToolServers.Settings;

/// <summary>Reads the servers of a file, key by key: a wrong value is an error, a key that nobody acts on a warning.</summary>
/// <param name="findings">Where findings go.</param>
internal sealed class ServerReader(Findings findings)
{
    private static readonly string[] Lists = ["mcpServers", "servers"];
    private static readonly string[] Common = ["type", "timeout", "readOnly", "idempotent"];
    private static readonly string[] ProgramKeys = [.. Common, "command", "args", "env", "cwd"];
    private static readonly string[] WebKeys = [.. Common, "url", "headers"];
    private static readonly string[] AllKeys = [.. ProgramKeys, "url", "headers"];
    private static readonly string[] WebTypes = ["http", "streamable-http", "streamableHttp", "streamable_http"];

    /// <summary>Reads the servers.</summary>
    /// <param name="root">The whole file.</param>
    /// <param name="findings">Where findings go.</param>
    /// <returns>The servers that could be read.</returns>
    public static ImmutableArray<ServerSettings> Read(JsonElement root, Findings findings)
    {
        if (root.ValueKind != JsonValueKind.Object || !Lists.Any(l => root.Find(l) is not null))
        {
            findings.Error(
                DiagnosticCodes.ToolServerFileInvalid, TextPlace.None, "the tool servers are no object with 'mcpServers' (or 'servers').",
                "Write {\"mcpServers\": {\"name\": {\"command\": \"...\"}}}.");
            return [];
        }

        ServerReader reader = new(findings);
        List<ServerSettings> servers = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (!Lists.Contains(member.Name))
            {
                reader.WarnOfKey(member.Name, member.Name, Lists);
                continue;
            }

            if (!reader.IsObject(member.Value, member.Name))
            {
                continue;
            }

            foreach (JsonProperty server in member.Value.EnumerateObject())
            {
                string path = $"{member.Name}.{server.Name}";
                if (!names.Add(server.Name))
                {
                    findings.Error(
                        DiagnosticCodes.KeyDuplicate, path, $"two servers have the name '{SecretShapes.Excerpt(server.Name)}'.", "Keep one of the two.");
                }
                else if (reader.IsObject(server.Value, path) && reader.ReadServer(server, path) is { } read)
                {
                    servers.Add(read);
                }
            }
        }

        return [.. servers];
    }

    private ServerSettings? ReadServer(JsonProperty server, string path)
    {
        JsonElement value = server.Value;
        bool isProgram = value.Find("command") is not null;
        bool isWeb = value.Find("url") is not null;
        if (isProgram == isWeb)
        {
            findings.Error(
                isProgram ? DiagnosticCodes.SettingIgnored : DiagnosticCodes.KeyMissing, path,
                $"the server '{SecretShapes.Excerpt(server.Name)}' has {(isProgram ? "both" : "neither")} a 'command' {(isProgram ? "and" : "nor")} a 'url'.",
                "Write 'command' for a program that is started, or 'url' for a server that is reached over HTTP.");
            return null;
        }

        if (!CheckType(value, path, isProgram))
        {
            return null;
        }

        CheckKeys(value, path, isProgram ? ProgramKeys : WebKeys);
        return isProgram
            ? new ServerSettings.Program
            {
                Name = server.Name,
                Path = path,
                Limit = ReadLimit(value, path),
                ReadOnly = ReadList(value, path, "readOnly"),
                Idempotent = ReadList(value, path, "idempotent"),
                Command = ReadText(value, path, "command") ?? "",
                Arguments = ReadList(value, path, "args"),
                Environment = ReadMap(value, path, "env"),
                Folder = ReadText(value, path, "cwd"),
            }
            : new ServerSettings.Web
            {
                Name = server.Name,
                Path = path,
                Limit = ReadLimit(value, path),
                ReadOnly = ReadList(value, path, "readOnly"),
                Idempotent = ReadList(value, path, "idempotent"),
                Url = ReadText(value, path, "url") ?? "",
                Headers = ReadHeaders(value, path),
            };
    }

    private bool CheckType(JsonElement server, string path, bool isProgram)
    {
        if (server.Find("type") is null)
        {
            return true;
        }

        string? type = ReadText(server, path, "type");
        if (type is null || (isProgram ? type == "stdio" : WebTypes.Contains(type)))
        {
            return type is not null;
        }

        string suggestion = type is "sse" or "ws"
            ? "The server must speak the streamable HTTP transport: write its address, and 'http'."
            : isProgram ? "Write 'stdio', or leave 'type' out." : "Write 'http', or leave 'type' out.";
        findings.Error(DiagnosticCodes.ValueUnknown, $"{path}.type", $"'{path}.type' is not {(isProgram ? "'stdio'" : "'http'")}.", suggestion);
        return false;
    }

    private void CheckKeys(JsonElement server, string path, string[] known)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty member in server.EnumerateObject())
        {
            string at = $"{path}.{member.Name}";
            if (!seen.Add(member.Name))
            {
                findings.Error(DiagnosticCodes.KeyDuplicate, at, $"'{SecretShapes.Excerpt(member.Name)}' is written twice.", "Keep one of the two.");
            }
            else if (!known.Contains(member.Name))
            {
                WarnOfKey(member.Name, at, AllKeys);
            }
        }
    }

    private void WarnOfKey(string name, string path, string[] known)
    {
        string? near = known.Contains(name) ? null : NearestName.Find(name, known);
        findings.Warn(
            DiagnosticCodes.KeyUnknown, path, $"'{SecretShapes.Excerpt(name)}' is no key that is acted on here.",
            near is null ? "Delete it, if nobody else reads the file." : $"Write '{near}', if that is meant.");
    }

    private TimeSpan ReadLimit(JsonElement server, string path)
    {
        if (server.Find("timeout") is not { } value)
        {
            return ServerSettings.DefaultLimit;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out int milliseconds) || milliseconds < 1)
        {
            findings.Error(
                DiagnosticCodes.TypeMismatch, $"{path}.timeout", $"'{path}.timeout' is no whole number of milliseconds from 1.",
                "Write for example 60000 for a minute.");
            return ServerSettings.DefaultLimit;
        }

        return TimeSpan.FromMilliseconds(milliseconds);
    }

    private ImmutableArray<string> ReadList(JsonElement server, string path, string key)
    {
        if (server.Find(key) is not { } value)
        {
            return [];
        }

        string at = $"{path}.{key}";
        if (value.ValueKind != JsonValueKind.Array)
        {
            findings.Error(DiagnosticCodes.TypeMismatch, at, $"'{at}' is no list.", "Write a list of texts: [\"one\", \"two\"].");
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => ToText(item, string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]")) ?? "")];
    }

    private ImmutableArray<KeyValuePair<string, string>> ReadMap(JsonElement server, string path, string key)
    {
        if (server.Find(key) is not { } value || !IsObject(value, $"{path}.{key}"))
        {
            return [];
        }

        return [.. value.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, ToText(m.Value, $"{path}.{key}.{m.Name}") ?? ""))];
    }

    private ImmutableArray<KeyValuePair<string, string>> ReadHeaders(JsonElement server, string path)
    {
        ImmutableArray<KeyValuePair<string, string>> headers = ReadMap(server, path, "headers");
        foreach (KeyValuePair<string, string> header in headers)
        {
            string at = $"{path}.headers.{header.Key}";
            if (HeaderRules.FindNameProblem(header.Key) is { } problem)
            {
                findings.Error(DiagnosticCodes.HeaderNameInvalid, at, $"a header's name {problem}", "Use letters, digits and '-'.");
            }
            else if (HeaderRules.IsReserved(header.Key) || header.Key.StartsWith("mcp-", StringComparison.OrdinalIgnoreCase))
            {
                findings.Error(DiagnosticCodes.HeaderReserved, at, $"only the transport may set the header '{header.Key}'.", "Delete the line.");
            }
        }

        return headers;
    }

    private string? ReadText(JsonElement server, string path, string key) => server.Find(key) is { } value ? ToText(value, $"{path}.{key}") : null;

    private string? ToText(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            findings.Error(DiagnosticCodes.TypeMismatch, path, $"'{path}' is no text.", "Put the value in quotes.");
            return null;
        }

        string text = ReceivedJson.TextOf(value);
        if (text.AsSpan().IndexOfAny('\0', '\r', '\n') >= 0)
        {
            findings.Error(DiagnosticCodes.CharacterForbidden, path, $"'{path}' holds a line break or a NUL character.", "Delete it.");
            return null;
        }

        if (SecretShapes.Mask(text) != text)
        {
            findings.Warn(
                DiagnosticCodes.SecretInline, path, $"'{path}' holds what looks like a credential.",
                "Put it into an environment variable and write ${NAME} in its place; revoke a real one that stood in a file.");
        }

        return text;
    }

    private bool IsObject(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        findings.Error(DiagnosticCodes.TypeMismatch, path, $"'{path}' is no object.", "Write {...}.");
        return false;
    }
}
