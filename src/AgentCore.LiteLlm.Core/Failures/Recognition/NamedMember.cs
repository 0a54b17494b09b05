using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>Finds the member of a request that an endpoint's words are about, as the endpoint spells it.</summary>
internal static partial class NamedMember
{
    private static readonly string[] SurestFirst = ["quoted", "certain", "bare"];

    // What may stand bare in a sentence. Anything else needs quotes, an underscore, a dot, or a place where only a name can stand.
    private static readonly string[] Known =
    [
        "temperature", "stop", "seed", "tools", "functions", "user", "metadata", "store", "logprobs", "modalities", "audio", "prediction", "verbosity",
        "thinking", "reasoning", "stream", "n", "topp", "topk", "logitbias", "maxtokens", "maxoutputtokens", "presencepenalty",
        "frequencypenalty", "reasoningeffort", "servicetier",
    ];

    /// <summary>Finds the member.</summary>
    /// <param name="words">The endpoint's words.</param>
    /// <returns>The member's name or path; null where none is named.</returns>
    public static string? Find(string words)
    {
        foreach (Match found in Places().Select(p => p.Match(words)).Where(m => m.Success))
        {
            string name = ToPath(found);
            bool isCertain = found.Groups["quoted"].Success || found.Groups["certain"].Success;
            if (IsName(name) && (isCertain || name.Contains('_', StringComparison.Ordinal) || Known.Contains(ToKey(name), StringComparer.OrdinalIgnoreCase)))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Says whether a text can be the name or path of a member.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    private static string ToPath(Match found)
    {
        string name = SurestFirst.Select(g => found.Groups[g].Value).First(v => v.Length > 0);
        string path = found.Groups["path"].Success ? $"{found.Groups["path"].Value}.{name}" : name;
        return path.StartsWith("body.", StringComparison.Ordinal) ? path[5..] : path.TrimEnd('.');
    }

    private static string ToKey(string name) => name.Replace("_", "", StringComparison.Ordinal);

    // From the surest to the least sure.
    private static Regex[] Places() => [Property(), Both(), Listed(), Forbidden(), Labelled(), Lacking(), Subject(), Start()];

    [GeneratedRegex(@"^[A-Za-z_][\w.\[\]-]{0,100}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    // "('messages.2' : property 'reasoning_content' is unsupported)"
    [GeneratedRegex(@"\('(?<path>[\w.]{1,80})' ?: property '(?<quoted>\w{1,60})' is ", RegexOptions.CultureInvariant)]
    private static partial Regex Property();

    // "`temperature` and `top_p` cannot both be specified": the second is the one to leave out. "'max_tokens' or 'max_completion_tokens'": one of two names.
    [GeneratedRegex(@"and ['""`](?<quoted>\w{1,60})['""`] cannot both|^['""`](?<quoted>\w{1,60})['""`] or ['""`]", RegexOptions.CultureInvariant)]
    private static partial Regex Both();

    // "does not support parameters: ['max_completion_tokens']", "extraneous key [seed]"
    [GeneratedRegex(@"(parameters?|arguments?|keys?|fields?):? ?[\[{] ?['""`]?(?<quoted>\w{1,60})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Listed();

    // "tools.3.custom.input_examples: Extra inputs are not permitted", "max_tokens: 64000 > 8192"; pydantic puts the name on a line of its own.
    [GeneratedRegex(
        @"(?<certain>[A-Za-z_][\w.\[\]]{0,100}):? (Extra inputs are not permitted|range: )|(?<certain>\w{1,60}): [\d,]+ > [\d,]+",
        RegexOptions.CultureInvariant)]
    private static partial Regex Forbidden();

    // "Unsupported parameter: 'stop'", "Unrecognized request argument supplied: num_keep", "Unknown name \"metadata\"", "Invalid max_tokens value"
    [GeneratedRegex(
        @"\b(unsupported|unknown|unrecogni[sz]ed|unexpected)( request| keyword)? (parameter|value|argument|field|name|key)s?( supplied)?:? ?"
        + @"(['""`](?<quoted>[\w.\[\]-]{1,80})['""`]|(?<certain>\w{1,60}))"
        + @"|\bargument not supported on this model: (?<certain>\w{1,60})|\binvalid (value for )?(['""`](?<quoted>[\w.\[\]-]{1,80})['""`]|(?<bare>\w{1,60}))"
        + @"|\b(range of|value for|the parameter|support (the )?parameter) (['""`](?<quoted>\w{1,60})['""`]|(?<bare>\w{1,60}))"
        + @"|\bbecause it has an? (?<bare>\w{1,60}) value",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Labelled();

    // "does not support this tool_choice", "doesn't support the temperature field", "don't support temperature=0.2"
    [GeneratedRegex(
        @"(does not|doesn't|do not|don't) support (the |this )?(['""`](?<quoted>\w{1,60})['""`]|(?<bare>\w{1,60}))|\bwith (?<bare>\w{1,60}) are not supported",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Lacking();

    // "`reasoning_effort` is not supported with this model"
    [GeneratedRegex(
        @"['""`](?<quoted>[A-Za-z_][\w.]{0,80})['""`] ?:? (is|are|does|may|must|should|cannot|can|number|specified) ",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Subject();

    // "parallel_tool_calls is not supported by this model", "max_tokens too large"
    [GeneratedRegex(@"^(?<bare>\w{1,60}) (is|are|must|should|too|cannot|does) ", RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}
