using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.ToolServers.Settings;

/// <summary>The tool servers that a caller names: a file as editors and other agents have it, or what means the same.</summary>
internal sealed record ServerFile
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Names no server.</summary>
    public static readonly ServerFile None = new();

    /// <summary>Gets the full path of the file; null where it is none.</summary>
    public string? Path { get; init; }

    /// <summary>Gets the folder that its relative paths start from; null for the process's own.</summary>
    public string? Folder { get; init; }

    /// <summary>Gets where its values stand; null where it is no file.</summary>
    public IPlaces? Places { get; init; }

    /// <summary>Gets the servers, in their order.</summary>
    public ImmutableArray<ServerSettings> Servers { get; init; } = [];

    /// <summary>Finds a server.</summary>
    /// <param name="name">Its name.</param>
    public ServerSettings? Find(string name) => Servers.FirstOrDefault(s => s.Name == name);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>The servers, null where there is an error, with everything found.</returns>
    /// <exception cref="FileException">The file is not there, is no file, or cannot be read.</exception>
    public static Checked<ServerFile> Read(string path) => Read(InputFile.Read(path, MostBytes), path);

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="utf8">The bytes; comments and trailing commas may stand in them.</param>
    /// <param name="path">The full path.</param>
    /// <returns>The servers, null where there is an error, with everything found.</returns>
    public static Checked<ServerFile> Read(ReadOnlyMemory<byte> utf8, string path)
    {
        ReadOnlyMemory<byte> bytes = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        JsonPlaces places = new(path, bytes);
        try
        {
            JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using JsonDocument json = JsonDocument.Parse(bytes, options);
            if (ReceivedJson.HasBrokenName(bytes.Span))
            {
                return Refuse(places, TextPlace.Start, "the name of a member holds half a character.");
            }

            return Read(json.RootElement, places, path, System.IO.Path.GetDirectoryName(path));
        }
        catch (JsonException e)
        {
            TextPlace at = new((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            return Refuse(places, at, "this is not JSON.");
        }
    }

    /// <summary>Reads what means the same as a file.</summary>
    /// <param name="json">The value.</param>
    /// <param name="folder">The folder that relative paths start from.</param>
    /// <returns>The servers, null where there is an error, with everything found.</returns>
    public static Checked<ServerFile> Read(JsonElement json, string? folder) => Read(json, null, null, folder);

    private static Checked<ServerFile> Read(JsonElement json, JsonPlaces? places, string? path, string? folder)
    {
        Findings findings = new(places);
        ImmutableArray<ServerSettings> servers = ServerReader.Read(json, findings);
        return findings.ToChecked(
            findings.HasErrors ? null : new ServerFile { Path = path, Folder = folder, Places = places, Servers = servers });
    }

    private static Checked<ServerFile> Refuse(JsonPlaces places, TextPlace at, string problem)
    {
        Findings findings = new(places);
        findings.Error(DiagnosticCodes.ToolServerFileInvalid, at, problem, "Write a JSON object with 'mcpServers'.");
        return findings.ToChecked<ServerFile>(null);
    }
}
