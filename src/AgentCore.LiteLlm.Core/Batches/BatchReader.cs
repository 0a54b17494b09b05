using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Reads what endpoints say of batches, as OpenAI writes it; what has another type than expected is not said.</summary>
/// <param name="request">The question.</param>
/// <param name="redactor">Takes the call's secrets out of text.</param>
/// <param name="isSimulated">Whether the answer was made up in this process.</param>
/// <param name="customLlmProvider">The provider that a LiteLLM proxy was told to use.</param>
internal sealed class BatchReader(ChatRequest request, Redactor redactor, bool isSimulated, string? customLlmProvider)
{
    // LiteLLM puts models and deployments into the ids it gives.
    private const int LongestId = 2000;
    private const int LongestText = 600;
    private const int MostEntries = 64;

    private static readonly string[] Ends = ["completed_at", "failed_at", "expired_at", "cancelled_at"];

    private readonly ModelFacts _facts = new(redactor);

    /// <summary>Says whether an id could name a batch or a file: a path made of dots would lead elsewhere.</summary>
    public static bool IsId(string id) => id.Length is > 0 and <= LongestId && !id.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && id.Any(c => c != '.');

    /// <summary>Reads the id of what was made.</summary>
    public string? FindId(JsonElement json) => Id(json, "id");

    /// <summary>Reads a batch; null when it is none.</summary>
    public AgentBatch? Find(JsonElement json)
    {
        if (Id(json, "id") is not { } id || _facts.Text(json, "status") is not { } status)
        {
            return null;
        }

        return new AgentBatch
        {
            Id = id,
            Status = status.ToLowerInvariant(),
            Counts = ToCounts(json.FindObject("request_counts")),
            Model = _facts.Text(json, "model"),
            BaseUrl = request.BaseUrl.AbsoluteUri.TrimEnd('/'),
            CreatedAt = Time(json, "created_at"),
            EndedAt = Ends.Select(name => Time(json, name)).FirstOrDefault(t => t is not null),
            ExpiresAt = Time(json, "expires_at"),
            InputFileId = Id(json, "input_file_id"),
            OutputFileId = Id(json, "output_file_id"),
            ErrorFileId = Id(json, "error_file_id"),
            Problems = ToProblems(json),
            Metadata = ToMetadata(json),
            Mode = request.Mode,
            Simulated = isSimulated,
            CustomLlmProvider = customLlmProvider,
        };
    }

    /// <summary>Reads a page of batches; null when it is none.</summary>
    public BatchPage? FindPage(JsonElement json)
    {
        if (json.FindList("data") is not { } list)
        {
            return null;
        }

        ImmutableArray<AgentBatch> batches = [.. list.EnumerateArray().Select(Find).OfType<AgentBatch>()];
        bool hasMore = json.FindFlag("has_more") == true && batches.Length > 0;
        return new BatchPage(batches, hasMore ? Id(json, "last_id") ?? batches[^1].Id : null);
    }

    private string? Id(JsonElement json, string name) =>
        json.FindText(name) is { } id && IsId(id) ? redactor.Redact(id) : null;

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        ModelFacts.Count(json, name) is { } seconds && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static BatchCounts ToCounts(JsonElement? counts) =>
        counts is { } found ? new BatchCounts(Count(found, "total"), Count(found, "completed"), Count(found, "failed")) : BatchCounts.Uncounted;

    private static int Count(JsonElement counts, string name) => (int)Math.Min(int.MaxValue, ModelFacts.Count(counts, name) ?? 0);

    private ImmutableArray<BatchProblem> ToProblems(JsonElement json)
    {
        JsonElement? errors = json.Find("errors");
        JsonElement? list = errors?.Find("data") ?? errors;
        return list is { ValueKind: JsonValueKind.Array } found ? [.. found.EnumerateArray().Take(MostEntries).Select(ToProblem)] : [];
    }

    private BatchProblem ToProblem(JsonElement problem) =>
        new(
            _facts.Text(problem, "code"), Words(problem, "message") ?? _facts.Text(problem, "code") ?? "no reason is given",
            (int?)Math.Min(int.MaxValue, ModelFacts.Count(problem, "line") ?? 0) is > 0 and int line ? line : null);

    private ImmutableDictionary<string, string> ToMetadata(JsonElement json)
    {
        if (json.FindObject("metadata") is not { } entries)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        ImmutableDictionary<string, string>.Builder found = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in entries.EnumerateObject().Take(MostEntries))
        {
            found[redactor.Redact(entry.Name)] = _facts.Text(entries, entry.Name) ?? "";
        }

        return found.ToImmutable();
    }

    // A message may be long and of several lines.
    private string? Words(JsonElement json, string name)
    {
        if (json.FindText(name) is not { } found)
        {
            return null;
        }

        string line = string.Concat(redactor.Redact(found).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length == 0 ? null : line.Length <= LongestText ? line : WholeCharacters.Cut(line, LongestText) + "…";
    }
}
