using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>A tool that the model wants called.</summary>
/// <param name="Id">The call's id, exactly as the endpoint gave it: some carry data in it.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as JSON text, which the model may have got wrong.</param>
public sealed record ToolCall(string Id, string Name, string Arguments)
{
    /// <summary>Gets what the provider wants back with this call, as it was.</summary>
    public ImmutableArray<MessageExtra> Extras { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Arguments}";

    /// <summary>Finds the arguments.</summary>
    /// <returns>A JSON object, an empty one where nothing was sent; null where the model wrote something else.</returns>
    internal JsonElement? FindArguments()
    {
        // Some servers send JSON text within JSON text.
        JsonElement? found = Parse(string.IsNullOrWhiteSpace(Arguments) ? "{}" : Arguments);
        if (found is { ValueKind: JsonValueKind.String } inner)
        {
            found = Parse(ReceivedJson.TextOf(inner));
        }

        return found is { ValueKind: JsonValueKind.Object } ? found : null;
    }

    /// <summary>
    /// Gives the call with arguments that may be sent back: endpoints that read those of earlier calls refuse a turn that holds what is no
    /// JSON object.
    /// </summary>
    internal ToolCall ToSound()
    {
        JsonElement? found = FindArguments();
        bool isSound = found is not null && Arguments.AsSpan().TrimStart() is ['{', ..];
        return isSound ? this : this with { Arguments = found?.GetRawText() ?? "{}" };
    }

    private static JsonElement? Parse(string text)
    {
        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json?.RootElement.Clone();
    }
}
