using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.RemoteAgents;

/// <summary>What a remote agent says of what it was asked: an answer at once, or a task and how far that is.</summary>
/// <param name="Id">The task; null where the agent answered at once.</param>
/// <param name="State">How far it is.</param>
/// <param name="Text">The answer so far, or what the agent says of the state.</param>
/// <param name="HasFiles">Whether there are files in the answer, which are left out.</param>
internal sealed record RemoteTask(string? Id, RemoteTaskState State, string Text, bool HasFiles)
{
    /// <summary>Gets a value indicating whether nothing more comes of it.</summary>
    public bool IsOver => State is RemoteTaskState.Completed or RemoteTaskState.Failed or RemoteTaskState.Canceled or RemoteTaskState.Rejected;

    /// <summary>Gets a value indicating whether it goes on only when somebody does something.</summary>
    public bool IsWaiting => State is RemoteTaskState.InputRequired or RemoteTaskState.AuthRequired;

    /// <summary>Reads what the agent answered.</summary>
    /// <param name="result">The result of a call.</param>
    /// <returns>What it says; null where it is neither a message nor a task.</returns>
    public static RemoteTask? Read(JsonElement result)
    {
        // In version 1 the name of the member says what it is, before that the member 'kind'.
        JsonElement inner = result.FindObject("task") ?? result.FindObject("message") ?? result;
        if (inner.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (inner.FindObject("status") is { } status && inner.FindText("id") is { Length: > 0 } id)
        {
            RemoteTaskState state = ToState(status.FindText("state"));
            ImmutableArray<string> artifacts = [.. inner.Items("artifacts").Select(a => TextOf(a, "")).Where(t => t.Length > 0)];
            string said = status.FindObject("message") is { } message ? TextOf(message, "\n") : "";
            bool isAnswer = state == RemoteTaskState.Completed && artifacts.Length > 0;
            return new RemoteTask(id, state, isAnswer ? string.Join("\n\n", artifacts) : said, isAnswer && inner.Items("artifacts").Any(HasFile));
        }

        return inner.FindList("parts") is null ? null : new RemoteTask(null, RemoteTaskState.Completed, TextOf(inner, "\n"), HasFile(inner));
    }

    private static RemoteTaskState ToState(string? word) => word?.ToUpperInvariant().Replace("TASK_STATE_", "", StringComparison.Ordinal).Replace('_', '-')
    switch
    {
        "COMPLETED" => RemoteTaskState.Completed,
        "FAILED" => RemoteTaskState.Failed,
        "CANCELED" or "CANCELLED" => RemoteTaskState.Canceled,
        "REJECTED" => RemoteTaskState.Rejected,
        "INPUT-REQUIRED" => RemoteTaskState.InputRequired,
        "AUTH-REQUIRED" => RemoteTaskState.AuthRequired,
        _ => RemoteTaskState.Working,
    };

    // The parts of an artifact are often the pieces of one text.
    private static string TextOf(JsonElement holder, string between) => string.Join(between, holder.Items("parts").Select(ToText).OfType<string>());

    private static string? ToText(JsonElement part) =>
        part.ValueKind != JsonValueKind.Object ? null : part.FindText("text") ?? (part.Find("data") is { } data ? data.GetRawText() : null);

    private static bool HasFile(JsonElement holder) => holder.Items("parts").Any(p =>
        p.ValueKind == JsonValueKind.Object && (p.Find("file") ?? p.Find("raw") ?? p.Find("url")) is not null);
}
