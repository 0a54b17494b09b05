using System.Globalization;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// Sends a batch that is put together, step by step: the mapping is written before anything leaves, then the file goes up, and then the
/// batch is made of it. Where surely nothing came of it, mapping and file go again.
/// </summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="draft">The batch.</param>
/// <param name="mappingPath">Where the mapping is written; null where nothing was looked for.</param>
internal sealed class BatchSubmission(BatchEndpoint endpoint, BatchDraft draft, string? mappingPath)
{
    /// <summary>Writes the mapping, where there is one.</summary>
    /// <param name="key">The key of the mapping.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The path of the mapping.</returns>
    /// <exception cref="MappingException">The mapping is too large.</exception>
    /// <exception cref="FileException">The mapping cannot be written.</exception>
    public async Task<string?> WriteMappingAsync(Secret? key, CancellationToken cancellationToken)
    {
        if (mappingPath is not null)
        {
            await MappingFile.WriteNewAsync(mappingPath, draft.Mapping, key!, cancellationToken).ConfigureAwait(false);
        }

        return mappingPath;
    }

    /// <summary>Uploads the requests.</summary>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The id of the file.</returns>
    /// <exception cref="ChatException">The endpoint did not take it.</exception>
    public async Task<string> UploadAsync(CancellationToken cancellationToken)
    {
        string? fileId = null;
        try
        {
            return fileId = await endpoint.UploadAsync(draft.File, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (fileId is null)
            {
                RemoveMapping();
            }
        }
    }

    /// <summary>Makes the batch.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ChatException">The endpoint did not take it.</exception>
    public async Task<AgentBatch> CreateAsync(string fileId, CancellationToken cancellationToken)
    {
        try
        {
            AgentBatch batch = await endpoint.CreateAsync(fileId, draft.File.Url, ToMetadata(), cancellationToken).ConfigureAwait(false);

            // What the endpoint forgot of it is still known here.
            return batch with
            {
                Metadata = batch.Metadata.SetItems(ToMetadata()),
                InputFileId = batch.InputFileId ?? fileId,
                Model = batch.Model ?? endpoint.Request.Model,
                MappingPath = mappingPath,
                Output = endpoint.Request.Output,
                SentIds = draft.Ids,
            };
        }
        catch (ChatException e) when (e.Failure.HttpStatus is >= 300 and < 500 and not 408)
        {
            RemoveMapping();
            string end = await TryDeleteAsync(fileId, cancellationToken).ConfigureAwait(false)
                ? "No batch was made, and the uploaded file was deleted."
                : $"No batch was made, but the uploaded file {fileId} could not be deleted: its requests are still at the endpoint.";
            throw new ChatException(e.Failure with { Advice = $"{e.Failure.Advice} {end}".TrimStart() }, e);
        }
        catch (ChatException e)
        {
            string kept = mappingPath is null ? "" : " The mapping is kept.";
            string advice = $"The batch may have been made all the same, of file {fileId}: look before you submit again.{kept}";
            throw new ChatException(e.Failure with { Advice = advice }, e);
        }
    }

    private async Task<bool> TryDeleteAsync(string fileId, CancellationToken cancellationToken)
    {
        try
        {
            await endpoint.DeleteAsync(fileId, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ChatException)
        {
            return false;
        }
    }

    private void RemoveMapping()
    {
        if (mappingPath is not null)
        {
            OutputFile.Remove(mappingPath);
        }
    }

    private Dictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [AgentBatch.ItemsKey] = draft.File.Count.ToString(CultureInfo.InvariantCulture),
            [AgentBatch.MarkKey] = draft.File.Mark,
        };
        if (mappingPath is not null)
        {
            metadata.Add(AgentBatch.ProtectedKey, "true");
        }

        if (endpoint.Request.Output is not null)
        {
            metadata.Add(AgentBatch.OutputKey, "true");
        }

        return metadata;
    }
}
