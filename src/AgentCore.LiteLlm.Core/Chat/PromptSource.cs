using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Which system prompt ran.</summary>
public sealed record PromptSource
{
    /// <summary>Gets the <c>prompt_ref</c> that was followed; null when the caller gave the text.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the version; null when the prompt has none.</summary>
    public string? Version { get; init; }

    /// <summary>Gets where that version stands in its life.</summary>
    public PromptState State { get; init; }

    /// <summary>Gets the SHA-256 of the prompt's text, without front matter and white space at its ends, before variables are filled in.</summary>
    public required string Hash { get; init; }

    /// <summary>Gets where the text came from: a file, an address, or the caller.</summary>
    public required string Origin { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Reference ?? Origin}{(Version is null || Reference?.EndsWith(Version, StringComparison.Ordinal) == true ? "" : $" {Version}")} ({Hash[..15]})";

    /// <summary>Gives the hash of a prompt's text.</summary>
    internal static string HashOf(string text) =>
        "sha256:" + string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
}
