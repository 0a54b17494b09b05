using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Finds the blueprints that arguments stand for, reads them, and reports those that cannot be used.</summary>
/// <param name="cmdlet">The cmdlet, in whose folder and drives files are looked for.</param>
/// <param name="findings">Where what is wrong is written.</param>
internal sealed class BlueprintSource(PSCmdlet cmdlet, FindingWriter findings)
{
    private readonly FilePaths _paths = new(cmdlet.SessionState);

    /// <summary>Reads every blueprint that an argument stands for, reporting those that cannot be used.</summary>
    /// <param name="argument">A blueprint, a path with or without wildcards, or a file object.</param>
    /// <param name="strict">Whether warnings about files are errors.</param>
    /// <returns>The blueprints that can be used.</returns>
    public IEnumerable<AgentBlueprint> Read(object? argument, bool strict = false)
    {
        switch (PlainValue.Of(argument))
        {
            case AgentBlueprint blueprint:
                return [blueprint];
            case string path:
                return ReadFiles(_paths.IsName(path) ? FindLiteral(path) : Find(path), strict, isForCall: true);
            case FileInfo file:
                return ReadFiles([file.FullName], strict, isForCall: true);
            default:
                findings.Fail(ErrorRecords.NotABlueprint(argument));
                return [];
        }
    }

    /// <summary>Reads files one by one, reporting those that cannot be used.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="strict">Whether warnings are errors.</param>
    /// <param name="isForCall">Whether a call follows, which says by itself whether prompt, schema and address will do.</param>
    /// <returns>The blueprints that can be used.</returns>
    public IEnumerable<AgentBlueprint> ReadFiles(IEnumerable<string> paths, bool strict = false, bool isForCall = false)
    {
        foreach (string path in paths)
        {
            if (ReadFile(path, strict, out ErrorRecord? error, isForCall) is not { } result)
            {
                findings.Fail(error!);
            }
            else if (findings.Check(result, path) is { } blueprint)
            {
                yield return blueprint;
            }
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="strict">Whether warnings are errors.</param>
    /// <param name="error">Why it cannot be read.</param>
    /// <param name="isForCall">Whether a call follows.</param>
    /// <returns>The blueprint and what was found in it; null with an <paramref name="error"/>.</returns>
    public static Checked<AgentBlueprint>? ReadFile(string path, bool strict, out ErrorRecord? error, bool isForCall = false)
    {
        error = null;
        try
        {
            return isForCall ? BlueprintFile.ReadForCall(path, strict) : BlueprintFile.Read(path, strict);
        }
        catch (FileException e)
        {
            error = ErrorRecords.FileNotRead(FileRole.Blueprint, e);
            return null;
        }
    }

    /// <summary>
    /// Finds the files a path with wildcards stands for, reporting it when there are none; folders and case files that a pattern meets are
    /// passed over.
    /// </summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>Full paths.</returns>
    public IEnumerable<string> Find(string path)
    {
        return Report(Matching);

        string[] Matching()
        {
            string[] found = _paths.Matching(path);
            string[] files = WildcardPattern.ContainsWildcardCharacters(path)
                ? [.. found.Where(f => !Directory.Exists(f) && !EvaluationFile.IsNamed(f))]
                : found;
            return files.Length > 0 ? files : throw _paths.NotFound(path);
        }
    }

    /// <summary>Finds the file a literal path stands for, reporting it when it is none.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>The full path, or nothing.</returns>
    public IEnumerable<string> FindLiteral(string path) => Report(() => [_paths.Literal(path)]);

    private string[] Report(Func<string[]> find)
    {
        try
        {
            return find();
        }
        catch (FileException e)
        {
            findings.Fail(ErrorRecords.FileNotRead(FileRole.Blueprint, e));
            return [];
        }
    }
}
