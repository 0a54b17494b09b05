using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Runs;

/// <summary>The file in which a run is written down. Whoever looks sees the run before a step or after it, never half of it.</summary>
internal static class RunFile
{
    /// <summary>The name of the file in the folder of a run.</summary>
    public const string Name = "run.json";

    private const int MostBytes = 256 * 1024 * 1024;
    private const byte SealVersion = 1;

    private static ReadOnlySpan<byte> Magic => "AGENTRUN"u8;

    /// <summary>Writes a run; on the disk when this returns.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="state">The run.</param>
    /// <param name="key">What seals what it holds; null leaves it in clear.</param>
    /// <exception cref="FileException">It cannot be written, and what was there is as it was.</exception>
    public static void Write(string folder, RunState state, SealingKey? key)
    {
        RunState written = state;
        if (key is not null)
        {
            byte[] plain = JsonSerializer.SerializeToUtf8Bytes(state.Content!, RunJson.Default.RunContent);
            written = state with { Content = null, Sealed = key.Seal(Magic, SealVersion, plain, ToHead(state)) };
            CryptographicOperations.ZeroMemory(plain);
        }

        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(written, RunJson.Default.RunState);
        string path = Path.Combine(folder, Name);
        if (bytes.Length > MostBytes)
        {
            throw new FileException(path, FileProblem.TooLarge, $"cannot take a run of more than {MostBytes >> 20} MiB.");
        }

        OutputFile.Write(path, file => file.Write(bytes), overwrites: true, isPrivate: true);
    }

    /// <summary>Reads a run. What it holds is opened where there is a key, which takes nothing in clear; else it stays sealed.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="key">What opens it; null for none.</param>
    /// <returns>The run.</returns>
    /// <exception cref="RunException">The file is none, is not opened by the key, or is in clear though there is one.</exception>
    /// <exception cref="FileException">It is not there, or cannot be read.</exception>
    public static RunState Read(string folder, SealingKey? key)
    {
        ReadOnlyMemory<byte> bytes = InputFile.Read(Path.Combine(folder, Name), MostBytes);
        RunState state = Parse(bytes.Span, RunJson.Default.RunState) ?? throw Invalid("it is no JSON of a run");
        if (state.Version > RunState.Current)
        {
            throw Invalid($"it is of version {state.Version}, and this module reads version {RunState.Current}");
        }

        if (state.Version < 1 || state is not { Id.Length: > 0, Module: not null, Agent: not null, AgentVersion: not null, Model: not null, Parts: not null }
            || (state.Content is null) == (state.Sealed is null))
        {
            throw Invalid("it lacks what every run has");
        }

        if (state.Sealed is null && key is not null)
        {
            // Whoever cannot seal can still write in clear, an approval among it: a key that lets this pass protects nothing.
            throw new RunException(
                RunProblem.KeyWrong,
                "What the run holds is in clear, and a key was given: it was kept without one, or its file was changed. "
                + "Where it is known to have been kept without one, give no key.");
        }

        RunState opened = key is null ? state : state with { Content = Open(state, key), Sealed = null };
        return opened.Content is null || IsSound(opened.Content) ? opened : throw Invalid("what it holds contradicts itself");
    }

    /// <summary>Reads the messages of an agent.</summary>
    /// <param name="node">The agent.</param>
    /// <returns>The messages; null where they are none.</returns>
    public static ImmutableArray<ChatMessage>? ReadMessages(NodeState node) => ConversationReader.Read(node.Messages.GetRawText(), out _);

    private static RunContent Open(RunState state, SealingKey key)
    {
        if (!SealingKey.IsSealed(state.Sealed, Magic) || SealingKey.VersionOf(state.Sealed) != SealVersion)
        {
            throw Invalid("what it holds is not sealed as this module seals it");
        }

        try
        {
            byte[] plain = key.Open(state.Sealed, ToHead(state));
            RunContent? content = Parse(plain, RunJson.Default.RunContent);
            CryptographicOperations.ZeroMemory(plain);
            return content ?? throw Invalid("what it holds is no run");
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new RunException(RunProblem.KeyWrong, "The key is not the one that the run was written with, or its file was changed.");
        }
    }

    // What stands in clear belongs to what is sealed: neither can be changed alone.
    private static byte[] ToHead(RunState state) =>
        JsonSerializer.SerializeToUtf8Bytes(state with { Content = null, Sealed = null }, RunJson.Default.RunState);

    private static bool IsSound(RunContent content) => content is { Nodes.IsDefaultOrEmpty: false, Vault.IsDefault: false, Repeated.IsDefault: false }
        && content.Nodes[0] is { Node: "" }
        && content.Memory is null or { Actor: not null, Session: not null }
        && content.Vault.All(v => v is not null)
        && content.Repeated.All(r => r is { Node: not null })
        && content.Nodes.All(n => n is { Node: not null, Agent: not null, Steps.IsDefault: false, Images.IsDefault: false, Calls: not null }
            && n.Calls.Values.All(c => c is not null && c is { Result: null or { Text: not null } })
            && n.Steps.All(IsSound)
            && IsSound(n.Whole) && IsSound(n.Reply)
            && n.Failure is null or { Summary: not null, Endpoint: not null, PartialText: not null, Steps.IsDefault: false, Spent: not null }
            && (n.Failure is null || n.Failure.Steps.All(IsSound))
            && ReadMessages(n) is { IsEmpty: false })
        && content.Nodes.Select(n => n.Node).Distinct(StringComparer.Ordinal).Count() == content.Nodes.Length;

    private static bool IsSound(AgentStep step) =>
        step is { Usage: not null, Steps.IsDefault: false, Inputs.IsDefault: false }
        && step.Steps.All(IsSound)
        && (step.Kind is not (AgentStepKind.Node or AgentStepKind.Gate) || step.Node is not null)
        && (step.Kind != AgentStepKind.Tool || step is { Tool: not null, CallId: not null, Arguments: not null, Result: not null });

    private static bool IsSound(AgentReply? reply) => reply is null
        || (reply is { Text: not null, Steps.IsDefault: false, ToolCalls.IsDefault: false, Warnings.IsDefault: false, Endpoint: not null, Usage: not null }
            && reply.ToolCalls.All(c => c is { Id: not null, Name: not null, Arguments: not null, Extras.IsDefault: false })
            && reply.Steps.All(IsSound));

    private static T? Parse<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static RunException Invalid(string why) => new(RunProblem.Invalid, $"'{Name}' is no run that can be used: {why}.");
}
