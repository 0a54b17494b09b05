using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using Microsoft.PowerShell.Commands;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that take blueprints: finds the files, reads them, and reports what is wrong.</summary>
public abstract class BlueprintCmdlet : AgentCmdlet
{
    /// <summary>Gets or sets a value indicating whether an error now ends the pipeline, because no later input can do better.</summary>
    private protected bool EndsPipeline { get; set; }

    /// <summary>Reads every blueprint that an argument stands for, reporting those that cannot be used.</summary>
    /// <param name="argument">A blueprint, a path with or without wildcards, or a file object.</param>
    /// <returns>The blueprints that can be used.</returns>
    private protected IEnumerable<AgentBlueprint> ReadBlueprints(object? argument)
    {
        switch (argument is PSObject wrapped ? wrapped.BaseObject : argument)
        {
            case AgentBlueprint blueprint:
                return [blueprint];
            case string path:
                return ReadFiles(ResolvePath(path));
            case FileInfo file:
                return ReadFiles([file.FullName]);
            default:
                Fail(ErrorRecords.NotABlueprint(argument));
                return [];
        }
    }

    /// <summary>Reads files one by one, reporting those that cannot be used.</summary>
    /// <param name="paths">Full paths.</param>
    /// <param name="strict">Whether warnings are errors.</param>
    /// <returns>The blueprints that can be used.</returns>
    private protected IEnumerable<AgentBlueprint> ReadFiles(IEnumerable<string> paths, bool strict = false)
    {
        foreach (string path in paths)
        {
            if (ReadFile(path, strict) is { } result && Report(result, path) is { } blueprint)
            {
                yield return blueprint;
            }
        }
    }

    /// <summary>Reads a file, reporting it when it cannot be read.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="strict">Whether warnings are errors.</param>
    /// <returns>The blueprint and what was found in it; null when the file cannot be read.</returns>
    private protected Checked<AgentBlueprint>? ReadFile(string path, bool strict)
    {
        try
        {
            return BlueprintFile.Read(path, strict);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            Fail(ErrorRecords.FileNotFound(path));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            Fail(ErrorRecords.NotAFile(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(ErrorRecords.FileUnreadable(e, path));
        }

        return null;
    }

    /// <summary>Writes findings to the streams they belong to.</summary>
    /// <typeparam name="T">What was made.</typeparam>
    /// <param name="result">The findings and what was made.</param>
    /// <param name="item">The input the findings are about.</param>
    /// <returns>The value, or null when an error rules it out.</returns>
    private protected T? Report<T>(Checked<T> result, object? item)
        where T : class
    {
        Report(result.Diagnostics, item);
        return result.IsUsable ? result.Value : null;
    }

    /// <summary>Writes findings to the streams they belong to.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="item">The input the findings are about.</param>
    private protected void Report(ImmutableArray<Diagnostic> findings, object? item)
    {
        Diagnostic[] errors = [.. findings.Where(f => f.Severity == DiagnosticSeverity.Error)];
        foreach (Diagnostic finding in findings)
        {
            switch (finding.Severity)
            {
                case DiagnosticSeverity.Error when EndsPipeline && finding == errors[0]:
                    break;
                case DiagnosticSeverity.Error:
                    WriteError(ErrorRecords.Finding(finding, item));
                    break;
                case DiagnosticSeverity.Warning:
                    WriteWarning($"{finding.Describe()} {finding.Suggestion}".TrimEnd());
                    break;
                default:
                    WriteVerbose(finding.Describe());
                    break;
            }
        }

        if (EndsPipeline && errors.Length > 0)
        {
            ThrowTerminatingError(ErrorRecords.Finding(errors[0], item, errors.Length - 1));
        }
    }

    /// <summary>Reports an error, which ends the pipeline when <see cref="EndsPipeline"/> says so.</summary>
    /// <param name="record">The error.</param>
    private protected virtual void Fail(ErrorRecord record)
    {
        if (EndsPipeline)
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    /// <summary>Finds the files a path with wildcards stands for, reporting it when there are none; folders and case files beside them are passed over.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>Full paths.</returns>
    private protected IEnumerable<string> ResolvePath(string path)
    {
        // To resolve a pattern costs more than to read a blueprint, and most paths are none; a backtick escapes a wildcard.
        if (path.AsSpan().IndexOfAny("*?[`") < 0)
        {
            return ResolveLiteralPath(path);
        }

        try
        {
            IEnumerable<string> found = GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(path);
            return Check(path, isPattern ? found.Where(f => !Directory.Exists(f) && !EvaluationFile.IsNamed(f)) : found, provider);
        }
        catch (ItemNotFoundException)
        {
            Fail(ErrorRecords.FileNotFound(path));
        }
        catch (Exception e) when (IsPathProblem(e))
        {
            Fail(ErrorRecords.NotAFile(path));
        }

        return [];
    }

    /// <summary>Finds the file a literal path stands for, reporting it when it is none.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    /// <returns>The full path, or nothing.</returns>
    private protected IEnumerable<string> ResolveLiteralPath(string path)
    {
        try
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return Check(path, [full], provider);
        }
        catch (Exception e) when (IsPathProblem(e))
        {
            Fail(ErrorRecords.NotAFile(path));
            return [];
        }
    }

    private static bool IsPathProblem(Exception fault) =>
        fault is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or WildcardPatternException or ArgumentException or NotSupportedException;

    private string[] Check(string path, IEnumerable<string> found, ProviderInfo provider)
    {
        if (provider.Name != FileSystemProvider.ProviderName)
        {
            Fail(ErrorRecords.NotAFile(path));
            return [];
        }

        string[] files = [.. found];
        if (files.Length == 0)
        {
            Fail(ErrorRecords.FileNotFound(path));
        }

        return files;
    }
}
