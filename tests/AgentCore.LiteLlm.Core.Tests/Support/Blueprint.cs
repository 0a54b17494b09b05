using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Blueprints of one test: the keys that every blueprint needs, and a model block of the test's own.</summary>
internal static class Blueprint
{
    public const string Head = "id: a\nname: A\nversion: \"1\"\nprompt_ref: p\nmodel:\n  temperature: 0.3\n  max_tokens: 10\n";

    public static AgentBlueprint With(string modelLines, string tail = "")
    {
        string indented = string.Concat(modelLines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  {line}\n"));
        Checked<AgentBlueprint> result = BlueprintReader.Read(Head + indented + tail, "a.yaml");
        Assert.True(result.IsUsable, string.Join('\n', result.Diagnostics));
        return result.Value!;
    }
}
