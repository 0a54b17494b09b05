using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Chat;

public sealed class ToolSchemasTests
{
    [Fact]
    public void A_schema_is_read_once_for_all_runs()
    {
        ToolSchemas schemas = new();
        ToolDefinition tool = Define("""{ "type": "object", "required": ["id"] }""");

        Assert.NotNull(schemas.Find(tool));
        Assert.Same(schemas.Find(tool), schemas.Find(tool));
    }

    [Fact]
    public void Tools_of_one_name_keep_their_own()
    {
        ToolSchemas schemas = new();

        Assert.NotSame(schemas.Find(Define("""{ "type": "object" }""")), schemas.Find(Define("""{ "type": "object" }""")));
    }

    [Fact]
    public void What_cannot_be_read_holds_nothing_back() => Assert.Null(new ToolSchemas().Find(Define("""{ "type": "nonsense" }""")));

    private static ToolDefinition Define(string schema)
    {
        using JsonDocument json = JsonDocument.Parse(schema);
        return new ToolDefinition("find", "Finds.", json.RootElement.Clone());
    }
}
