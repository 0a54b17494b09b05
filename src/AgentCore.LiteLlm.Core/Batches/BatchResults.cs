using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// The results of a batch that has ended, in the order of its requests, whatever the order of the lines. What comes too early is kept as
/// it came; failed requests are read first, since they leave gaps.
/// </summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="batch">The batch.</param>
/// <param name="mapping">What was taken out of the requests; null when nothing was.</param>
internal sealed class BatchResults(BatchEndpoint endpoint, AgentBatch batch, BatchMapping? mapping)
{
    private const long MostKept = 1024L * 1024 * 1024;

    private readonly SortedDictionary<int, (byte[] Line, string? Id)> _kept = [];
    private readonly HashSet<int> _seen = [];
    private string? _mark = mapping?.Mark ?? batch.Mark;
    private long _keptBytes;
    private int _next;

    /// <summary>Reads the results.</summary>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>One for every request, and one for every line that is of no use.</returns>
    /// <exception cref="ChatException">The batch was refused as a whole, or a file of it cannot be read.</exception>
    public async IAsyncEnumerable<BatchResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (batch is { OutputFileId: null, ErrorFileId: null } && FindRefusal() is { } refused)
        {
            throw refused;
        }

        using Wire.ChatCall call = endpoint.ToCall(cancellationToken);
        BatchAnswerReader reader = new(endpoint.Request, call, batch);
        foreach (string fileId in new[] { batch.ErrorFileId, batch.OutputFileId }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            // Nothing is given out while failed requests are read: answers belong between them.
            bool isLast = fileId == (batch.OutputFileId ?? batch.ErrorFileId);
            await foreach (ReadOnlyMemory<byte> line in endpoint.ReadAsync(fileId, cancellationToken).ConfigureAwait(false))
            {
                if (Keep(line, reader) is { } stray)
                {
                    yield return stray;
                }

                while (isLast && _kept.Remove(_next, out (byte[] Line, string? Id) ready))
                {
                    yield return Take(ready.Line, ready.Id, reader);
                }
            }
        }

        int count = FindCount() ?? (_kept.Count == 0 ? _next : _kept.Keys.Last() + 1);
        while (_next < count || _kept.Count > 0)
        {
            yield return _kept.Remove(_next, out (byte[] Line, string? Id) ready) ? Take(ready.Line, ready.Id, reader) : reader.Missing(ItemAt(_next++, null));
        }
    }

    private BatchResult? Keep(ReadOnlyMemory<byte> line, BatchAnswerReader reader)
    {
        if (BatchAnswerReader.FindName(line) is not { } name)
        {
            return reader.Stray("holds a line that is no result");
        }

        if (CustomId.Find(name) is not { } id)
        {
            return reader.Stray("holds a result for something that Submit-AgentBatch did not send");
        }

        _mark ??= id.Mark;
        if (id.Mark != _mark || id.Index >= (FindSent() ?? BatchFile.MostItems))
        {
            return reader.Stray("holds a result that belongs to another batch");
        }

        if (!_seen.Add(id.Index))
        {
            return reader.Stray("holds a second result for an item", ItemAt(id.Index, id.Id));
        }

        _keptBytes += line.Length;
        if (_keptBytes > MostKept)
        {
            throw new ChatException(new ChatFailure { Kind = FailureKind.ReplyInvalid, Summary = $"The files of batch {batch.Id} are too long and too disordered to be put in order.", Endpoint = batch.BaseUrl });
        }

        _kept.Add(id.Index, (line.ToArray(), id.Id));
        return null;
    }

    private BatchResult Take(byte[] line, string? id, BatchAnswerReader reader)
    {
        _keptBytes -= line.Length;
        int index = _next++;
        return reader.Read(line, ItemAt(index, id), mapping?.Items[index]);
    }

    private BatchItem ItemAt(int index, string? id) => new(batch.Id, index, mapping is null ? id : mapping.Items[index].Id);

    // The mapping is ours, and the metadata came back from the endpoint; what it counted may be less than was sent.
    private int? FindSent() => mapping?.Items.Length ?? batch.ItemCount;

    private int? FindCount() => FindSent() ?? (batch.Counts is { Total: > 0 and <= BatchFile.MostItems } counts ? counts.Total : null);

    private ChatException? FindRefusal()
    {
        if (batch.Problems.IsEmpty && batch.Status is "expired" or "cancelled" or "canceled")
        {
            return null;
        }

        string why = batch.Problems.IsEmpty ? "no reason is given" : string.Join("; ", batch.Problems.Take(5));
        string more = batch.Problems.Length > 5 ? $" (and {batch.Problems.Length - 5} more in Problems)" : "";
        return new ChatException(new ChatFailure
        {
            Kind = batch.Status == "failed" ? FailureKind.BadRequest : FailureKind.ReplyInvalid,
            Summary = batch.Status == "failed" ? $"Batch {batch.Id} was refused as a whole: {why}{more}." : $"Batch {batch.Id} is '{batch.Status}' and has no file of answers: {why}{more}.",
            Advice = "Mend what the endpoint names, and submit it again.",
            Endpoint = batch.BaseUrl,
            ProviderMessage = why,
            ProviderCode = batch.Problems.FirstOrDefault()?.Code,
        });
    }
}
