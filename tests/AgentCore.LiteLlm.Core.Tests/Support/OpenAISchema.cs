using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>OpenAI's published schema of a chat-completions request, where it is at hand.</summary>
internal sealed class OpenAISchema
{
    private static readonly Lazy<OpenAISchema?> Loaded = new(Load);

    private readonly JsonSchema _schema;

    private OpenAISchema(JsonSchema schema) => _schema = schema;

    /// <summary>Gets the schema; null when the file is not there.</summary>
    public static OpenAISchema? Instance => Loaded.Value;

    /// <summary>Fails the test when a request body is not what OpenAI documents, and says in which way.</summary>
    /// <param name="json">The body.</param>
    public void AssertValidRequest(string json)
    {
        using JsonDocument body = JsonDocument.Parse(json);

        ImmutableArray<SchemaViolation> violations = _schema.Validate(body.RootElement);

        Assert.True(violations.IsEmpty, $"{string.Join('\n', violations)}\nin {json}");
    }

    private static OpenAISchema? Load()
    {
        if (SharedData.Find("openai-chat.schema.json") is not { } path)
        {
            return null;
        }

        JsonSchema? schema = JsonSchema.Read(File.ReadAllText(path), out ImmutableArray<SchemaProblem> problems);
        return new OpenAISchema(schema ?? throw new InvalidDataException(string.Join('\n', problems)));
    }
}
