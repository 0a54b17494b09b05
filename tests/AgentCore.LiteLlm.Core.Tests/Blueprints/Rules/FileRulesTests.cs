using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints.Rules;

public sealed class FileRulesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("system", "system.md", true)]
    [InlineData("system", "system.txt", true)]
    [InlineData("system", "system@2.0.md", true)]
    [InlineData("system@1.0", "system_v1.0.txt", true)]
    [InlineData("system", "System.md", false)]
    [InlineData("system", "system.yaml", false)]
    public void A_prompt_is_what_a_call_would_find(string reference, string file, bool isThere)
    {
        _folder.Write($"prompts/{file}", "Be brief.");

        Assert.Equal(isThere, Find(reference) is null);
    }

    [Fact]
    public void A_prompt_is_found_among_any_number_of_them()
    {
        for (int number = 0; number < 1_200; number++)
        {
            _folder.Write($"prompts/other-{number}.md", "Be brief.");
        }

        foreach (string file in (string[])["wanted.md", "wanted@1.0.md"])
        {
            string path = _folder.Write($"prompts/{file}", "Be brief.");
            Assert.Null(Find("wanted"));
            File.Delete(path);
        }

        Assert.Equal(DiagnosticCodes.PromptNotFound, Find("wanted")!.Code);
    }

    private Diagnostic? Find(string reference)
    {
        string path = _folder.Write("agent.yaml", $$"""
            id: agent
            name: Agent
            version: "1"
            prompt_ref: {{reference}}
            model: { provider: litellm, model_id: gpt-4o, temperature: 0.3, max_tokens: 100, base_url: "http://127.0.0.1:1/v1" }
            """);
        return BlueprintFile.Read(path).Diagnostics.SingleOrDefault(d => d.Path == "prompt_ref");
    }
}
