using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>Asks endpoints about themselves, over the transport of the calls.</summary>
/// <param name="transport">What carries the questions.</param>
/// <param name="time">The clock.</param>
internal sealed class EndpointClient(ChatTransport transport, TimeProvider time)
{
    private const int LongestBody = 32 * 1024 * 1024;

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Gets a value indicating whether answers are made up in this process.</summary>
    public bool IsSimulated => transport.IsSimulated;

    /// <summary>Asks for one resource.</summary>
    /// <param name="query">The endpoint.</param>
    /// <param name="address">The resource.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The answer, whatever its status.</returns>
    /// <exception cref="ChatException">No answer came, or too much of one.</exception>
    public async Task<EndpointAnswer> GetAsync(EndpointQuery query, Uri address, CancellationToken cancellationToken)
    {
        Redactor redactor = new([.. query.Headers.Where(h => h.IsConfidential).Select(h => h.Value)]);
        FailureReader failures = new(address, query.Headers, redactor);
        using CancellationTokenSource limit = new(query.TimeLimit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        long start = time.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await transport.GetAsync(address, query.Headers, either.Token).ConfigureAwait(false);
            byte[] body = await ReadAsync(response, either.Token).ConfigureAwait(false);
            EndpointAnswer answer = new()
            {
                Status = (int)response.StatusCode,
                Headers = response.Headers.Concat(response.Content.Headers)
                    .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
                Body = body,
                Duration = time.GetElapsedTime(start),
                Failures = failures,
                Redactor = redactor,
            };
            return body.Length <= LongestBody ? answer : throw answer.ToInvalid($"the body is longer than {LongestBody / 1024 / 1024} MiB");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new ChatException(failures.NoAnswer(FailureKind.TimedOut, $"did not answer within {query.TimeLimit.TotalSeconds:0.###} s"));
        }
        catch (Exception e) when (WireFault.Find(e, failures) is { } failure)
        {
            throw new ChatException(failure);
        }
    }

    // One byte beyond the limit is enough to see that there is too much.
    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        while (body.Length <= LongestBody && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
        {
            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return body.ToArray();
    }
}
