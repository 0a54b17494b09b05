using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Prompts;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Prompts;

public sealed class PromptFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentcore-prompts-").FullName;

    [Theory]
    [InlineData("system.md", "system", "Be brief.")]
    [InlineData("system.txt", "system", "Be brief.")]
    [InlineData("system@1.2.0.md", "system@1.2.0", "Be brief.")]
    [InlineData("system.doc", "system", null)]
    [InlineData("../outside.md", "../outside", null)]
    [InlineData(".hidden.md", ".hidden", null)]
    public void Find_reads_the_prompt_of_that_name_from_the_folder_beside_the_blueprint(string file, string name, string? expected)
    {
        string path = Path.GetFullPath(Path.Combine(_folder, "prompts", file));
        Directory.CreateDirectory(Path.Combine(_folder, "prompts"));
        File.WriteAllText(path, " Be brief.\n");

        string? prompt = PromptFolder.Find(Read(name), out Diagnostic? problem);

        Assert.Equal(expected, prompt);
        Assert.Equal(expected is null ? DiagnosticCodes.PromptNotFound : null, problem?.Code);
        Assert.True(problem is null || problem is { Severity: DiagnosticSeverity.Warning, Line: 4, Path: "prompt_ref" }, problem?.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AgentBlueprint Read(string name) => BlueprintReader.Read(
        $"id: a\nname: A\nversion: \"1\"\nprompt_ref: \"{name}\"\nmodel: {{provider: litellm, model_id: m, temperature: 0.3, max_tokens: 10}}\n",
        Path.Combine(_folder, "a.yaml")).Value!;
}
