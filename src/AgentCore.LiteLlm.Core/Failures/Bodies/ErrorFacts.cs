using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Failures.Bodies;

/// <summary>The facts of an error that stand in members of their own, gathered from the outside in: whoever wraps an error is whom the call went to.</summary>
internal sealed class ErrorFacts
{
    private static readonly string[] CodeKeys =
    [
        "type", "code", "status", "error_type", "error_code", "status_code", "http_code", "reason", "__type", "blockReason",
    ];

    // A real error has a handful; each further one would cost a search.
    private const int MostCodes = 32;

    private readonly List<string> _codes = [];

    /// <summary>Gets the codes, types, statuses and reasons.</summary>
    public IReadOnlyList<string> Codes => _codes;

    /// <summary>Gets the HTTP status that is meant.</summary>
    public int? Status { get; private set; }

    /// <summary>Gets the member of the request that is at fault.</summary>
    public string? Parameter { get; set; }

    /// <summary>Gets the guardrail that stopped the call.</summary>
    public string? Guardrail { get; set; }

    /// <summary>Gets the wait that is asked for.</summary>
    public TimeSpan? Wait { get; private set; }

    /// <summary>Gets a value indicating whether the error is one of a provider behind.</summary>
    public bool IsUpstream { get; set; }

    /// <summary>Notes the facts of one object.</summary>
    public void Note(JsonElement value)
    {
        foreach (string key in CodeKeys)
        {
            if (FindText(value, key) is { } code)
            {
                // A type of Amazon's stands behind its namespace.
                NoteCode(code[(code.LastIndexOf('#') + 1)..]);
                Status ??= key is "type" or "reason" ? null : ToStatus(code);
            }
        }

        Guardrail ??= FindText(value, "guardrail_name") ?? FindText(value, "guardrail") ?? FindText(value, "interveningGuardrail");
        Parameter ??= FindText(value, "param") is { } named && !named.Contains(' ', StringComparison.Ordinal) ? named : null;
        IsUpstream |= FindText(value, "provider_name") is not null;
        Wait ??= RetryHints.FindInMembers(value);
        if (JsonMembers.FindInAnySpelling(value, "details") is { ValueKind: JsonValueKind.Array } details)
        {
            NoteDetails(details);
        }
    }

    /// <summary>Reads text or a number. LiteLLM writes "None" for nothing.</summary>
    public static string? FindText(JsonElement value, string key) => JsonMembers.FindInAnySpelling(value, key) switch
    {
        { ValueKind: JsonValueKind.String } text when ReceivedJson.TextOf(text) is { Length: > 0 } found && found != "None" => found,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    // Google says in a list of objects how long to wait, and which quota is used up.
    private void NoteDetails(JsonElement details)
    {
        foreach (JsonElement detail in details.EnumerateArray().Take(MostCodes).Where(d => d.ValueKind == JsonValueKind.Object))
        {
            NoteCode(FindText(detail, "reason"));
            Wait ??= RetryHints.FindInMembers(detail);
            if (JsonMembers.FindInAnySpelling(detail, "violations") is { ValueKind: JsonValueKind.Array } all)
            {
                foreach (JsonElement violation in all.EnumerateArray().Take(MostCodes))
                {
                    NoteCode(FindText(violation, "quotaId"));
                }
            }
        }
    }

    private void NoteCode(string? code)
    {
        if (code is not null && _codes.Count < MostCodes && !_codes.Contains(code))
        {
            _codes.Add(code);
        }
    }

    private static int? ToStatus(string code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 400 and <= 599 ? status : null;
}
