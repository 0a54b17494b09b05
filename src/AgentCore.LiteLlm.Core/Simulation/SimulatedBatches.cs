using System.Buffers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>
/// Files and batches without a network: a batch is under way when it is made and done when it is first asked for, and every line is
/// answered as a single call would be. Only the newest are remembered.
/// </summary>
internal sealed class SimulatedBatches
{
    private const int MostKept = 20;
    private const long MostBytes = 256L * 1024 * 1024;
    private const int PageLength = 20;

    private readonly object _gate = new();
    private readonly List<(string Id, ReadOnlyMemory<byte> Content)> _files = [];
    private readonly List<SimulatedBatch> _batches = [];

    /// <summary>Finds the part of a path that is about files or batches.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The part, such as <c>/batches/x/cancel</c>; null when it is about something else.</returns>
    public static string? FindResource(string path)
    {
        string[] parts = path.Split('/');
        int at = Array.FindLastIndex(parts, p => p is "files" or "batches");
        return at < 0 ? null : $"/{string.Join('/', parts[at..])}";
    }

    /// <summary>Answers a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="resource">What <see cref="FindResource"/> found.</param>
    /// <param name="query">The query.</param>
    /// <param name="contentType">The content type of the body.</param>
    /// <param name="body">The body.</param>
    public SimulatedAnswer Answer(string method, string resource, string query, string? contentType, ReadOnlyMemory<byte> body)
    {
        string[] parts = resource[1..].Split('/');
        string id = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        lock (_gate)
        {
            return (method, parts) switch
            {
                ("POST", ["files"]) => Upload(contentType, body),
                ("GET", ["files", _, "content"]) => Read(id),
                ("POST", ["batches"]) => Create(body),
                ("GET", ["batches"]) => List(query),
                ("GET", ["batches", _]) => Change(id, b => b.Progressed()),
                ("POST", ["batches", _, "cancel"]) => Change(id, b => b.Cancelled()),
                _ => Refuse(EndpointError.UnknownPath(method, resource)),
            };
        }
    }

    private SimulatedAnswer Upload(string? contentType, ReadOnlyMemory<byte> body)
    {
        if (MultipartFile.Find(contentType, body) is not { } file)
        {
            return Refuse(EndpointError.BadRequest("'file' is a required property", "file"));
        }

        if (file.Purpose != "batch")
        {
            return Refuse(EndpointError.BadRequest("'purpose' must be 'batch'.", "purpose"));
        }

        string id = $"file-{StableHash.Of(file.Content.Span)[..24]}";
        Remember(_files, (id, file.Content));
        while (_files.Count > 1 && _files.Sum(f => (long)f.Content.Length) > MostBytes)
        {
            _files.RemoveAt(0);
        }

        return Json(json =>
        {
            json.WriteString("id", id);
            json.WriteString("object", "file");
            json.WriteNumber("bytes", file.Content.Length);
            json.WriteNumber("created_at", ChatAnswer.Created);
            json.WriteString("filename", "batch.jsonl");
            json.WriteString("purpose", "batch");
            json.WriteString("status", "processed");
        });
    }

    private SimulatedAnswer Read(string id)
    {
        if (_batches.Find(b => b.OutputFileId == id) is { } batch && FindFile(batch.InputFileId) is { } input)
        {
            return new SimulatedAnswer(200, "application/octet-stream", BatchOutputJson.Write(input));
        }

        return FindFile(id) is { } content
            ? new SimulatedAnswer(200, "application/octet-stream", content)
            : Refuse(new EndpointError(404, $"No such File object: {id}") { Param = "id" });
    }

    private SimulatedAnswer Create(ReadOnlyMemory<byte> body)
    {
        if (SimulatedBatch.Read(body, out EndpointError? error) is not { } batch)
        {
            return Refuse(error!);
        }

        if (FindFile(batch.InputFileId) is not { } input)
        {
            return Refuse(EndpointError.BadRequest($"No such File object: {batch.InputFileId}", "input_file_id"));
        }

        // The newest comes last; the same file sent twice makes two batches.
        batch = batch with
        {
            Id = $"batch_{StableHash.Of(body.Span)[..20]}{_batches.Count(b => b.InputFileId == batch.InputFileId):x4}",
            Total = BatchOutputJson.Count(input),
        };
        Remember(_batches, batch);
        return Json(batch.WriteTo);
    }

    private SimulatedAnswer List(string query)
    {
        string? after = query.TrimStart('?').Split('&')
            .Where(p => p.StartsWith("after=", StringComparison.Ordinal))
            .Select(p => Uri.UnescapeDataString(p[6..]))
            .FirstOrDefault();
        SimulatedBatch[] newest = [.. _batches.AsEnumerable().Reverse()];
        SimulatedBatch[] page = [.. newest.Skip(after is null ? 0 : Array.FindIndex(newest, b => b.Id == after) + 1).Take(PageLength)];
        return Json(json =>
        {
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (SimulatedBatch batch in page)
            {
                json.WriteStartObject();
                batch.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("first_id", page.FirstOrDefault()?.Id);
            json.WriteString("last_id", page.LastOrDefault()?.Id);
            json.WriteBoolean("has_more", page.Length > 0 && page[^1].Id != newest[^1].Id);
        });
    }

    private SimulatedAnswer Change(string id, Func<SimulatedBatch, SimulatedBatch> change)
    {
        int at = _batches.FindIndex(b => b.Id == id);
        if (at < 0)
        {
            return Refuse(new EndpointError(404, $"No batch found with id '{id}'.") { Param = "id" });
        }

        SimulatedBatch changed = change(_batches[at]);
        if (ReferenceEquals(changed, SimulatedBatch.Refused))
        {
            return Refuse(new EndpointError(409, $"Cannot cancel a batch with status '{_batches[at].Status}'."));
        }

        _batches[at] = changed;
        return Json(changed.WriteTo);
    }

    private ReadOnlyMemory<byte>? FindFile(string id)
    {
        int at = _files.FindLastIndex(f => f.Id == id);
        return at < 0 ? default(ReadOnlyMemory<byte>?) : _files[at].Content;
    }

    private static void Remember<T>(List<T> list, T item)
    {
        list.Add(item);
        if (list.Count > MostKept)
        {
            list.RemoveAt(0);
        }
    }

    private static SimulatedAnswer Json(Action<Utf8JsonWriter> write, int status = 200)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = ProtocolJson.Writer(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new SimulatedAnswer(status, "application/json", body.WrittenMemory);
    }

    private static SimulatedAnswer Refuse(EndpointError error)
    {
        ArrayBufferWriter<byte> body = new();
        error.WriteTo(body);
        return new SimulatedAnswer(error.Status, "application/json", body.WrittenMemory);
    }
}
