using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Headers;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.ToolServers.Settings;

/// <summary>Fills the variables of a server in: what is unset and has no default is an error that names server and field.</summary>
/// <param name="file">The file that describes the server.</param>
/// <param name="variables">Where variables are looked up.</param>
/// <param name="allowUnencrypted">Whether a credential may cross a network in clear text.</param>
/// <param name="findings">Where findings go.</param>
internal sealed class ServerExpansion(ServerFile file, IVariables variables, bool allowUnencrypted, Findings findings)
{
    // What a program needs to run at all, as the protocol's own libraries pass it on; nothing else of the environment reaches a server.
    private static readonly string[] PassedOnWindows =
    [
        "APPDATA", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATH", "PATHEXT", "PROCESSOR_ARCHITECTURE", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "USERNAME",
        "USERPROFILE",
    ];
    private static readonly string[] PassedElsewhere = ["HOME", "LOGNAME", "PATH", "SHELL", "TERM", "USER"];

    private readonly List<Secret> _secrets = [];

    /// <summary>Fills a server in.</summary>
    /// <param name="server">The server.</param>
    /// <returns>Where it is; null where a finding rules it out.</returns>
    public ServerTarget? Expand(ServerSettings server) => server switch
    {
        ServerSettings.Program program => ExpandProgram(program),
        ServerSettings.Web web => ExpandWeb(web),
        _ => null,
    };

    /// <summary>Says where a server is without looking anything up.</summary>
    /// <param name="server">The server.</param>
    public static string Show(ServerSettings server) => SecretShapes.ToLegible(SecretShapes.Mask(server switch
    {
        ServerSettings.Program program => string.Join(' ', [program.Command, .. program.Arguments]),
        ServerSettings.Web web => web.Url,
        _ => "",
    }));

    private ServerTarget.Program? ExpandProgram(ServerSettings.Program server)
    {
        string? command = Fill(server, server.Command, "command");
        string?[] arguments =
        [
            .. server.Arguments.Select((argument, index) => Fill(server, argument, string.Create(CultureInfo.InvariantCulture, $"args[{index}]"))),
        ];
        ImmutableDictionary<string, string>.Builder environment = ImmutableDictionary.CreateBuilder<string, string>(
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (string name in OperatingSystem.IsWindows() ? PassedOnWindows : PassedElsewhere)
        {
            // A function that a shell exports is a program text.
            if (variables.Find(name) is { } value && !value.StartsWith("()", StringComparison.Ordinal))
            {
                environment[name] = value;
            }
        }

        bool isWhole = command is not null && arguments.All(a => a is not null);
        foreach (KeyValuePair<string, string> own in server.Environment)
        {
            string? value = Fill(server, own.Value, $"env.{own.Key}");
            Keep(own.Key, value);
            environment[own.Key] = value ?? "";
            isWhole &= value is not null;
        }

        string? folder = server.Folder is null ? file.Folder : Fill(server, server.Folder, "cwd");
        isWhole &= folder is not null || server.Folder is null;
        return isWhole
            ? new ServerTarget.Program
            {
                Name = server.Name,
                Secrets = [.. _secrets],
                Shown = Show(server),
                Command = command!,
                Arguments = [.. arguments.OfType<string>()],
                Environment = environment.ToImmutable(),
                Folder = folder is null ? null : Path.GetFullPath(folder, file.Folder ?? Path.GetFullPath(".")),
            }
            : null;
    }

    private ServerTarget.Web? ExpandWeb(ServerSettings.Web server)
    {
        List<SecretHeader> headers = [];
        bool isWhole = true;
        foreach (KeyValuePair<string, string> header in server.Headers)
        {
            string? value = Fill(server, header.Value, $"headers.{header.Key}");
            Keep(header.Key, value);
            isWhole &= value is not null;
            if (HeaderRules.FindValueProblem(value ?? "") is { } problem)
            {
                Refuse(DiagnosticCodes.HeaderInvalid, server, $"headers.{header.Key}", $"the value {problem}");
                isWhole = false;
            }
            else if (!string.IsNullOrWhiteSpace(value))
            {
                headers.Add(ToHeader(header.Key, value));
            }
        }

        if (Fill(server, server.Url, "url") is not { } url || !isWhole)
        {
            return null;
        }

        Checked<Uri> address = EndpointAddress.Read(url);
        if (!address.IsUsable)
        {
            Refuse(
                DiagnosticCodes.BaseUrlInvalid, server, "url", address.Diagnostics[0].Message.Replace("the base URL", "the address", StringComparison.Ordinal),
                "Write the whole address, such as https://tools.example.com/mcp; credentials belong in 'headers'.");
            return null;
        }

        if (!allowUnencrypted && headers.Count > 0 && EndpointAddress.IsUnencrypted(address.Value!))
        {
            Refuse(
                DiagnosticCodes.UnencryptedAuthentication, server, "url", "its headers would cross the network in clear text.",
                "Use https, or allow credentials to be sent in clear text.");
            return null;
        }

        return new ServerTarget.Web
        {
            Name = server.Name,
            Secrets = [.. _secrets.Concat(headers.Where(h => h.IsConfidential).Select(h => h.Value)).Distinct()],
            Shown = Show(server),
            Address = address.Value!,
            Headers = [.. headers],
        };
    }

    // The scheme is no secret, and is not starred out where it comes back.
    private static SecretHeader ToHeader(string name, string value) => value.Split(' ', 2) is ["Bearer" or "Basic" or "Token", { Length: > 0 } bare]
        ? new SecretHeader(name, new Secret(bare), value[..^bare.Length])
        : new SecretHeader(name, new Secret(value));

    // A path or an address is no key, however long it is: to star it out of results would falsify them.
    private void Keep(string name, string? value)
    {
        if (value?.Trim() is not { Length: > 0 } text)
        {
            return;
        }

        bool isAddress = Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && text.Contains("://", StringComparison.Ordinal);
        SecretHeader named = new(name, new Secret(text));
        if (named.IsCredential || (named.IsConfidential && !isAddress && !Path.IsPathRooted(text) && text[0] is not ('.' or '~')))
        {
            _secrets.Add(named.Value);
        }

        if (isAddress && address!.UserInfo.Split(':', 2) is [_, { Length: > 0 } password])
        {
            _secrets.Add(new Secret(Uri.UnescapeDataString(password)));
        }
    }

    private string? Fill(ServerSettings server, string text, string field)
    {
        if (text.Contains("${input:", StringComparison.Ordinal))
        {
            Refuse(
                DiagnosticCodes.TemplateInvalid, server, field, "'${input:...}' asks a person, and nobody is asked here.",
                "Put the value into an environment variable and write ${NAME}.");
            return null;
        }

        VariableTemplate? template = VariableTemplate.Read(text.Replace("${env:", "${", StringComparison.Ordinal), out string? problem, out _);
        if (template is null)
        {
            Refuse(DiagnosticCodes.TemplateInvalid, server, field, problem!, "Write ${NAME}, ${NAME:-default} or ${env:NAME}.");
            return null;
        }

        if (template.Expand(variables, out string? missing) is not { } filled)
        {
            Refuse(
                DiagnosticCodes.VariableNotSet, server, field, $"the environment variable '{missing}' is not set or empty.",
                $"Set {missing}, or write ${{{missing}:-default}}.");
            return null;
        }

        // A key may be a part of an argument or of an address, and comes back by itself.
        foreach (KeyValuePair<string, string> used in template.FindValues(variables))
        {
            Keep(used.Key, used.Value);
        }

        return filled;
    }

    private void Refuse(string code, ServerSettings server, string field, string problem, string? suggestion = null) =>
        findings.Error(
            code, $"{server.Path}.{field}", $"the tool server '{SecretShapes.Excerpt(server.Name)}' cannot be used: in '{field}', {problem}", suggestion);
}
