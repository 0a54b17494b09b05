using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Requirements;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Requirements;

public sealed class RequirementFileTests : IDisposable
{
    private const string Bad = "Malicious MAL-2026-2144";
    private const string MayBeBad = "MaliciousAllowed MAL-2026-2144";
    private const string OldProxy = "Vulnerable CVE-2026-42208, Vulnerable CVE-2026-30623";
    private const string MayBeOld = "VulnerableAllowed CVE-2026-42208, VulnerableAllowed CVE-2026-30623";
    private const string Ancient = "Vulnerable CVE-2026-35030, Vulnerable CVE-2026-35029, Vulnerable GHSA-69x8-hrgq-fjj8, Vulnerable CVE-2026-30623";
    private const string Image1827 = "Vulnerable CVE-2026-35030, Vulnerable CVE-2026-35029, Vulnerable GHSA-69x8-hrgq-fjj8, " + OldProxy;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("requirements");

    public void Dispose() => _folder.Delete(recursive: true);

    // One requirement each, its findings in the order of the table of advisories.
    [Theory]
    [InlineData("litellm==1.82.7", Bad)]
    [InlineData("litellm == 1.82.8", Bad)]
    [InlineData("LiteLLM[proxy]==1.82.8", Bad)]
    [InlineData("litellm[proxy, extra]  ==  1.82.7  ; python_version >= '3.9'", Bad)]
    [InlineData("litellm==1.82.7 --hash=sha256:aaaa --hash=sha256:bbbb", Bad)]
    [InlineData("litellm==1.82.7 \\\n    --hash=sha256:aaaa", Bad)]
    [InlineData("litellm \\\n  ==1.82.7", Bad)]
    [InlineData("litellm (==1.82.7)", Bad)]
    [InlineData("litellm===1.82.7", Bad)]
    [InlineData("litellm==1.82.7.post1", Bad)]
    [InlineData("litellm==1.82.7+mine", Bad)]
    [InlineData("litellm==v1.82.7  # pinned", Bad)]
    [InlineData("litellm", MayBeBad)]
    [InlineData("litellm[proxy]", MayBeBad)]
    [InlineData("litellm>=1.80", MayBeBad)]
    [InlineData("litellm<2", MayBeBad)]
    [InlineData("litellm~=1.82.0", MayBeBad)]
    [InlineData("litellm==1.82.*", MayBeBad)]
    [InlineData("litellm!=1.82.7", MayBeBad)]
    [InlineData("litellm>=1.82.7,<1.82.8", MayBeBad)]
    [InlineData("litellm>1.82.8", "VulnerableAllowed CVE-2026-35030, VulnerableAllowed CVE-2026-35029, VulnerableAllowed GHSA-69x8-hrgq-fjj8, " + MayBeOld)]
    [InlineData("litellm>=1.83.0", MayBeOld)]
    [InlineData("litellm==1.83.0", OldProxy)]
    [InlineData("litellm==1.83.6", OldProxy)]
    [InlineData("litellm==1.50.0", Ancient)]
    [InlineData("litellm==1.83.7", "")]
    [InlineData("litellm>=1.83.7", "")]
    [InlineData("litellm>1.83.6", "")]
    [InlineData("litellm~=1.83.10", "")]
    [InlineData("litellm>=1.83.7,<2 ; sys_platform == 'linux'", "")]
    [InlineData("litellm-proxy-extras==1.82.7", "")]
    [InlineData("my-litellm==1.82.7", "")]
    [InlineData("openai==1.82.7", "")]
    [InlineData("# litellm==1.82.7", "")]
    [InlineData("openai  # not litellm==1.82.7", "")]
    [InlineData("--index-url https://pypi.example/simple\n--pre\n-i x\nopenai", "")]
    [InlineData("litellm @ https://files.example/litellm-1.82.7-py3-none-any.whl", Bad)]
    [InlineData("litellm @ https://files.example/litellm-1.83.7.tar.gz#sha256=aa", "")]
    [InlineData("https://files.example/packages/litellm-1.82.8-py3-none-any.whl", Bad)]
    [InlineData("./wheels/litellm-1.82.7-py3-none-any.whl", Bad)]
    [InlineData("git+https://github.com/BerriAI/litellm.git@v1.82.7", Bad)]
    [InlineData("-e git+https://github.com/BerriAI/litellm@v1.83.7-stable#egg=litellm", "")]
    [InlineData("git+https://github.com/BerriAI/litellm.git@main", "VersionUnknown ")]
    [InlineData("litellm @ git+ssh://git@github.com/BerriAI/litellm.git", "VersionUnknown ")]
    [InlineData("-e ./litellm", "VersionUnknown ")]
    [InlineData("https://files.example/litellm-proxy-extras-0.1.0-py3-none-any.whl", "")]
    [InlineData("litellm=1.82.7", "Unreadable ")]
    [InlineData("litellm 1.82.7", "Unreadable ")]
    [InlineData("litellm --hash=sha256:aaaa", MayBeBad)]
    [InlineData("litellm==${LITELLM_VERSION}", "Unreadable ")]
    [InlineData("litellm>=", "Unreadable ")]
    [InlineData("this is prose", "Unreadable ")]
    [InlineData("-r https://example.com/requirements.txt", "Unreadable ")]
    [InlineData("-r missing.txt", "Unreadable ")]
    [InlineData("", "")]
    public void Requirements_are_read_as_pip_reads_them(string text, string findings) => Expect("requirements.txt", text, findings);

    [Theory]
    [InlineData("[project]\ndependencies = [\"openai\", \"litellm[proxy]==1.82.7\"]", Bad)]
    [InlineData("[project]\ndependencies = [\n  'litellm>=1.83.7',\n]", "")]
    [InlineData("[project]\nname = 'litellm'\nversion = '1.82.7'", "")]
    [InlineData("[project.optional-dependencies]\nproxy = ['litellm==1.82.8']", Bad)]
    [InlineData("[dependency-groups]\nbase = ['litellm==1.82.7']\ndev = [{include-group = 'base'}, 'pytest']", Bad)]
    [InlineData("[dependency-groups]\na = [{include-group = 'b'}]\nb = [{include-group = 'a'}]", "")]
    [InlineData("[build-system]\nrequires = ['litellm']", MayBeBad)]
    [InlineData("[tool.poetry.dependencies]\npython = '^3.12'\nlitellm = '1.82.7'", Bad)]
    [InlineData("[tool.poetry.dependencies]\nlitellm = '^1.80'", MayBeBad)]
    [InlineData("[tool.poetry.dependencies]\nlitellm = '~1.83.7'", "")]
    [InlineData("[tool.poetry.dependencies]\nlitellm = '*'", MayBeBad)]
    [InlineData("[tool.poetry.dependencies]\nlitellm = {version = '^1.82.7', extras = ['proxy']}", MayBeBad)]
    [InlineData("[tool.poetry.dependencies.litellm]\nversion = '1.82.8'\noptional = true", Bad)]
    [InlineData("[tool.poetry.dependencies]\nlitellm = [{version = '1.83.7', python = '<3.13'}, {version = '1.82.7', python = '>=3.13'}]", Bad)]
    [InlineData("[tool.poetry.dependencies]\nlitellm = {git = 'https://github.com/BerriAI/litellm.git', tag = 'v1.82.7'}", Bad)]
    [InlineData("[tool.poetry.dependencies]\nlitellm = {git = 'https://github.com/BerriAI/litellm.git', branch = 'main'}", "VersionUnknown ")]
    [InlineData("[tool.poetry.dependencies]\nlitellm = 'latest'", "Unreadable ")]
    [InlineData("[tool.poetry.group.dev.dependencies]\nlitellm = '1.82.7'", Bad)]
    [InlineData("[tool.poetry.dev-dependencies]\nlitellm = '1.82.7'", Bad)]
    [InlineData("[tool.a]\nx = 1\n[project]\ndependencies = ['litellm']\n[tool.uv]\nconstraint-dependencies = ['litellm>=1.83.7']", "")]
    [InlineData("[tool.uv]\ndev-dependencies = ['litellm==1.82.7']", Bad)]
    [InlineData("[tool.pdm.dev-dependencies]\ntest = ['litellm==1.82.7']", Bad)]
    [InlineData("[tool.hatch.envs.default]\ndependencies = ['litellm==1.82.7']", Bad)]
    [InlineData(
        "[project]\ndependencies = ['litellm']\n[tool.uv.sources]\nlitellm = {git = 'https://github.com/BerriAI/litellm', tag = 'v1.82.7'}",
        MayBeBad + ", " + Bad)]
    [InlineData("[project\ndependencies = ['litellm']", "Unreadable ")]
    [InlineData("a = \"\\UFFFFFFFF\"", "Unreadable ")]
    [InlineData("a = \"\\uD800\"", "Unreadable ")]
    [InlineData("dependencies = 3", "")]
    [InlineData("", "")]
    public void Projects_are_read_with_all_their_groups(string text, string findings) => Expect("pyproject.toml", text, findings);

    [Theory]
    [InlineData(
        "uv.lock",
        "version = 1\n[[package]]\nname = \"litellm\"\nversion = \"1.82.7\"\nsource = { registry = \"https://pypi.org/simple\" }\n[package.metadata]\nx = 1\n"
            + "[[package]]\nname = \"openai\"\nversion = \"2.0.0\"",
        Bad)]
    [InlineData(
        "uv.lock",
        "[[package]]\nname = \"openai\"\nversion = \"1.82.7\"\ndependencies = [{ name = \"litellm\" }]\n[[package]]\nname = \"litellm\"\nversion = \"1.83.7\"",
        "")]
    [InlineData("uv.lock", "[[package]]\nname = \"litellm\"\nsource = { editable = \".\" }", "VersionUnknown ")]
    [InlineData(
        "poetry.lock",
        "[[package]]\nname = \"a\"\nversion = \"1\"\n[package.dependencies]\nlitellm = \">=1.0\"\n[[package]]\nname = \"LiteLLM\"\nversion = \"1.82.8\"\n"
            + "[metadata]\nlock-version = \"2.1\"",
        Bad)]
    [InlineData("poetry.lock", "[[package]]\nname = \"litellm\"\nversion = \"soon\"", "Unreadable ")]
    [InlineData("pdm.lock", "[[package]]\nname = \"litellm\"\nversion = \"1.83.0\"", OldProxy)]
    [InlineData("pylock.toml", "lock-version = '1.0'\n[[packages]]\nname = 'litellm'\nversion = '1.82.7'", Bad)]
    [InlineData("pylock.dev.toml", "[[packages]]\nname = 'litellm'\nversion = '1.83.7'", "")]
    [InlineData("poetry.lock", "[[package]\n", "Unreadable ")]
    [InlineData("Pipfile", "[[source]]\nurl = 'https://pypi.org'\n[packages]\nlitellm = '==1.82.7'\n[dev-packages]\npytest = '*'", Bad)]
    [InlineData("Pipfile", "[packages]\nlitellm = '*'", MayBeBad)]
    [InlineData("Pipfile", "[mine]\nlitellm = {version = '==1.82.8', extras = ['proxy']}", Bad)]
    [InlineData("Pipfile", "[packages]\nlitellm = {path = '.'}", "VersionUnknown ")]
    [InlineData(
        "Pipfile.lock",
        "{\"_meta\": {\"litellm\": {\"version\": \"x\"}}, \"default\": {\"openai\": {\"version\": \"==1.82.7\"}, \"litellm\": {\"hashes\": [\"sha256:a\"], "
            + "\"version\": \"==1.82.7\"}}}",
        Bad)]
    [InlineData(
        "Pipfile.lock",
        "{\"default\": {\"litellm\": {\"extras\": [\"proxy\"], \"version\": \"==1.83.7\"}}, \"develop\": {\"litellm\": {\"version\": \"==1.82.8\"}}}", Bad)]
    [InlineData("Pipfile.lock", "{\"default\": {\"litellm\": {\"git\": \"https://x/litellm.git\"}}}", "VersionUnknown ")]
    [InlineData("Pipfile.lock", "{\"default\": {\"litellm\": {\"version\": 3, \"x\": {\"version\": \"==1.83.7\"}}}}", "VersionUnknown ")]
    [InlineData("Pipfile.lock", "{\"default\": {", "Unreadable ")]
    [InlineData("Pipfile.lock", "{\"default\": {\"\\uD800\": {\"version\": \"==1.82.7\"}}}", "Unreadable ")]
    [InlineData("Pipfile.lock", "[]", "")]
    public void Locks_are_read_by_name_and_version(string file, string text, string findings) => Expect(file, text, findings);

    [Theory]
    [InlineData("FROM ghcr.io/berriai/litellm:main-v1.82.7", Image1827)]
    [InlineData("FROM --platform=linux/amd64 ghcr.io/berriai/litellm-database:main-v1.83.7-stable AS proxy", "")]
    [InlineData("FROM ghcr.io/berriai/litellm:main-v1.83.7-stable.patch.1", "")]
    [InlineData("FROM ghcr.io/berriai/litellm:v1.83.6.rc.1", OldProxy)]
    [InlineData("FROM litellm/litellm:v1.82.8@sha256:aaaa", Image1827)]
    [InlineData("FROM registry.example.com/team/litellm:1.82.7", Bad)]
    [InlineData("FROM ghcr.io/berriai/litellm:main-latest", "VersionUnknown ")]
    [InlineData("FROM ghcr.io/berriai/litellm", "VersionUnknown ")]
    [InlineData("FROM ghcr.io/berriai/litellm@sha256:aaaa", "VersionUnknown ")]
    [InlineData("ARG TAG=main-v1.82.7\nFROM ghcr.io/berriai/litellm:${TAG}", Image1827)]
    [InlineData("ARG TAG\nFROM ghcr.io/berriai/litellm:$TAG", "VersionUnknown ")]
    [InlineData("FROM python:3.12 AS litellm\nFROM litellm", "")]
    [InlineData("FROM python:3.12\nCOPY --from=ghcr.io/berriai/litellm:main-v1.83.0 /app /app", OldProxy)]
    [InlineData("FROM python:3.12\nRUN pip install --no-cache-dir 'litellm[proxy]==1.82.7' openai", Bad)]
    [InlineData(
        "FROM python:3.12\nRUN apt-get update && \\\n    # a comment\n    python -m pip install \\\n      openai \\\n      litellm==1.82.7 && rm -rf /x", Bad)]
    [InlineData("FROM python:3.12\nENV V=1.82.7\nRUN pip3 install litellm==$V", Bad)]
    [InlineData("FROM python:3.12\nRUN [\"pip\", \"install\", \"litellm[proxy]==1.82.8\"]", Bad)]
    [InlineData("FROM python:3.12\nRUN uv pip install --system litellm", MayBeBad)]
    [InlineData("FROM python:3.12\nRUN uv add 'litellm>=1.83.7'", "")]
    [InlineData("FROM python:3.12\nRUN poetry add litellm@^1.82", MayBeBad)]
    [InlineData("FROM python:3.12\nRUN pip install openai && litellm --config x", "")]
    [InlineData("FROM python:3.12\nCMD [\"litellm\", \"--port\", \"4000\"]", "")]
    [InlineData("# FROM ghcr.io/berriai/litellm:main-v1.82.7\nFROM scratch", "")]
    [InlineData("# escape=`\nFROM python:3.12\nRUN pip install `\n  litellm==1.82.7", Bad)]
    [InlineData("FROM python:3.12\nRUN <<EOF\npip install litellm==1.82.7\nEOF", Bad)]
    public void Recipes_of_containers_are_read(string text, string findings) => Expect("Dockerfile", text, findings);

    [Theory]
    [InlineData("services:\n  llm:\n    image: ghcr.io/berriai/litellm:main-v1.82.7", Image1827)]
    [InlineData("services:\n  llm:\n    image: \"ghcr.io/berriai/litellm:${TAG:-main-v1.83.7-stable}\"", "")]
    [InlineData("services:\n  llm:\n    image: ghcr.io/berriai/litellm:${TAG}", "VersionUnknown ")]
    [InlineData("services:\n  llm:\n    image: docker.litellm.ai/berriai/litellm:main-stable", "VersionUnknown ")]
    [InlineData("x-a: &a\n  image: ghcr.io/berriai/litellm:main-v1.83.0\nservices:\n  llm:\n    <<: *a", OldProxy)]
    [InlineData("kind: Service\n---\nkind: Pod\nspec:\n  containers:\n    - image: ghcr.io/berriai/litellm:main-v1.83.0\n", OldProxy)]
    [InlineData("image:\n  repository: ghcr.io/berriai/litellm-database\n  tag: main-v1.83.0", OldProxy)]
    [InlineData("jobs:\n  a:\n    steps:\n      - run: |\n          pip install \\\n            litellm==1.82.7\n          pytest", Bad)]
    [InlineData("jobs:\n  a:\n    steps:\n      - run: pip install 'litellm>=1.83.7'\n      - run: litellm", "")]
    [InlineData("services:\n  a:\n    command: [pip, install, litellm==1.82.7]", Bad)]
    [InlineData("services:\n  a:\n    command: [litellm, --port, '4000']", "")]
    [InlineData("services: !reset\n  llm:\n    image: ghcr.io/berriai/litellm:main-v1.83.0", OldProxy)]
    [InlineData("a: \"\n\n---\nservices:\n  llm:\n\timage: ghcr.io/berriai/litellm:main-v1.83.0", "Unreadable , Unreadable , " + OldProxy)]
    [InlineData("services: [", "Unreadable ")]
    [InlineData("", "")]
    public void Compose_files_and_their_like_are_read(string text, string findings) => Expect("compose.yaml", text, findings);

    [Fact]
    public void Included_files_are_read_where_they_lie_and_once()
    {
        Write("requirements.txt", "-r deps/base.txt\n--requirement=deps/base.txt\nopenai\n");
        Write("deps/base.txt", "-r ../requirements.txt\n-rmore.txt\n");
        Write("deps/more.txt", "\n\nlitellm==1.82.7\n");

        RequirementFinding found = Assert.Single(RequirementFile.Check(Path.Combine(_folder.FullName, "requirements.txt")).Findings);

        Assert.Equal(
            (Path.Combine(_folder.FullName, "deps", "more.txt"), 3, "1.82.7", "litellm==1.82.7"), (found.Path, found.Line, found.Version, found.Requirement));
    }

    [Theory]
    [InlineData("litellm", "litellm==1.83.7", "")]
    [InlineData("litellm", "litellm>=1.83.7", "")]
    [InlineData("litellm>=1.80", "litellm!=1.82.7,!=1.82.8,>=1.83.7", "")]
    [InlineData("litellm", "litellm==1.82.7", Bad + ", " + Bad)]
    [InlineData("openai", "litellm==1.82.7", Bad)]
    [InlineData("openai", "litellm", "")]
    [InlineData("litellm", "openai", MayBeBad)]
    public void Constraints_bind_what_is_asked_for_elsewhere(string requirement, string constraint, string findings)
    {
        Write("constraints.txt", constraint);
        Expect("requirements.txt", $"-c constraints.txt\n{requirement}", findings);
    }

    [Fact]
    public void A_chain_of_files_has_an_end()
    {
        for (int at = 0; at < 1_000; at++)
        {
            Write($"r{at}.txt", $"-r r{at + 1}.txt");
        }

        Assert.Equal(RequirementFindingKind.Unreadable, Assert.Single(RequirementFile.Check(Path.Combine(_folder.FullName, "r0.txt")).Findings).Kind);
    }

    [Fact]
    public void A_finding_says_where_what_and_what_to_do()
    {
        string path = Write("pyproject.toml", "[project]\nname = 'a'\ndependencies = [\n  'openai',\n  'litellm[proxy]==1.82.7',\n]\n");

        RequirementReport report = RequirementFile.Check(path);

        RequirementFinding found = Assert.Single(report.Findings);
        Assert.False(report.IsSafe);
        Assert.Equal(
            (path, 5, RequirementFindingKind.Malicious, "litellm[proxy]==1.82.7", "1.82.7", "MAL-2026-2144"),
            (found.Path, found.Line, found.Kind, found.Requirement, found.Version, found.Advisory));
        Assert.StartsWith("LiteLLM 1.82.7 is malicious: ", found.Message, StringComparison.Ordinal);
        Assert.StartsWith("Take 1.83.7 or newer. ", found.Suggestion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dockerfile", "FROM python:3.12\nRUN pip install \\\n  openai \\\n  litellm==1.82.7", 4)]
    [InlineData("compose.yaml", "# c\nservices:\n  a:\n    image: x/litellm:1.82.7", 4)]
    [InlineData("compose.yaml", "a: 1\n---\nb:\n  image: x/litellm:1.82.7", 4)]
    [InlineData("compose.yaml", "a:\n  run: |\n    echo\n    pip install litellm==1.82.7", 4)]
    [InlineData("Pipfile.lock", "{\n\"default\": {\n\"litellm\": {\n\"version\": \"==1.82.7\"}}}", 4)]
    [InlineData("uv.lock", "\n[[package]]\nname = \"litellm\"\nversion = \"1.82.7\"", 4)]
    [InlineData("requirements.txt", "a\r\nb\r\n\r\nlitellm==1.82.7 \\\r\n --hash=sha256:a", 4)]
    public void The_line_is_the_one_in_the_file(string file, string text, int line) =>
        Assert.Equal(line, Assert.Single(RequirementFile.Check(Write(file, text)).Findings).Line);

    [Fact]
    public void A_password_in_an_address_is_not_shown()
    {
        RequirementFinding found = Assert.Single(
            RequirementFile.Check(Write("requirements.txt", "litellm @ https://user:hunter2pass@files.example/litellm-1.82.7-py3-none-any.whl")).Findings);

        Assert.DoesNotContain("hunter2", found.ToString() + found.Requirement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requirements.txt", new byte[] { 0xFF, 0xFE, 0x6C, 0, 0x69, 0, 0x74, 0, 0x65, 0, 0x6C, 0, 0x6C, 0, 0x6D, 0 }, MayBeBad)]
    [InlineData("requirements.txt", new byte[] { 0xEF, 0xBB, 0xBF, 0x6C, 0x69, 0x74, 0x65, 0x6C, 0x6C, 0x6D }, MayBeBad)]
    [InlineData("requirements.txt", new byte[] { 0x61, 0, 0x62 }, "Unreadable ")]
    [InlineData("uv.lock", new byte[] { 0x61, 0xFF }, "Unreadable ")]
    [InlineData("setup.py", new byte[] { 0x61 }, "Unreadable ")]
    public void Bytes_are_text_or_a_finding(string file, byte[] bytes, string findings)
    {
        string path = Path.Combine(_folder.FullName, file);
        File.WriteAllBytes(path, bytes);

        Assert.Equal(findings, Describe(RequirementFile.Check(path)));
    }

    [Fact]
    public void A_file_without_end_is_a_finding()
    {
        string path = Path.Combine(_folder.FullName, "requirements.txt");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(100L << 20);
        }

        Assert.Equal("Unreadable ", Describe(RequirementFile.Check(path)));
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_finding() =>
        Assert.Equal(
            FileProblem.NotFound,
            Assert.Throws<FileException>(() => RequirementFile.Check(Path.Combine(_folder.FullName, "requirements.txt"))).Problem);

    private static string Describe(RequirementReport report) => string.Join(", ", report.Findings.Select(f => $"{f.Kind} {f.Advisory}"));

    private void Expect(string file, string text, string findings)
    {
        RequirementReport report = RequirementFile.Check(Write(file, text));

        Assert.Equal(findings, Describe(report));
        Assert.Equal(findings.Length == 0, report.IsSafe);
        Assert.All(report.Findings, f => Assert.True(f is { Line: > 0, Message: [.., '.'], Suggestion: [.., '.'] }, f.ToString()));
    }

    private string Write(string file, string text)
    {
        string path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
