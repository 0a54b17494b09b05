using System.Globalization;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The request line and headers of one HTTP request, read as strictly as the standard allows.</summary>
internal sealed class RequestHead
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    private RequestHead(string method, string target, bool isHttp11)
    {
        Method = method;
        IsHttp11 = isHttp11;
        (Path, Query) = Split(target);
    }

    public string Method { get; }

    public string Path { get; }

    public string Query { get; }

    public bool IsHttp11 { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public bool IsChunked { get; private set; }

    public int Length { get; private set; }

    public bool ExpectsContinue => Find("Expect").Any(v => v.Equals("100-continue", StringComparison.OrdinalIgnoreCase));

    public bool KeepsConnection
    {
        get
        {
            List<string> wishes = [.. Find("Connection").SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries))];
            return IsHttp11
                ? !wishes.Contains("close", StringComparer.OrdinalIgnoreCase)
                : wishes.Contains("keep-alive", StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Reads the request line; null where it is none.</summary>
    public static RequestHead? FromLine(string line)
    {
        string[] words = line.Split(' ');
        return words is [{ } method, { Length: > 0 } target, "HTTP/1.1" or "HTTP/1.0"] && IsToken(method) && IsVisible(target)
            ? new(method, target, words[2] == "HTTP/1.1")
            : null;
    }

    /// <summary>Reads one header line.</summary>
    public EndpointError? Add(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        string value = line[(colon + 1)..].Trim(' ', '\t');
        if (colon < 1 || !IsToken(line[..colon]) || value.Any(c => (c < ' ' && c != '\t') || c == '\x7f'))
        {
            return EndpointError.BadRequest("The request has a malformed header line.");
        }

        _headers.Add(new(line[..colon], value));
        return null;
    }

    /// <summary>Checks the headers together, and reads how long the body is.</summary>
    public EndpointError? Complete(int maxBody)
    {
        List<string> lengths = [.. Find("Content-Length")];
        List<string> codings = [.. Find("Transfer-Encoding")];
        if (IsHttp11 && Find("Host").Count() != 1)
        {
            return EndpointError.BadRequest("The request needs exactly one Host header.");
        }

        if (codings.Count > 0 && !(codings.Count == 1 && codings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase)))
        {
            return new(501, "The only transfer coding understood is 'chunked'.");
        }

        IsChunked = codings.Count > 0;
        if (lengths.Count == 0)
        {
            return null;
        }

        if (IsChunked || lengths.Count > 1 || !ulong.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong length))
        {
            return EndpointError.BadRequest("The request does not say clearly how long its body is.");
        }

        Length = (int)Math.Min(length, (ulong)maxBody);
        return length > (ulong)maxBody ? TooLarge() : null;
    }

    public static EndpointError TooLarge() => new(413, "The request's body is larger than this endpoint accepts.");

    private static (string Path, string Query) Split(string target)
    {
        // A proxy is asked with the whole URL.
        int scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && !target.StartsWith('/'))
        {
            int slash = target.IndexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target[slash..];
        }

        int question = target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (target, "") : (target[..question], target[question..]);
    }

    private IEnumerable<string> Find(string name) =>
        _headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);

    private static bool IsVisible(string target) => target.All(c => c is > ' ' and not '\x7f');

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
