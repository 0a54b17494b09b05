using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Messages;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Text">What is said; empty where the model only called tools.</param>
public sealed record ChatMessage(ChatRole Role, string Text)
{
    /// <summary>Gets what the message holds after its text: attachments.</summary>
    public ImmutableArray<ContentPart> Parts { get; init; } = [];

    /// <summary>Gets the tools that the model called in this message.</summary>
    public ImmutableArray<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Gets the id of the call that a tool's message answers; null for every other role.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>Gets what the provider wants back with this message, as it was.</summary>
    public ImmutableArray<MessageExtra> Extras { get; init; } = [];

    /// <summary>Gets a value indicating whether the parts are pictures that tools returned, without which the model can go on.</summary>
    internal bool HoldsToolImages { get; init; }

    /// <summary>Gets the model that was asked for this message, to which alone its extras go back; null where that is not known.</summary>
    public string? Model { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', [
        $"{Role.ToString().ToLowerInvariant()}{(ToolCallId is null ? "" : $" (of {ToolCallId})")}:",
        .. Text.Length == 0 ? Array.Empty<string>() : [Text], .. ToolCalls.Select(c => $"calls {c}"), .. Parts.Select(p => $"[{p}]")]);
}
