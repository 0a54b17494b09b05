using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>A batch of the simulation.</summary>
internal sealed record SimulatedBatch
{
    private const int Day = 24 * 60 * 60;

    /// <summary>Gets what stands for a change that cannot be made.</summary>
    public static SimulatedBatch Refused { get; } = new() { InputFileId = "" };

    /// <summary>Gets the id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Gets the id of the file of requests.</summary>
    public required string InputFileId { get; init; }

    /// <summary>Gets the id of the file of answers; null while there is none.</summary>
    public string? OutputFileId => Status == "completed" ? $"file-out-{Id}" : null;

    /// <summary>Gets what its requests ask for.</summary>
    public string Endpoint { get; init; } = "/v1/chat/completions";

    /// <summary>Gets how far it is.</summary>
    public string Status { get; init; } = "in_progress";

    /// <summary>Gets how many requests it has.</summary>
    public int Total { get; init; }

    /// <summary>Gets the entries that were sent with it.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Reads the request for a batch.</summary>
    public static SimulatedBatch? Read(ReadOnlyMemory<byte> body, out EndpointError? error)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            JsonElement root = json.RootElement;
            error = root.FindText("endpoint") is not ("/v1/chat/completions" or "/v1/responses")
                    ? EndpointError.BadRequest("'endpoint' must be '/v1/chat/completions' or '/v1/responses'.", "endpoint")
                : root.FindText("completion_window") != "24h" ? EndpointError.BadRequest("'completion_window' must be '24h'.", "completion_window")
                : root.FindText("input_file_id") is null ? EndpointError.BadRequest("'input_file_id' is a required property", "input_file_id")
                : null;
            return error is not null ? null : new SimulatedBatch
            {
                InputFileId = root.FindText("input_file_id")!,
                Endpoint = root.FindText("endpoint")!,
                Metadata = root.FindObject("metadata") is { } metadata
                    ? [.. metadata.EnumerateObject().Select(e => KeyValuePair.Create(e.Name, e.Value.ToString()))]
                    : [],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            error = EndpointError.BadRequest("We could not parse the JSON body of your request.");
            return null;
        }
    }

    /// <summary>Gives the batch as it is when it is asked for.</summary>
    public SimulatedBatch Progressed() => Status switch
    {
        "in_progress" => this with { Status = "completed" },
        "cancelling" => this with { Status = "cancelled" },
        _ => this,
    };

    /// <summary>Gives the batch as it is when it is cancelled.</summary>
    public SimulatedBatch Cancelled() => Status is "in_progress" or "cancelling" ? this with { Status = "cancelling" } : Refused;

    /// <summary>Writes it.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("id", Id);
        json.WriteString("object", "batch");
        json.WriteString("endpoint", Endpoint);
        json.WriteNull("errors");
        json.WriteString("input_file_id", InputFileId);
        json.WriteString("completion_window", "24h");
        json.WriteString("status", Status);
        json.WriteString("output_file_id", OutputFileId);
        json.WriteNull("error_file_id");
        json.WriteNumber("created_at", ChatAnswer.Created);
        json.WriteNumber("in_progress_at", ChatAnswer.Created);
        json.WriteNumber("expires_at", ChatAnswer.Created + Day);
        WriteEnd(json, "completed");
        WriteEnd(json, "cancelled");
        json.WriteStartObject("request_counts");
        json.WriteNumber("total", Total);
        json.WriteNumber("completed", Status == "completed" ? Total : 0);
        json.WriteNumber("failed", 0);
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        foreach ((string name, string value) in Metadata)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private void WriteEnd(Utf8JsonWriter json, string status)
    {
        if (Status == status)
        {
            json.WriteNumber($"{status}_at", ChatAnswer.Created);
        }
        else
        {
            json.WriteNull($"{status}_at");
        }
    }
}
