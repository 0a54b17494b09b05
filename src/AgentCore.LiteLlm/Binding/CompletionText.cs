using System.Management.Automation;
using System.Management.Automation.Language;

namespace AgentCore.LiteLlm.Binding;

/// <summary>How what is completed stands on the command line.</summary>
internal static class CompletionText
{
    /// <summary>Takes the quotes off a word that is being typed.</summary>
    public static string Bare(string? word)
    {
        string text = word ?? "";
        return text.Length > 0 && text[0] is '\'' or '"' ? text.Trim(text[0]) : text;
    }

    /// <summary>Puts quotes around text that would not stay one argument.</summary>
    public static string Quote(string text) =>
        text.Length > 0
            && text[0] is not ('@' or '-' or '#')
            && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '/' or '\\' or ':' or '-' or '_' or '@' or '~')
        ? text
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>Makes the results for names that begin with a word, or hold it where none begins so.</summary>
    public static CompletionResult[] Matching(IEnumerable<string> names, string? word)
    {
        string wanted = Bare(word);
        string[] all = [.. names];
        string[] found = [.. all.Where(n => n.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))];
        return [.. (found.Length > 0 ? found : all.Where(n => n.Contains(wanted, StringComparison.OrdinalIgnoreCase))).Select(
                n => new CompletionResult(Quote(n), n, CompletionResultType.ParameterValue, n))];
    }

    /// <summary>Makes the results for a parameter that takes a word for all, or a table.</summary>
    public static CompletionResult[] WordsOrTable(IEnumerable<string> words, string table, string meaning, string wordToComplete) =>
    [
        .. Matching(words, wordToComplete),
        .. wordToComplete.Length == 0 || wordToComplete[0] == '@'
            ? [new CompletionResult(table, "@{ ... }", CompletionResultType.ParameterValue, meaning)]
            : Array.Empty<CompletionResult>(),
    ];
}
