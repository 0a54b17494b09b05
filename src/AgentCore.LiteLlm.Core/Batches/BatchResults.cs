using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// The results of a batch that has ended, in the order of its requests, whatever the order of the lines. What comes too early is kept as
/// it came, as far as there is room; failed requests are read first, since they leave gaps.
/// </summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="batch">The batch.</param>
/// <param name="mapping">What was taken out of the requests; null when nothing was.</param>
internal sealed class BatchResults(BatchEndpoint endpoint, AgentBatch batch, BatchMapping? mapping)
{
    private readonly SortedDictionary<int, (byte[] Line, string? Id)> _kept = [];
    private readonly HashSet<int> _seen = [];
    private readonly List<ChatException> _unread = [];
    private string? _mark = mapping?.Mark ?? batch.Mark;
    private long _keptBytes;
    private int _next;
    private bool _hasWarned;

    /// <summary>Gets the most bytes that are kept for the sake of order; beyond it replies are given out as they are.</summary>
    public long MostKept { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Reads the results.</summary>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>One for every request, one for every line that is of no use, and one for a file that cannot be read.</returns>
    /// <exception cref="ChatException">The batch was refused as a whole.</exception>
    /// <exception cref="MappingException">The mapping is of another batch.</exception>
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
            int faults = _unread.Count;
            IAsyncEnumerator<ReadOnlyMemory<byte>> lines = endpoint.ReadAsync(fileId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using ConfiguredAsyncDisposable closing = lines.ConfigureAwait(false);
            while (await MoveAsync(lines).ConfigureAwait(false))
            {
                if (Keep(lines.Current, reader) is { } stray)
                {
                    yield return stray;
                }

                for (; isLast && _seen.Contains(_next); _next++)
                {
                    if (_kept.ContainsKey(_next))
                    {
                        yield return Take(_next, reader);
                    }
                }

                int[] early = _keptBytes > MostKept ? [.. _kept.Keys] : [];
                foreach (int index in early)
                {
                    yield return Warn(Take(index, reader));
                }
            }

            if (_unread.Count > faults)
            {
                yield return new BatchResult.Failed(_unread[^1], null);
            }
        }

        if (_unread.Count > 0 && _seen.Count == 0)
        {
            yield break;
        }

        for (int count = FindCount() ?? _seen.Max(i => (int?)i + 1) ?? 0; _next < count || _kept.Count > 0; _next++)
        {
            if (_kept.ContainsKey(_next))
            {
                yield return Take(_next, reader);
            }
            else if (!_seen.Contains(_next))
            {
                yield return reader.Missing(ItemAt(_next, null), _unread.Count > 0);
            }
        }
    }

    // One file that cannot be read must not hide what the other holds.
    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<ReadOnlyMemory<byte>> lines)
    {
        try
        {
            return await lines.MoveNextAsync().ConfigureAwait(false);
        }
        catch (ChatException e)
        {
            _unread.Add(e);
            return false;
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
            return reader.Stray("holds a result for something that was not sent from here");
        }

        // Without metadata only the lines say whose mapping is needed.
        if (batch.Mark is null && mapping is not null && _seen.Count == 0 && id.Mark != mapping.Mark)
        {
            throw new MappingException($"The mapping belongs to another batch than {batch.Id}.");
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
        _kept.Add(id.Index, (line.ToArray(), id.Id));
        return null;
    }

    private BatchResult Take(int index, BatchAnswerReader reader)
    {
        _kept.Remove(index, out (byte[] Line, string? Id) found);
        _keptBytes -= found.Line.Length;
        return reader.Read(found.Line, ItemAt(index, found.Id), mapping?.Items[index]);
    }

    private BatchResult Warn(BatchResult result)
    {
        if (_hasWarned || result is not BatchResult.Answered { Reply: var reply })
        {
            return result;
        }

        _hasWarned = true;
        return new BatchResult.Answered(reply with
        {
            Warnings =
            [
                .. reply.Warnings,
                $"The files of batch {batch.Id} are too long and too disordered to be put in order: from here on replies come as they are, and BatchItem.Index "
                    + "has their place.",
            ],
        });
    }

    private BatchItem ItemAt(int index, string? id) =>
        new(batch.Id, index, mapping is null ? id ?? batch.SentIds.ElementAtOrDefault(index) : mapping.Items[index].Id);

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
            Summary = batch.Status == "failed"
                ? $"Batch {batch.Id} was refused as a whole: {why}{more}."
                : $"Batch {batch.Id} is '{batch.Status}' and has no file of answers: {why}{more}.",
            Advice = "Mend what the endpoint names, and submit it again.",
            Endpoint = batch.BaseUrl,
            ProviderMessage = why,
            ProviderCode = batch.Problems.FirstOrDefault()?.Code,
        });
    }
}
