using System.Collections.Immutable;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>One replay: each recorded request is answered once, in the order in which equal ones were recorded, and nothing else is.</summary>
internal sealed class Player
{
    private readonly object _lock = new();
    private readonly string _name;
    private readonly List<Interaction> _left;
    private readonly ImmutableArray<Interaction> _all;

    private Player(string path, ImmutableArray<Interaction> interactions)
    {
        _name = System.IO.Path.GetFileName(path);
        _all = interactions;
        _left = [.. interactions];
    }

    /// <summary>Reads a cassette.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>The replay.</returns>
    /// <exception cref="FileException">The file is not there, is no file or no cassette, or cannot be read.</exception>
    public static Player Open(string path) => new(path, CassetteFile.Read(path));

    /// <summary>Makes a transport that answers out of the cassette, and never over a network.</summary>
    /// <returns>The transport.</returns>
#pragma warning disable CA2000 // the client disposes its handler
    public ChatTransport ToTransport() => ChatTransport.Replaying(new ReplayingHandler(this));
#pragma warning restore CA2000

    /// <summary>Takes the answer to a request off the cassette.</summary>
    /// <exception cref="ChatException">No answer to it is left.</exception>
    internal RecordedAnswer Take(RecordedRequest request, string address)
    {
        lock (_lock)
        {
            int found = _left.FindIndex(i => i.Request.Key == request.Key);
            if (found >= 0)
            {
                RecordedAnswer answer = _left[found].Answer;
                _left.RemoveAt(found);
                return answer;
            }
        }

        throw new ChatException(new ChatFailure
        {
            Kind = FailureKind.CassetteMismatch,
            Summary = $"The cassette '{_name}' has no answer to this request: {CassetteDifference.Describe(request, [.. _all.Select(i => i.Request)])}",
            Advice = "Nothing was sent. Record it again if the request is meant to be as it is.",
            Endpoint = address,
            Attempts = 0,
        });
    }
}
