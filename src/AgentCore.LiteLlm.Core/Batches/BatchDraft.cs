using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Batches;

/// <summary>A batch that is being put together: requests as they would be sent one by one, without personal data where that is asked for.</summary>
/// <param name="memory">What is known of endpoints.</param>
/// <param name="time">The clock.</param>
/// <param name="isPreview">Whether it is only measured and never sent, so that nobody is asked to find personal data.</param>
internal sealed class BatchDraft(DialectMemory memory, TimeProvider time, bool isPreview = false) : IDisposable
{
    private readonly List<MappedItem> _mapped = [];
    private readonly List<string?> _ids = [];

    /// <summary>Gets the lines.</summary>
    public BatchFile File { get; } = new(isPreview);

    /// <summary>Gets the users' own ids, line by line.</summary>
    public ImmutableArray<string?> Ids => [.. _ids];

    /// <summary>Gets what was taken out of them; without items where nothing looked for personal data.</summary>
    public BatchMapping Mapping => new(File.Mark, [.. _mapped]);

    /// <summary>Gets what of their metadata the endpoint was found not to take, for people; null where it gets all that is planned.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Gets what of them the API has no word for by which the endpoint was found to serve the model, as the rest of a sentence.</summary>
    public string Losses { get; private set; } = "";

    /// <summary>Adds a request.</summary>
    /// <param name="request">The request, as a single call would freeze it.</param>
    /// <param name="id">The user's own id; null when there is none.</param>
    /// <param name="cancellationToken">Ends the search for personal data.</param>
    /// <returns>What was found in it; null where nothing was looked for.</returns>
    /// <exception cref="Failures.ChatException">It holds what must not leave, or could not be looked at.</exception>
    /// <exception cref="BatchFullException">It does not fit any more.</exception>
    public async Task<ProtectionReport?> AddAsync(ChatRequest request, string? id, CancellationToken cancellationToken)
    {
        // Each its own: a placeholder that one answer makes up must not bring another item's data.
        ProtectionSession? session = !isPreview && request.Protection is { } shared ? shared.With(shared.Vault.Copy()) : null;
        ChatRequest sent = ToSent(request) with { Protection = session };
        ProtectionReport? found = null;
        if (session is not null)
        {
            (sent, found) = await new RequestProtection(sent, session, time).ApplyAsync(cancellationToken).ConfigureAwait(false);
        }

        File.Add(RequestWriter.Write(sent), session is null ? id : null);
        _ids.Add(id);
        if (session is not null)
        {
            _mapped.Add(new MappedItem(id, session.Vault.ToEntries(), found!));
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    // In the way that the endpoint is known to take, since nothing can be asked again: neither streamed nor with a loop.
    private ChatRequest ToSent(ChatRequest request)
    {
        Dialect dialect = AdaptingProvider.ToAllowed(memory.For(request), request);
        if (dialect.Metadata != request.Dialect.Metadata && SentMetadata.Of(request.Labels, dialect.Metadata).LeftOut is { IsEmpty: false } leftOut)
        {
            LeftOut = string.Join(", ", leftOut);
        }

        ChatRequest sent = request with { Stream = false, Loop = null, Dialect = dialect };
        Losses = request.ApiChoice == ModelApi.Auto && Losses.Length == 0 ? AdaptingProvider.ToLosses(sent) : Losses;
        sent = File.Count == 0 ? sent : sent with { ApiChoice = File.Api };
        return request.Output is null ? sent : OutputRequest.In(OutputRequest.FormFor(sent, dialect), sent, sent.Messages);
    }
}
