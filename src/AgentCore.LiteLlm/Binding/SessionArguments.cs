using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Binding;

/// <summary>
/// Turns what PowerShell binds into the folders of kept runs, their key, and results that are given by hand. What cannot be used ends the pipeline.
/// </summary>
internal static class SessionArguments
{
    /// <summary>Finds the folder of a session, and makes sure that runs can be kept in it.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="path">The path as the user wrote it; null for none.</param>
    /// <returns>The full path; null where none is asked for.</returns>
    public static string? FindFolder(PSCmdlet cmdlet, string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            string full = new FilePaths(cmdlet.SessionState).Literal(path);
            if (!ShouldProcessPreference.IsWhatIf(cmdlet))
            {
                OutputFile.MakeFolder(Path.Combine(full, "run"));
            }

            return full;
        }
        catch (FileException e)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.FileNotWritten(FileRole.Run, e));
            return null;
        }
    }

    /// <summary>Reads the key of runs.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="key">The key itself.</param>
    /// <param name="variable">The name of the environment variable that holds it.</param>
    /// <returns>What seals and opens; null when neither was given.</returns>
    public static SealingKey? ReadKey(PSCmdlet cmdlet, SecureString? key, string? variable)
    {
        if (key is null && variable is null)
        {
            return null;
        }

        string source = variable is null ? "-SessionKey" : $"the environment variable '{SecretShapes.Excerpt(variable)}'";
        Secret? secret = variable is null
            ? SecretArguments.ToSecret(key)
            : new ProcessVariables().Find(variable)?.Trim() is { Length: > 0 } text ? new Secret(text) : null;
        string? problem = key is not null && variable is not null ? "Give -SessionKey or -SessionKeyVariable, not both."
            : secret is null ? $"The key of the run is empty: {source} holds none."
            : secret.Length < SealingKey.Shortest ? $"The key of the run, from {source}, is too short: it needs at least {SealingKey.Shortest} characters."
            : null;
        if (problem is not null)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.RunArgumentInvalid(problem));
        }

        return new SealingKey(secret!);
    }

    /// <summary>Reads results that are given by hand.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="results">Results by the ids of calls; null for none.</param>
    public static IReadOnlyDictionary<string, ToolResult> ReadResults(PSCmdlet cmdlet, IDictionary? results)
    {
        Dictionary<string, ToolResult> read = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in results ?? new Hashtable())
        {
            string id = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            string? problem = null;
            string? text = PlainValue.Of(entry.Value) as string ?? JsonArguments.ToJson(entry.Value, out problem)?.GetRawText();
            if (text is null)
            {
                cmdlet.ThrowTerminatingError(
                    ErrorRecords.RunArgumentInvalid($"-Result: what is given for '{SecretShapes.Excerpt(id)}' is no result. {problem}"));
            }

            read[id] = ToolResult.Of(text!);
        }

        return read;
    }
}
