using AgentCore.LiteLlm.Aws;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Aws;

public sealed class CredentialSourceTests : IDisposable
{
    private readonly TempFolder _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_variables_come_first()
    {
        Write("credentials", "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\n");

        AwsCredentials found = await FindAsync(("AWS_ACCESS_KEY_ID", "VARIABLE"), ("AWS_SECRET_ACCESS_KEY", "k"), ("AWS_SESSION_TOKEN", "t"));

        Assert.Equal(("VARIABLE", true), (found.AccessKeyId, found.SessionToken is not null));
        Assert.Equal("***", found.SecretAccessKey.ToString());
    }

    [Theory]
    [InlineData("", "DEFAULT")]
    [InlineData("work", "WORK")]
    [InlineData("far", "FAR")]
    public async Task A_profile_has_its_keys_in_either_file(string profile, string id)
    {
        Write(
            "credentials",
            "# mine\n[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = a\n\n[work]\naws_access_key_id=WORK\naws_secret_access_key=b\n");
        Write("config", "[profile far]\nregion = eu-central-1\naws_access_key_id = FAR\naws_secret_access_key = c\n");

        Assert.Equal(id, (await FindAsync(("AWS_PROFILE", profile))).AccessKeyId);
    }

    [Fact]
    public async Task A_profile_may_name_a_program()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script.");
        string json = _home.Write("out.json", """{"Version":1,"AccessKeyId":"PROGRAM","SecretAccessKey":"s","SessionToken":"t"}""");
        Write("config", $"[default]\ncredential_process = cat \"{json}\"\n");

        Assert.Equal("PROGRAM", (await FindAsync()).AccessKeyId);
    }

    [Theory]
    [InlineData("false", "exit code 1")]
    [InlineData("echo no", "gave no credentials")]
    [InlineData("no-such-program-anywhere", "cannot be started")]
    public async Task A_program_that_gives_none_is_said_so(string program, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Programs of another system.");
        Write("config", $"[default]\ncredential_process = {program}\n");

        CredentialException e = await Assert.ThrowsAsync<CredentialException>(() => FindAsync());

        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_containers_endpoint_is_asked_with_its_token()
    {
        await using RawServer server = new((_, _) => (200, """{"AccessKeyId":"CONTAINER","SecretAccessKey":"s","Token":"t"}"""));

        AwsCredentials found = await FindAsync(
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.BaseUrl.AbsoluteUri), ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "q7Wz0Lk3"));

        Assert.Equal("CONTAINER", found.AccessKeyId);
        Assert.Contains("Authorization: q7Wz0Lk3", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/c")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("file:///etc/passwd")]
    public async Task No_other_address_is_asked_in_clear_text(string address)
    {
        CredentialException e = await Assert.ThrowsAsync<CredentialException>(() => FindAsync(("AWS_CONTAINER_CREDENTIALS_FULL_URI", address)));

        Assert.Contains("neither https nor", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    public async Task Where_there_are_none_it_is_said_what_gives_some(string profile)
    {
        CredentialException e = await Assert.ThrowsAsync<CredentialException>(() => FindAsync(("AWS_PROFILE", profile)));

        Assert.Contains("aws configure export-credentials --format env", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private void Write(string file, string text) => _home.Write(Path.Combine(".aws", file), text);

    private Task<AwsCredentials> FindAsync(params (string, string)[] variables)
    {
        (string, string)[] all = [.. variables, ("HOME", _home.Path), ("USERPROFILE", _home.Path)];
        return new CredentialSource(new FixedVariables(all), () => new SocketsHttpHandler { AllowAutoRedirect = false }).FindAsync(Token);
    }
}
