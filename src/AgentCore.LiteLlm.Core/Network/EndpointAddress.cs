using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Network;

/// <summary>The rules for a base URL: absolute, http or https, no secrets in it, and nothing behind the base.</summary>
internal static class EndpointAddress
{
    private const string ChatCompletions = "/chat/completions";
    private const string Responses = "/responses";

    private static readonly string[] PastedPaths = [ChatCompletions, "/completions", Responses, "/embeddings", "/models"];

    private static readonly string[] SecretQueryNames =
    [
        "key", "api_key", "api-key", "apikey", "token", "access_token", "auth", "sig", "signature", "secret", "password", "code", "subscription-key",
    ];

    /// <summary>Reads a base URL.</summary>
    /// <param name="text">The text after expansion.</param>
    /// <returns>The address without trailing slashes, or what is wrong with it, never quoting the text.</returns>
    public static Checked<Uri> Read(string text)
    {
        bool hasScheme = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!hasScheme)
        {
            return Refuse(
                "the base URL does not begin with 'http://' or 'https://'.",
                "Write the whole address, such as https://llm.example.com/v1 or http://localhost:4000.");
        }

        if (text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return Refuse("the base URL holds a space or another character that no address can have.", "Delete it.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || FindHost(address) is null)
        {
            return Refuse("the base URL is not a valid address.", "Write scheme, host and port, such as https://llm.example.com/v1 or http://localhost:4000.");
        }

        if (FindSecret(address) is { } secret)
        {
            return Refuse($"the base URL holds {secret}.", "Take it out, and name its variable in 'api_key_env' or 'extra_headers_env'.");
        }

        string path = address.AbsolutePath.TrimEnd('/');
        if (Array.Find(PastedPaths, p => path.EndsWith(p, StringComparison.OrdinalIgnoreCase)) is { } pasted)
        {
            string without = new UriBuilder(address) { Path = path[..^pasted.Length] }.Uri.AbsoluteUri.TrimEnd('/');
            return Refuse($"the base URL ends in '{pasted}', which is added by the call itself.", $"Write {without}.");
        }

        return address.Fragment.Length > 0
            ? Refuse("the base URL has a '#' part, which never reaches a server.", "Delete it.")
            : new Checked<Uri>(new UriBuilder(address) { Path = path }.Uri, []);
    }

    /// <summary>Finds the host of an address as a request would name it.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The host; null where there is none, or one with characters that no name can have, of which every request would be refused.</returns>
    public static string? FindHost(Uri address)
    {
        try
        {
            return address.IdnHost is { Length: > 0 } host ? host : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>Adds the path of the chat-completions call.</summary>
    /// <param name="baseUrl">The base URL; its query is kept.</param>
    /// <returns>The address of the call.</returns>
    public static Uri ToChatCompletions(Uri baseUrl) => Append(baseUrl, ChatCompletions);

    /// <summary>Adds the path of the responses call.</summary>
    /// <param name="baseUrl">The base URL; its query is kept.</param>
    /// <returns>The address of the call.</returns>
    public static Uri ToResponses(Uri baseUrl) => Append(baseUrl, Responses);

    /// <summary>Adds a path behind a base URL.</summary>
    /// <param name="baseUrl">The base URL; its query is kept.</param>
    /// <param name="path">The path, with its leading slash.</param>
    /// <returns>The address.</returns>
    public static Uri Append(Uri baseUrl, string path) =>
        new UriBuilder(baseUrl) { Path = baseUrl.AbsolutePath.TrimEnd('/') + path }.Uri;

    /// <summary>Takes the version, as LiteLLM's proxy has it, from the end of a base URL: <c>/v1</c>.</summary>
    /// <param name="baseUrl">The base URL.</param>
    /// <returns>The address without it; the same where there is none.</returns>
    public static Uri WithoutVersion(Uri baseUrl)
    {
        string path = baseUrl.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? new UriBuilder(baseUrl) { Path = path[..^3] }.Uri : baseUrl;
    }

    /// <summary>Says whether a key would cross a network in clear text.</summary>
    /// <param name="address">The address.</param>
    /// <returns>True for http to anything but this machine.</returns>
    public static bool IsUnencrypted(Uri address) => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    private static Checked<Uri> Refuse(string message, string? suggestion = null)
    {
        Findings findings = new(places: null);
        findings.Error(DiagnosticCodes.BaseUrlInvalid, TextPlace.None, message, suggestion);
        return findings.ToChecked<Uri>(null);
    }

    // What is part of an address is shown to the user: a secret there could not be kept.
    private static string? FindSecret(Uri address)
    {
        if (address.UserInfo.Length > 0)
        {
            return "a user name or password";
        }

        foreach (string pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(pair.Split('=', 2)[0]);
            if (SecretQueryNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return $"a secret in its query parameter '{name}'";
            }
        }

        string shown = Uri.UnescapeDataString(address.PathAndQuery);
        return string.Equals(SecretShapes.Mask(shown), shown, StringComparison.Ordinal) ? null : "something that looks like a key";
    }
}
