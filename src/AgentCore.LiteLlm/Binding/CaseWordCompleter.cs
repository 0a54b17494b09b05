using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the names and the tags of the cases that the command line leads to, from the files alone.</summary>
internal sealed class CaseWordCompleter : IArgumentCompleter
{
    private const int MostFiles = 100;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (FilePaths.OfCompletion() is not { } paths)
        {
            return [];
        }

        EvaluationCase[] cases = [.. FindFiles(fakeBoundParameters, paths).Take(MostFiles).SelectMany(Read)];
        IEnumerable<string> words = parameterName == "Name" ? cases.Select(c => WildcardPattern.Escape(c.Name)) : cases.SelectMany(c => c.Tags);
        return CompletionText.Matching(words.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase), wordToComplete);
    }

    private static IEnumerable<string> FindFiles(IDictionary bound, FilePaths paths)
    {
        (string Path, bool IsLiteral)[] given = [.. Texts(bound["Path"]).Select(p => (p, false)), .. Texts(bound["LiteralPath"]).Select(p => (p, true))];
        if (given.Length == 0)
        {
            string? blueprint = PlainValue.Of(bound["Blueprint"]) switch
            {
                string path => TryFind(path, isLiteral: true, paths).FirstOrDefault(),
                FileInfo file => file.FullName,
                AgentBlueprint read => read.Path,
                _ => null,
            };
            given = [(blueprint is null ? "." : EvaluationFile.Beside(blueprint), true)];
        }

        return given.SelectMany(g => TryFind(g.Path, g.IsLiteral, paths)).SelectMany(InFolder);
    }

    private static IEnumerable<string> Texts(object? value) => PlainValue.Of(value) switch
    {
        string text => [text],
        IEnumerable list => list.Cast<object?>().Select(i => $"{i}"),
        _ => [],
    };

    private static string[] TryFind(string path, bool isLiteral, FilePaths paths)
    {
        try
        {
            return paths.Find(path, isLiteral);
        }
        catch (FileException)
        {
            return [];
        }
    }

    private static IEnumerable<string> InFolder(string path)
    {
        try
        {
            return Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Where(EvaluationFile.IsNamed)] : [path];
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            return [];
        }
    }

    private static IEnumerable<EvaluationCase> Read(string file)
    {
        try
        {
            return EvaluationFile.Read(file).Value?.Cases ?? [];
        }
        catch (FileException)
        {
            return [];
        }
    }
}
