using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Schemas;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>OpenAI's published schemas of requests for chat completions and for responses, where they are at hand.</summary>
internal sealed class OpenAISchema
{
    private static readonly Lazy<OpenAISchema?> Loaded = new(Load);

    private readonly JsonSchema _chat;
    private readonly JsonSchema _responses;

    private OpenAISchema(JsonSchema chat, JsonSchema responses)
    {
        _chat = chat;
        _responses = responses;
    }

    /// <summary>Gets the schema; null when the file is not there.</summary>
    public static OpenAISchema? Instance => Loaded.Value;

    /// <summary>Fails the test when a request body is not what OpenAI documents, and says in which way.</summary>
    /// <param name="json">The body.</param>
    public void AssertValidRequest(string json)
    {
        using JsonDocument body = JsonDocument.Parse(json);

        bool isOfResponses = body.RootElement.TryGetProperty("input", out _);
        ImmutableArray<SchemaViolation> violations = (isOfResponses ? _responses : _chat).Validate(body.RootElement);

        Assert.True(violations.IsEmpty, $"{string.Join('\n', violations)}\nin {json}");
    }

    /// <summary>Finds a part of the published schema of responses.</summary>
    /// <param name="definition">Its name among the definitions.</param>
    /// <returns>The schema; null when the file is not there.</returns>
    public static JsonSchema? FindResponses(string definition)
    {
        if (SharedData.Find("openai-responses.schema.json") is not { } path)
        {
            return null;
        }

        JsonNode whole = JsonNode.Parse(File.ReadAllText(path))!;
        whole["$ref"] = $"#/$defs/{definition}";
        return Read(whole.ToJsonString());
    }

    private static OpenAISchema? Load() =>
        SharedData.Find("openai-chat.schema.json") is { } path && FindResponses("CreateResponse") is { } responses
            ? new OpenAISchema(Read(File.ReadAllText(path)), responses)
            : null;

    private static JsonSchema Read(string text)
    {
        JsonSchema? schema = JsonSchema.Read(text, out ImmutableArray<SchemaProblem> problems);
        return schema ?? throw new InvalidDataException(string.Join('\n', problems));
    }
}
