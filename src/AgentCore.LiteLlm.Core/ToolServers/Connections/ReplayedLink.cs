using System.Text.Json;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>Answers as a cassette says; no server is started or reached.</summary>
/// <param name="server">The server's name, as the user has it.</param>
/// <param name="tape">The cassette.</param>
internal sealed class ReplayedLink(string server, Tape tape) : IServerLink
{
    // No server answers with such a member of its own.
    private const string Failure = "agentcore:failure";

    /// <inheritdoc/>
    public ServerIdentity Identity { get; } = new("", "", "");

    /// <inheritdoc/>
    public bool IsOpen => true;

    /// <inheritdoc/>
    public bool TakeChange() => false;

    /// <inheritdoc/>
    public Task<JsonElement> AskAsync(string method, JsonElement parameters, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JsonElement answer;
        try
        {
            answer = tape.TakeServer(server, method, parameters);
        }
        catch (ChatException e)
        {
            throw new ToolServerException(ServerProblem.Unreachable, e.Failure.Summary, e) { Advice = e.Failure.Advice };
        }

        return answer.FindObject(Failure) is { } failure
            ? throw new ToolServerException(
                Enum.TryParse(failure.FindText("problem"), out ServerProblem problem) ? problem : ServerProblem.Lost, failure.FindText("message") ?? "")
            : Task.FromResult(answer);
    }

    /// <inheritdoc/>
    public void Abort()
    {
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <summary>Writes a failure as what is answered in its place later.</summary>
    internal static string ToJson(ToolServerException failure)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject(Failure);
            json.WriteString("problem", failure.Problem.ToString());
            json.WriteString("message", failure.Message);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
