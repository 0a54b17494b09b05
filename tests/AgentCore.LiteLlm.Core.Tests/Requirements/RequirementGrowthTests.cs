using AgentCore.LiteLlm.Requirements;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Requirements;

[Collection(RunsAlone.Name)]
public sealed class RequirementGrowthTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("requirements.txt", "litellm", "[", 200_000)]
    [InlineData("requirements.txt", "litellm==", "1.", 500_000)]
    [InlineData("requirements.txt", "litellm", ",!=1.0", 300_000)]
    [InlineData("requirements.txt", "", "a\\\n", 300_000)]
    [InlineData("requirements.txt", "", "a @ ", 300_000)]
    [InlineData("requirements.txt", "", "-r a\n", 300_000)]
    [InlineData("pyproject.toml", "a = ", "[", 500_000)]
    [InlineData("pyproject.toml", "a", ".a", 500_000)]
    [InlineData("pyproject.toml", "", "[[a]]\n", 300_000)]
    [InlineData("pyproject.toml", "[tool.poetry.dependencies]\nlitellm = '", "1||", 300_000)]
    [InlineData("Pipfile.lock", "", "{\"a\":", 300_000)]
    [InlineData("Pipfile.lock", "", "\n", 1_000_000)]
    [InlineData("Dockerfile", "ARG A=b\nFROM ", "${A:-", 300_000)]
    [InlineData("Dockerfile", "RUN pip install ", "'", 500_000)]
    [InlineData("Dockerfile", "ENV ", "A=", 300_000)]
    [InlineData("Dockerfile", "FROM ", "a/", 300_000)]
    [InlineData("compose.yaml", "a: ", "[", 500_000)]
    [InlineData("compose.yaml", "", "---\n", 100_000)]
    [InlineData("compose.yaml", "image: ", "a/", 300_000)]
    public void Large_hostile_files_take_time_in_proportion_to_their_size(string file, string start, string part, int times) =>
        Growth.AssertLinear(times, count =>
        {
            string path = _folder.Write($"{count}/{file}", start + string.Concat(Enumerable.Repeat(part, count)));
            return () => RequirementFile.Check(path);
        });
}
