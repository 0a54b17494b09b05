using System.Text;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Prompts;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Prompts;

public sealed class PromptFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prompts").FullName;

    public static TheoryData<string, byte[], string> Unusable => new()
    {
        { "empty", [], "blank" },
        { "blank", "\uFEFF \r\n\t"u8.ToArray(), "blank" },
        { "too large", Encoding.UTF8.GetBytes(new string('x', (1024 * 1024) + 1)), "larger than 1 MiB" },
        { "a picture", [0x89, 0x50, 0x4e, 0x47, 0xff, 0xd8], "not text" },
        { "zeros", new byte[20], "not text" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_prompt_that_is_there_and_no_text_is_an_error_of_its_own(string kind, byte[] bytes, string words)
    {
        Write("agent.md", bytes);
        Write("agent.txt", "another"u8.ToArray());

        Assert.Null(PromptFolder.Find(Blueprint(), out Diagnostic? problem));

        Assert.NotNull(problem);
        Assert.Equal((kind, DiagnosticCodes.PromptInvalid, DiagnosticSeverity.Error, "prompt_ref"), (kind, problem.Code, problem.Severity, problem.Path));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.Contains("prompts/agent.md", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent.md")]
    [InlineData("agent.txt")]
    public void Text_is_taken_without_the_white_space_at_its_ends(string name)
    {
        Write(name, "\uFEFF\n Be brief, Grüße. \r\n"u8.ToArray());

        Assert.Equal("Be brief, Grüße.", PromptFolder.Find(Blueprint(), out Diagnostic? problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("agent@1.2.0.md", "agent@1.2.0", "Be brief.")]
    [InlineData("agent.doc", "agent", null)]
    [InlineData("../outside.md", "../outside", null)]
    [InlineData(".hidden.md", ".hidden", null)]
    public void A_prompt_is_read_only_from_the_folder_beside_the_blueprint(string file, string name, string? expected)
    {
        Write(file, "Be brief."u8.ToArray());

        Assert.Equal(expected, PromptFolder.Find(Blueprint(name), out Diagnostic? problem));
        Assert.Equal(expected is null ? DiagnosticCodes.PromptNotFound : null, problem?.Code);
    }

    [Fact]
    public void A_prompt_that_is_not_there_is_a_warning()
    {
        Assert.Null(PromptFolder.Find(Blueprint(), out Diagnostic? problem));
        Assert.Equal((DiagnosticCodes.PromptNotFound, DiagnosticSeverity.Warning), (problem!.Code, problem.Severity));
    }

    // No attribute can hold half a character.
    public static TheoryData<string, int> Texts => new()
    {
        { "plain 😀 text", 0 },
        { "", 0 },
        { "\uD83D", 1 },
        { "a\uDE00", 2 },
        { "😀\uD83D😀", 3 },
        { "😀\uDE00", 3 },
        { "a\uD83D\uD83D\uDE00", 2 },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Half_a_character_is_found(string text, int place) => Assert.Equal(place, PromptText.FindHalfCharacter(text));

    private AgentBlueprint Blueprint(string prompt = "agent")
    {
        string path = Path.Combine(_folder, "agent.yaml");
        File.WriteAllText(path, $"id: a\nname: A\nversion: \"1.0.0\"\nprompt_ref: \"{prompt}\"\nmodel:\n  provider: litellm\n  model_id: m\n  base_url: http://localhost:1\n  temperature: 0.3\n  max_tokens: 1\n");
        return BlueprintFile.Read(path).Value!;
    }

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "prompts"));
        File.WriteAllBytes(Path.Combine(_folder, "prompts", name), bytes);
    }
}
