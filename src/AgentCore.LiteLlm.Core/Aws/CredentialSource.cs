using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Aws;

/// <summary>
/// Finds AWS credentials where AWS's own tools look first: the three variables, a profile's keys or its program, the container's endpoint.
/// The metadata service of virtual machines is never asked.
/// </summary>
/// <param name="variables">Where variables are looked up.</param>
/// <param name="handler">What asks the container's endpoint; it follows no redirect.</param>
internal sealed class CredentialSource(IVariables variables, Func<HttpMessageHandler> handler)
{
    private const string Export = "'aws configure export-credentials --format env' prints what single sign-on, roles and 'aws login' give.";
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // The container's own addresses; any other must be https.
    private static readonly string[] ContainerHosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    /// <summary>Finds the credentials.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The credentials.</returns>
    /// <exception cref="CredentialException">There are none, or they cannot be read.</exception>
    public async Task<AwsCredentials> FindAsync(CancellationToken cancellationToken)
    {
        if (Get("AWS_ACCESS_KEY_ID") is { } id && Get("AWS_SECRET_ACCESS_KEY") is { } key)
        {
            return Make(id, key, Get("AWS_SESSION_TOKEN"));
        }

        string? named = Get("AWS_PROFILE");
        if (await FindInProfileAsync(named ?? "default", cancellationToken).ConfigureAwait(false) is { } profile)
        {
            return profile;
        }

        if (named is not null)
        {
            throw new CredentialException(
                $"the profile '{SecretShapes.Excerpt(named)}' of AWS_PROFILE holds neither keys nor a 'credential_process'. {Export}");
        }

        return await AskContainerAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new CredentialException(
                $"no AWS credentials were found: neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, nor a profile with keys. {Export}");
    }

    private async Task<AwsCredentials?> FindInProfileAsync(string name, CancellationToken cancellationToken)
    {
        Dictionary<string, string> keys = ReadProfile("AWS_SHARED_CREDENTIALS_FILE", "credentials", name);
        Dictionary<string, string> config = ReadProfile("AWS_CONFIG_FILE", "config", name == "default" ? name : $"profile {name}");
        foreach (Dictionary<string, string> found in (Dictionary<string, string>[])[keys, config])
        {
            if (found.TryGetValue("aws_access_key_id", out string? id) && found.TryGetValue("aws_secret_access_key", out string? key))
            {
                return Make(id, key, found.GetValueOrDefault("aws_session_token"));
            }
        }

        string? program = config.GetValueOrDefault("credential_process") ?? keys.GetValueOrDefault("credential_process");
        return program is null ? null : await RunAsync(program, cancellationToken).ConfigureAwait(false);
    }

    private Dictionary<string, string> ReadProfile(string variable, string file, string section)
    {
        Dictionary<string, string> found = new(StringComparer.OrdinalIgnoreCase);
        string home = Get(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") ?? "";
        string path = Get(variable) ?? Path.Combine(home, ".aws", file);
        string text;
        try
        {
            text = InputFile.ReadText(path, MostBytes);
        }
        catch (FileException e) when (e.Problem == FileProblem.NotFound)
        {
            return found;
        }
        catch (FileException e)
        {
            throw new CredentialException($"the AWS credentials in {e.Message}", e);
        }

        bool isThere = false;
        foreach (string line in text.Split('\n').Select(l => l.Trim()))
        {
            if (line.StartsWith('['))
            {
                string header = line.TrimStart('[').Split(']')[0];
                isThere = string.Join(' ', header.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)) == section;
            }
            else if (isThere && line.Length > 0 && line[0] is not ('#' or ';') && line.Split('=', 2) is [var name, var value])
            {
                found[name.Trim()] = value.Trim();
            }
        }

        return found;
    }

    // The user's own file names the program; it gets the whole environment, as AWS's tools give it.
    private static async Task<AwsCredentials> RunAsync(string command, CancellationToken cancellationToken)
    {
        List<string> words = Split(command);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            ProcessStartInfo start = new(words.FirstOrDefault() ?? "", words.Skip(1)) { RedirectStandardOutput = true, RedirectStandardInput = true };
            using Process process = Process.Start(start)!;
            using CancellationTokenRegistration kill = limit.Token.Register(() => process.Kill(entireProcessTree: true));
            process.StandardInput.Close();
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(output));
            return process.ExitCode == 0 && json is not null && Read(json.RootElement, "SessionToken") is { } read
                ? read
                : throw new CredentialException(string.Create(
                    CultureInfo.InvariantCulture, $"the 'credential_process' of the AWS profile gave no credentials (exit code {process.ExitCode})."));
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new CredentialException("the 'credential_process' of the AWS profile cannot be started.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CredentialException("the 'credential_process' of the AWS profile did not end within 30 seconds.", e);
        }
    }

    private async Task<AwsCredentials?> AskContainerAsync(CancellationToken cancellationToken)
    {
        string? relative = Get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        string? full = relative is null ? Get("AWS_CONTAINER_CREDENTIALS_FULL_URI") : $"http://{ContainerHosts[0]}{relative}";
        if (full is null)
        {
            return null;
        }

        if (!Uri.TryCreate(full, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttps
            && !(address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || ContainerHosts.Contains(address.Host, StringComparer.Ordinal)))))
        {
            throw new CredentialException("AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor an address of this machine or its container.");
        }

        using HttpClient client = new(handler()) { Timeout = Limit, MaxResponseContentBufferSize = MostBytes };
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (FindContainerToken() is { } token)
        {
            new Secret(token).AddTo(request.Headers, "Authorization");
        }

        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            using JsonDocument? json = ReceivedJson.Find(body);
            return response.IsSuccessStatusCode && json is not null && Read(json.RootElement, "Token") is { } read
                ? read
                : throw new CredentialException(string.Create(
                    CultureInfo.InvariantCulture, $"the container's endpoint gave no AWS credentials (status {(int)response.StatusCode})."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CredentialException("the container's endpoint for AWS credentials cannot be reached.", e);
        }
    }

    private string? FindContainerToken()
    {
        if (Get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is not { } file)
        {
            return Get("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        }

        try
        {
            return InputFile.ReadText(file, MostBytes).Trim() is { Length: > 0 } token ? token : null;
        }
        catch (FileException e)
        {
            throw new CredentialException($"the token of the container's endpoint in {e.Message}", e);
        }
    }

    private static AwsCredentials? Read(JsonElement json, string token) =>
        json.FindText("AccessKeyId") is { Length: > 0 } id && json.FindText("SecretAccessKey") is { Length: > 0 } key
            ? Make(id, key, json.FindText(token))
            : null;

    private static AwsCredentials Make(string id, string key, string? token) =>
        new(id, new Secret(key), string.IsNullOrWhiteSpace(token) ? null : new Secret(token));

    private static List<string> Split(string command)
    {
        List<string> words = [];
        StringBuilder word = new();
        bool isQuoted = false;
        foreach (char c in command + " ")
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (c == ' ' && !isQuoted)
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
            }
            else
            {
                word.Append(c);
            }
        }

        return words;
    }

    private string? Get(string name) => variables.Find(name)?.Trim() is { Length: > 0 } value ? value : null;
}
