using System.Collections.Immutable;
using System.Net.Http.Headers;

namespace AgentCore.LiteLlm.Protection.Detection.Presidio;

/// <summary>Finds personal data with a Presidio analyzer service: one exchange for all texts, and no answer but a whole one counts.</summary>
internal sealed class PresidioDetector : IEntityDetector, IDisposable
{
    private const string HealthText = "Presidio Analyzer service is up";

    private readonly HttpClient _http;
    private readonly EntityDetectorOptions _options;
    private readonly ImmutableArray<string> _entities;
    private readonly Uri _base;
    private volatile bool _isHealthy;

    private PresidioDetector(HttpClient http, EntityDetectorOptions options, ImmutableArray<string> entities)
    {
        _http = http;
        _options = options;
        _entities = entities;
        _base = new Uri(options.AnalyzerUri!.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        ImmutableArray<ImmutableArray<Candidate>> candidates = await ProposeAsync(texts, cancellationToken).ConfigureAwait(false);
        return [.. candidates.Select((c, at) => Conflicts.Settle([.. c], texts[at]))];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Makes a detector over a handler, which it then owns.</summary>
    internal static PresidioDetector Over(HttpMessageHandler handler, EntityDetectorOptions options, ImmutableArray<string> entities) =>
        new(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, options, entities);

    /// <summary>Asks the service about texts; what it finds may overlap.</summary>
    /// <exception cref="ProtectionException">
    /// The service cannot be reached, is none, takes too long, or answers with anything but findings for every text.
    /// </exception>
    internal async Task<ImmutableArray<ImmutableArray<Candidate>>> ProposeAsync(ImmutableArray<string> texts, CancellationToken cancellationToken)
    {
        // The service takes an empty text for a missing one, and finds nothing in blanks.
        ImmutableArray<int> asked = [.. Enumerable.Range(0, texts.Length).Where(at => !string.IsNullOrWhiteSpace(texts[at]))];
        ImmutableArray<Candidate>[] found = new ImmutableArray<Candidate>[texts.Length];
        Array.Fill(found, []);
        if (asked.IsEmpty)
        {
            return [.. found];
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.AnalyzerLimit);
        try
        {
            await CheckHealthAsync(limit.Token).ConfigureAwait(false);
            byte[] body = AnalyzeRequest.Write([.. asked.Select(at => texts[at])], _options, _entities);
            byte[] answer = await SendAsync(HttpMethod.Post, "analyze", body, limit.Token).ConfigureAwait(false);
            ImmutableArray<ImmutableArray<Candidate>> read = AnalyzeReply.Read(answer, [.. asked.Select(at => texts[at])], _options.ScoreThreshold, _entities);
            for (int at = 0; at < asked.Length; at++)
            {
                found[asked[at]] = read[at];
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not answer within {_options.AnalyzerLimit.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            throw new ProtectionException($"The Presidio analyzer could not be reached ({e.HttpRequestError}); asked for {_entities.Length} kinds of data.");
        }
        catch (IOException)
        {
            throw Failed("broke off its answer");
        }

        return [.. found];
    }

    private async Task CheckHealthAsync(CancellationToken cancellationToken)
    {
        if (_isHealthy)
        {
            return;
        }

        byte[] answer = await SendAsync(HttpMethod.Get, "health", null, cancellationToken).ConfigureAwait(false);
        if (!answer.AsSpan().StartsWith("Presidio Analyzer service is up"u8) && !answer.AsSpan().StartsWith("\"Presidio Analyzer service is up"u8))
        {
            throw Failed($"does not say '{HealthText}' at /health: something else listens there");
        }

        _isHealthy = true;
    }

    private async Task<byte[]> SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, new Uri(_base, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if ((int)response.StatusCode != 200)
        {
            throw Failed($"answered /{path} with the status {(int)response.StatusCode}");
        }

        using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await LimitedBody.ReadAsync(content, cancellationToken).ConfigureAwait(false);
    }

    private ProtectionException Failed(string how) => new($"The Presidio analyzer {how}; asked for {_entities.Length} kinds of data.");
}
