using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// The user's own code that judges answers: scriptblocks for all cases, or for those of a name. They come from whoever runs the evaluation, never from a file.
/// </summary>
internal sealed class CaseScripts
{
    private const string Everything = "*";

    private readonly Dictionary<string, ScriptBlock[]> _byName;

    private CaseScripts(Dictionary<string, ScriptBlock[]> byName) => _byName = byName;

    /// <summary>Reads what was bound.</summary>
    /// <param name="value">A scriptblock, several, or a hashtable of names and such; null for none.</param>
    /// <param name="problem">Why it cannot be used; null when it can.</param>
    /// <returns>The scriptblocks, or null with a <paramref name="problem"/>.</returns>
    public static CaseScripts? Read(object? value, out string? problem)
    {
        problem = null;
        Dictionary<string, ScriptBlock[]> byName = new(StringComparer.OrdinalIgnoreCase);
        if (value is null)
        {
            return new CaseScripts(byName);
        }

        if (ToScripts(value) is { } all)
        {
            byName[Everything] = all;
            return new CaseScripts(byName);
        }

        if (PlainValue.Of(value) is not IDictionary entries)
        {
            problem = "-Assertion takes scriptblocks, or a hashtable of names of cases and scriptblocks; '*' stands for every case.";
            return null;
        }

        foreach (DictionaryEntry entry in entries)
        {
            if (ToScripts(entry.Value) is not { } scripts)
            {
                problem = $"-Assertion: the entry '{SecretShapes.Excerpt($"{entry.Key}")}' is no scriptblock.";
                return null;
            }

            byName[$"{entry.Key}"] = scripts;
        }

        return new CaseScripts(byName);
    }

    /// <summary>Finds a scriptblock for a case that is not there: it would judge nothing, and nobody would notice.</summary>
    /// <param name="names">The names of all cases, those that are not chosen included.</param>
    /// <returns>A sentence; null when there is none.</returns>
    public string? FindProblem(IReadOnlyCollection<string> names)
    {
        if (_byName.Keys.FirstOrDefault(n => n != Everything && !names.Contains(n, StringComparer.OrdinalIgnoreCase)) is not { } unknown)
        {
            return null;
        }

        string near = NearestName.Find(unknown, [.. names]) is { } meant ? $" Did you mean '{meant}'?" : "";
        return $"-Assertion: there is no case '{SecretShapes.Excerpt(unknown)}'.{near}";
    }

    /// <summary>Says whether any scriptblock is for a case.</summary>
    /// <param name="asked">The case.</param>
    /// <returns>True when one is.</returns>
    public bool HasAny(EvaluationCase asked) => _byName.ContainsKey(Everything) || _byName.ContainsKey(asked.Name);

    /// <summary>Judges an answer.</summary>
    /// <param name="asked">The case.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="run">What runs scriptblocks.</param>
    /// <param name="stopToken">Ends it.</param>
    /// <returns>What speaks against the answer.</returns>
    public ImmutableArray<AssertionFailure> Judge(EvaluationCase asked, AgentReply reply, ScriptRun run, CancellationToken stopToken)
    {
        if (_byName.Count == 0)
        {
            return [];
        }

        ScriptBlock[] scripts = [.. _byName.GetValueOrDefault(Everything) ?? [], .. _byName.GetValueOrDefault(asked.Name) ?? []];
        return [.. scripts.Select(s => run.Judge(s, asked, reply, stopToken)).OfType<string>()
            .Select(p => new AssertionFailure("script", "the scriptblock to agree", $"it said {Shown.Text(p)}"))];
    }

    private static ScriptBlock[]? ToScripts(object? value) => PlainValue.Of(value) switch
    {
        ScriptBlock script => [script],
        object[] { Length: > 0 } list when Array.TrueForAll(list, i => PlainValue.Of(i) is ScriptBlock) =>
            [.. list.Select(PlainValue.Of).Cast<ScriptBlock>()],
        _ => null,
    };
}
