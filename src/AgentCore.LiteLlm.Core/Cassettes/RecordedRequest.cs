using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>What is kept of a request, and by what it is known again: method, path and body. No header is kept.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with its query; not the host, so that a cassette serves wherever the endpoint is.</param>
/// <param name="Body">The body: JSON where it is some, else a string; null where there is none.</param>
internal sealed record RecordedRequest(string Method, string Path, JsonElement? Body)
{
    /// <summary>Gets the text that equal requests have in common.</summary>
    public string Key { get; } = $"{Method} {Path}\n{(Body is { } body ? CanonicalJson.Of(body) : "")}";

    /// <summary>Gets the model that is asked; null where the body names none.</summary>
    public string? Model => Body?.FindText("model");

    /// <summary>Reads a request that is about to be sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="redactor">Takes its secrets out of the body.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<RecordedRequest> ReadAsync(HttpRequestMessage request, Redactor redactor, CancellationToken cancellationToken)
    {
        byte[] bytes = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        string text = new BodyRedactor(redactor).Redact(Encoding.UTF8.GetString(bytes));
        return new RecordedRequest(request.Method.Method, redactor.Redact(request.RequestUri!.PathAndQuery), ToJson(text));
    }

    /// <summary>Makes what takes the secrets of a request out of everything that is kept.</summary>
    public static Redactor RedactorFor(HttpRequestMessage request) =>
        new([.. request.Headers.SelectMany(h => h.Value.Select(v => FindSecret(h.Key, v))).OfType<Secret>()]);

    private static Secret? FindSecret(string name, string value)
    {
        string bare = value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : value.Trim();
        if (bare.Length == 0 || name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        SecretHeader header = new(name, new Secret(bare));
        return header.IsConfidential ? header.Value : null;
    }

    private static JsonElement? ToJson(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json?.RootElement.Clone() ?? JsonSerializer.SerializeToElement(text, CassetteJson.Default.String);
    }
}
