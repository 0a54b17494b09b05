using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Settings;

namespace AgentCore.LiteLlm.Binding;

/// <summary>
/// Turns what PowerShell binds into tool servers: the path of a file, or a hashtable that means the same. What cannot be used ends the pipeline.
/// </summary>
internal static class ToolServerArguments
{
    /// <summary>Reads the servers.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="value">What was bound; null for nothing.</param>
    /// <returns>The servers; none where nothing was bound.</returns>
    public static ServerFile Read(PSCmdlet cmdlet, object? value)
    {
        if (value is null)
        {
            return ServerFile.None;
        }

        try
        {
            if (Read(PlainValue.Of(value), new FilePaths(cmdlet.SessionState), out string? problem) is { } read)
            {
                return new FindingWriter(cmdlet, ErrorEnds.Pipeline).Check(read, value as string)!;
            }

            cmdlet.ThrowTerminatingError(ErrorRecords.ToolServerArgumentInvalid(problem!));
        }
        catch (FileException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FileNotRead(FileRole.ToolServerFile, e));
        }

        return ServerFile.None;
    }

    /// <summary>Reads servers where nobody hears an error, as for a completion.</summary>
    /// <param name="value">What was bound.</param>
    /// <param name="paths">What finds files.</param>
    /// <returns>The servers; null where they cannot be read.</returns>
    public static ServerFile? TryRead(object? value, FilePaths paths)
    {
        try
        {
            return value is not null && Read(PlainValue.Of(value), paths, out _) is { IsUsable: true } read ? read.Value : null;
        }
        catch (FileException)
        {
            return null;
        }
    }

    /// <summary>Reads how servers are connected to.</summary>
    /// <param name="given">The cmdlet that has the parameters.</param>
    public static LinkOptions ReadLink(TransportCmdlet given)
    {
        TransportOptions transport = TransportArguments.Read(given);
        return new LinkOptions { Transport = transport };
    }

    private static Checked<ServerFile>? Read(object value, FilePaths paths, out string? problem)
    {
        problem = null;
        switch (value)
        {
            case string path:
                return ServerFile.Read(paths.Literal(path));
            case FileInfo file:
                return ServerFile.Read(file.FullName);
            case IDictionary or PSObject when JsonArguments.ToJson(value, out problem) is { } json:
                JsonElement root = json;
                return ServerFile.Read(root, paths.Literal("."));
            default:
                problem ??= $"-ToolServer takes the path of a JSON file or a hashtable, not {value.GetType().Name}.";
                return null;
        }
    }
}
