using System.Globalization;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Sends a batch that is put together. The mapping is written before anything leaves, and goes again where surely nothing came of it.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="draft">The batch.</param>
internal sealed class BatchSubmission(BatchEndpoint endpoint, BatchDraft draft)
{
    /// <summary>Sends it.</summary>
    /// <param name="mappingPath">Where the mapping is written; null where nothing was looked for.</param>
    /// <param name="key">The key of the mapping.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ChatException">The endpoint did not take it.</exception>
    /// <exception cref="MappingException">The mapping is too large.</exception>
    /// <exception cref="IOException">The mapping cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The mapping may not be written.</exception>
    public async Task<AgentBatch> SendAsync(string? mappingPath, Secret? key, CancellationToken cancellationToken)
    {
        if (mappingPath is not null)
        {
            MappingFile.WriteNew(mappingPath, draft.Mapping, key!);
        }

        string? fileId = null;
        try
        {
            fileId = await endpoint.UploadAsync(draft.File, cancellationToken).ConfigureAwait(false);
            AgentBatch batch = await endpoint.CreateAsync(fileId, ToMetadata(mappingPath is not null), cancellationToken).ConfigureAwait(false);

            // What the endpoint forgot of it is still known here.
            return batch with
            {
                Metadata = batch.Metadata.SetItems(ToMetadata(mappingPath is not null)),
                InputFileId = batch.InputFileId ?? fileId,
                Model = batch.Model ?? endpoint.Request.Model,
                MappingPath = mappingPath,
                Output = endpoint.Request.Output,
            };
        }
        catch (Exception e) when (mappingPath is not null && IsSurelyNothing(fileId, e))
        {
            File.Delete(mappingPath);
            throw;
        }
        catch (ChatException e) when (fileId is not null && !IsSurelyNothing(fileId, e))
        {
            string kept = mappingPath is null ? "" : " The mapping is kept.";
            throw new ChatException(e.Failure with { Advice = $"The batch may have been made all the same, of file {fileId}: look with Get-AgentBatch before you submit again.{kept}" }, e);
        }
    }

    private static bool IsSurelyNothing(string? fileId, Exception fault) =>
        fileId is null || fault is ChatException { Failure.HttpStatus: >= 300 and < 500 and not 408 };

    private Dictionary<string, string> ToMetadata(bool isProtected)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal)
        {
            [AgentBatch.ItemsKey] = draft.File.Count.ToString(CultureInfo.InvariantCulture),
            [AgentBatch.MarkKey] = draft.File.Mark,
        };
        if (isProtected)
        {
            metadata.Add(AgentBatch.ProtectedKey, "true");
        }

        return metadata;
    }
}
