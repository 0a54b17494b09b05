using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>A finished call, as a journal keeps it: what was asked only as a hash.</summary>
internal sealed record JournalLine
{
    /// <summary>Gets the version of the format.</summary>
    public required int V { get; init; }

    /// <summary>Gets the SHA-256 of all that decides the answer, in hexadecimal digits.</summary>
    public required string Request { get; init; }

    /// <summary>Gets when the call ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the answer; null when the call failed.</summary>
    public AgentReply? Reply { get; init; }

    /// <summary>Gets the id of the error; null when the call succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>Gets what the error said.</summary>
    public string? Message { get; init; }
}
