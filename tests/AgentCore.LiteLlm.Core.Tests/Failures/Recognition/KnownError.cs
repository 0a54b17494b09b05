using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Tests.Failures.Recognition;

/// <summary>One row of <c>errors.tsv</c>: what an endpoint answered, and what that means.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Kind">The kind of failure that it is.</param>
/// <param name="Expected">What else must be said.</param>
/// <param name="Body">The body.</param>
/// <param name="Text">The words that the row is about.</param>
internal sealed record KnownError(int Status, FailureKind Kind, ImmutableArray<string> Expected, string Body, string Text)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 15, 25, 0, TimeSpan.Zero);

    /// <summary>Gets the third the row belongs to. The words are tuned on the rows of the first two.</summary>
    public int Third => (int)(Hash(Body) % 3);

    /// <summary>Gets a value indicating whether the row is of the held third; some of it was looked at while words were mended.</summary>
    public bool IsHeld => Third == 2;

    /// <summary>Gets a value indicating whether the same call may succeed later.</summary>
    public bool IsRetriable =>
        Kind is FailureKind.RateLimited or FailureKind.ServerError or FailureKind.GatewayError or FailureKind.TimedOut && !Expected.Contains("!retry");

    /// <summary>Reads the rows.</summary>
    public static ImmutableArray<KnownError> ReadAll()
    {
        using Stream stream = typeof(KnownError).Assembly.GetManifestResourceStream("errors.tsv")!;
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => Read(l.Split('\t')))];
    }

    /// <summary>Reads the answer as a call would.</summary>
    public ChatFailure Recognise(string? body = null) => new FailureReader(new Uri("https://proxy.example.com/v1/chat/completions"), [], Redactor.Idle)
        .FromAnswer(Status, FindHeader, Encoding.UTF8.GetBytes(body ?? Body), Now);

    /// <summary>Says what the failure should say otherwise; empty where it says all.</summary>
    public IEnumerable<string> FindFaults(ChatFailure failure)
    {
        if (failure.Retriable != IsRetriable)
        {
            yield return $"retriable is {failure.Retriable}";
        }

        foreach (string[] part in Expected.Select(e => e.Split('=', 2)))
        {
            string? found = part[0] switch
            {
                "param" => failure.Parameter,
                "guardrail" => failure.Guardrail,
                "wait" => failure.RetryAfter?.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                "refused" => failure.IsParameterRefused ? null : "not refused",
                "form" => failure.RefusesForm ? null : "not a form",
                "upstream" => failure.IsUpstream ? null : "not upstream",
                _ => part.ElementAtOrDefault(1),
            };
            if (found != part.ElementAtOrDefault(1))
            {
                yield return $"{string.Join('=', part)}, not {found ?? "nothing"}";
            }
        }
    }

    private static KnownError Read(string[] row)
    {
        bool isJson = row[5].StartsWith('{') || row[5].StartsWith('[');
        string text = isJson ? row[5] : row[5].Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);
        ImmutableArray<string> expected = [.. row[2].Split(';', StringSplitOptions.RemoveEmptyEntries)];
        string body = row[3] == "raw" ? text : ToBody(row[3], row[4], text.Replace("\\n", "\n", StringComparison.Ordinal));
        return new KnownError(int.Parse(row[0], CultureInfo.InvariantCulture), Enum.Parse<FailureKind>(row[1]), expected, body, text);
    }

    /// <summary>Writes an error as OpenAI does.</summary>
    public static string ToBody(string type, string code, string message) => (type, code, message) is ("", "", "") ? "" : new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = type.Length == 0 ? null : type,
            ["param"] = null,
            ["code"] = code.Length == 0 ? null : code,
        },
    }.ToJsonString();

    private string? FindHeader(string name) => Expected
        .Where(e => e.StartsWith($"header={name}:", StringComparison.Ordinal))
        .Select(e => e[$"header={name}:".Length..])
        .FirstOrDefault();

    // FNV-1a: the same on every machine and in every year.
    private static uint Hash(string text) => Encoding.UTF8.GetBytes(text).Aggregate(2166136261, (hash, b) => (hash ^ b) * 16777619);
}
