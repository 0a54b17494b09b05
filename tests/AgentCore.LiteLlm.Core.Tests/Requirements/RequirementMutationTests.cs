using System.Text;
using AgentCore.LiteLlm.Requirements;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Requirements;

public sealed class RequirementMutationTests
{
    private static readonly (string File, string Text)[] Originals =
    [
        ("requirements.txt",
            "--index-url https://pypi.example/simple\nopenai>=2  # c\nlitellm[proxy]==1.82.7 ; python_version >= '3.9' \\\n  --hash=sha256:aa\n"
                + "-e git+https://github.com/BerriAI/litellm.git@v1.82.7#egg=litellm\n"),
        ("pyproject.toml",
            "[project]\nname = 'a'\ndependencies = [\n  'openai',\n  \"litellm[proxy]~=1.82.0\",\n]\n[tool.poetry.dependencies]\n"
                + "litellm = {version = '^1.80 || 2.*', extras = ['proxy']}\n[dependency-groups]\nd = [{include-group = 'e'}]\n"),
        ("uv.lock",
            "version = 1\n[[package]]\nname = \"litellm\"\nversion = \"1.82.7\"\nsource = { registry = \"https://pypi.org/simple\" }\n[package.metadata]\n"
                + "x = 1\n[[package]]\nname = \"openai\"\n"),
        ("Pipfile", "[packages]\nlitellm = '==1.82.7'\n[mine]\nlitellm = {path = '.'}\n"),
        ("Pipfile.lock", "{\"_meta\": {\"a\": [1, {}]}, \"default\": {\"litellm\": {\"hashes\": [\"sha256:a\"], \"version\": \"==1.82.7\"}}}"),
        ("Dockerfile",
            "# escape=\\\nARG TAG=main-v1.82.7\nFROM ghcr.io/berriai/litellm:${TAG} AS a\nRUN pip install \\\n  'litellm[proxy]==1.82.7' && x\n"
                + "COPY --from=a /x /y\nCMD [\"pip\", \"install\", \"litellm\"]\n"),
        ("compose.yaml",
            "services:\n  llm: &a\n    image: ghcr.io/berriai/litellm:${TAG:-main-v1.82.7}\n    command: [pip, install, litellm]\n---\nrun: |\n"
                + "  pip install \\\n    litellm==1.82.7\n"),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutations_give_findings_and_nothing_else(int seed)
    {
        Random random = new(seed);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mutants");
        try
        {
            for (int at = 0; at < 5_000; at++)
            {
                (string file, string text) = Originals[at % Originals.Length];
                byte[] mutant = Mutant.Of(Encoding.UTF8.GetBytes(text), random);
                string path = Path.Combine(folder.FullName, file);
                File.WriteAllBytes(path, mutant);

                RequirementReport report = RequirementFile.Check(path);

                Assert.True(report.IsSafe == report.Findings.IsEmpty, $"seed {seed}, mutation {at}");
                Assert.All(report.Findings, f => Assert.True(f.Line > 0, $"seed {seed}, mutation {at}: {f}"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
