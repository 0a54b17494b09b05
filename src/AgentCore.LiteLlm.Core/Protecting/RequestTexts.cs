using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Protecting;

/// <summary>
/// Every text of a request that leaves, in one order. What identifies stays out of it: the model, roles, the ids of tool calls and files,
/// the names of tools and of the properties of schemas; so do pictures and files. A test holds that nothing else is forgotten.
/// </summary>
internal static class RequestTexts
{
    /// <summary>Gives the request in which each text is mapped.</summary>
    /// <param name="request">The request.</param>
    /// <param name="map">What is done with each text.</param>
    /// <returns>The new request.</returns>
    public static ChatRequest Map(ChatRequest request, TextMap map) => request with
    {
        Messages = [.. request.Messages.Select(m => Map(m, map))],
        Tools = [.. request.Tools.Select(t => t with { Description = map(new(t.Description)), Parameters = SchemaTexts.Map(t.Parameters, map) })],
        Output = request.Output?.WithWireSchema(SchemaTexts.Map(request.Output.WireSchema, map)),
        Labels = request.Labels is { } labels ? Map(labels, map) : null,
        Controls = Map(request.Controls, map),
    };

    private static ChatMessage Map(ChatMessage message, TextMap map) => message with
    {
        Text = MapContent(message.Text, map),
        Parts = [.. message.Parts.Select(p => Map(p, map))],
        ToolCalls = [.. message.ToolCalls.Select(c => c with { Arguments = JsonTexts.Map(c.Arguments, map), Extras = Map(c.Extras, map) })],
        Extras = Map(message.Extras, map),
    };

    private static ContentPart Map(ContentPart part, TextMap map) => part switch
    {
        ContentPart.Words words => words with { Text = MapContent(words.Text, map) },
        ContentPart.File { Name: { } name } file => file with { Name = map(new(name)) },
        _ => part,
    };

    private static ImmutableArray<MessageExtra> Map(ImmutableArray<MessageExtra> extras, TextMap map) =>
        [.. extras.Select(e => e with { Json = map(new(e.Json, IsEcho: true)) })];

    // In JSON an escape can hide a character, so such content is looked at value by value.
    private static string MapContent(string text, TextMap map)
    {
        bool isEscapedJson = text.Contains('\\', StringComparison.Ordinal) && text.AsSpan().TrimStart() is ['{' or '[', ..];
        return isEscapedJson ? JsonTexts.Map(text, map) : map(new(text));
    }

    private static CallLabels Map(CallLabels labels, TextMap map) => labels with
    {
        Tags = [.. labels.Tags.Select(t => map(new(t)))],
        Metadata = [.. labels.Metadata.Select(e => KeyValuePair.Create(map(new(e.Key)), JsonTexts.Map(e.Value, map, e.Key)))],
        User = labels.User is { } user ? map(new(user, nameof(user))) : null,
    };

    // What names a class, a word of the protocol or a member is no text of anybody's.
    private static ModelControls Map(ModelControls controls, TextMap map) => controls == ModelControls.None ? controls : controls with
    {
        Stop = [.. controls.Stop.Select(s => map(new(s)))],
        PromptCacheKey = controls.PromptCacheKey is { } key ? map(new(key, "prompt_cache_key")) : null,
        SafetyIdentifier = controls.SafetyIdentifier is { } id ? map(new(id, "user")) : null,
        ExtraBody = [.. controls.ExtraBody.Select(m => KeyValuePair.Create(m.Key, JsonTexts.Map(m.Value, map, m.Key)))],
    };
}
