using System.Buffers;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Observability;

/// <summary>
/// A file that says what agents did: one JSON line for each run and each call of a tool, with what was decided and by whom. It holds no prompt, no answer,
/// no argument, no result and no key. One process at a time writes it.
/// </summary>
internal sealed class AuditLog : IDisposable
{
    private const int Version = 1;
    private const byte LineEnd = (byte)'\n';

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _path;
    private readonly Stream _file;
    private readonly TimeProvider _time;

    private AuditLog(string path, Stream file, TimeProvider time)
    {
        _path = path;
        _file = file;
        _time = time;
    }

    private static ReadOnlySpan<byte> LineStart => "{\"v\":1,"u8;

    /// <summary>Opens a log to add to it, or begins one.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FileException">It is no file or no audit log, cannot be opened, or another process writes it.</exception>
    public static AuditLog Open(string path, TimeProvider time) => Open(path, OutputFile.OpenToAdd(path), time);

    /// <summary>Opens a log in a stream.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="file">The stream, at its start, which the log disposes.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FileException">It is no audit log, or cannot be read.</exception>
    internal static AuditLog Open(string path, Stream file, TimeProvider time)
    {
        LineFile.GoToEnd(path, file, LineStart, "is no audit log, or one of a newer version.");
        return new AuditLog(path, file, time);
    }

    /// <summary>Writes down a call of a tool.</summary>
    /// <param name="run">The run.</param>
    /// <param name="request">Its request.</param>
    /// <param name="step">The call.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public Task AddAsync(Guid run, ChatRequest request, AgentStep step) => WriteAsync("tool_call", run, request, json =>
    {
        // What the model called by a name of its own may hold anything.
        bool isKnown = request.Tools.Any(t => t.Name == step.Tool);
        json.WriteNumber("iteration"u8, step.Iteration);
        json.WriteString("tool"u8, isKnown ? step.Tool : null);
        json.WriteString("outcome"u8, step.Outcome.ToString());
        json.WriteString("approval"u8, step.Approval?.ToString());
        if (step.Policy is { } policy)
        {
            json.WriteStartObject("policy"u8);
            json.WriteBoolean("allowed"u8, policy.Allowed);
            json.WriteBoolean("enforced"u8, policy.Enforced);
            json.WriteString("rule"u8, policy.Rule);
            json.WriteEndObject();
        }

        json.WriteNumber("milliseconds"u8, (long)step.Duration.TotalMilliseconds);
    });

    /// <summary>Writes down how a run ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="request">Its request.</param>
    /// <param name="end">How.</param>
    /// <param name="spent">What it took.</param>
    /// <param name="toolCalls">How many calls of tools were asked for.</param>
    /// <param name="duration">How long it took.</param>
    /// <exception cref="FileException">It cannot be written.</exception>
    public Task AddAsync(Guid run, ChatRequest request, string end, Spent spent, int toolCalls, TimeSpan duration) => WriteAsync("run", run, request, json =>
    {
        json.WriteString("model"u8, request.Model);
        json.WriteString("prompt"u8, request.Prompt?.Reference);
        json.WriteString("promptHash"u8, request.Prompt?.Hash);
        json.WriteString("end"u8, end);
        json.WriteNumber("iterations"u8, spent.Iterations);
        json.WriteNumber("toolCalls"u8, toolCalls);
        json.WriteStartObject("gates"u8);
        foreach (GateDecision gate in request.Gates)
        {
            json.WriteString(gate.Gate, gate.Reason);
        }

        json.WriteEndObject();
        json.WriteNumber("milliseconds"u8, (long)duration.TotalMilliseconds);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _turn.Dispose();
    }

    private async Task WriteAsync(string kind, Guid run, ChatRequest request, Action<Utf8JsonWriter> members)
    {
        DateTimeOffset now = _time.GetUtcNow();
        AuditSubject subject = request.Audit!;
        ArrayBufferWriter<byte> line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteString("entry"u8, kind);
            json.WriteString("at"u8, now);
            json.WriteString("keepUntil"u8, now.AddDays(subject.TtlDays));
            json.WriteString("run"u8, run);
            json.WriteString("agent"u8, subject.Agent);
            json.WriteString("version"u8, subject.Version);
            json.WriteString("mode"u8, request.Mode.ToString());
            members(json);
            json.WriteEndObject();
        }

        line.Write([LineEnd]);
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _file.WriteAsync(line.WrittenMemory, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(_path, e);
        }
        finally
        {
            _turn.Release();
        }
    }
}
