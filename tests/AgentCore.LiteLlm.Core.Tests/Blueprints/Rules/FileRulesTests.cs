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

    [Theory]
    [InlineData(".md")]
    [InlineData("@1.0.md")]
    public void A_prompt_is_found_among_any_number_of_them(string tail)
    {
        const int many = 1_100;
        for (int number = 0; number < many; number++)
        {
            _folder.Write($"prompts/p{number}x{tail}", "Be brief.");
        }

        // Whichever of them a folder lists last.
        Assert.All(Enumerable.Range(0, many), number => Assert.Null(Find($"p{number}x")));
        Assert.Equal(DiagnosticCodes.PromptNotFound, Find("absent")!.Code);
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
