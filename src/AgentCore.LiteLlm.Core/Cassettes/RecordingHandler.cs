using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>Notes what passes on its way to an endpoint and back; nothing waits for it.</summary>
internal sealed class RecordingHandler(Recorder recorder, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Redactor redactor = RecordedRequest.RedactorFor(request);
        RecordedRequest recorded = await RecordedRequest.ReadAsync(request, redactor, cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RecordedAnswer.Fault.Of(e, redactor) is { } fault)
        {
            recorder.Note(recorded, fault);
            throw;
        }

        ImmutableArray<KeyValuePair<string, string>> headers = RecordedAnswer.Response.KeptOf(response, redactor);
        int status = (int)response.StatusCode;
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        StreamContent taped = new(
            new TapingStream(body, (chunks, isCut) => recorder.Note(recorded, new RecordedAnswer.Response(status, headers, ToText(chunks, redactor), isCut))));
        foreach (KeyValuePair<string, IEnumerable<string>> header in response.Content.Headers)
        {
            taped.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = taped;
        return response;
    }

    // A character can be cut between two pieces, and so can a secret.
    private static ImmutableArray<string> ToText(IReadOnlyList<byte[]> chunks, Redactor redactor)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        List<string> texts = [];
        foreach (byte[] chunk in chunks)
        {
            char[] characters = new char[decoder.GetCharCount(chunk, flush: false)];
            decoder.GetChars(chunk, characters, flush: false);
            texts.Add(new string(characters));
        }

        return new BodyRedactor(redactor).Redact(texts);
    }
}
