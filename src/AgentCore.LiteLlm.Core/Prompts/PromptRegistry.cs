using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>The framework's prompt registry: <c>GET {PROMPT_REGISTRY_URL}/prompts/{prompt_ref}</c>. Redirects are not followed, no key is sent.</summary>
internal sealed class PromptRegistry : IDisposable
{
    /// <summary>The variable that holds the registry's address.</summary>
    public const string Variable = "PROMPT_REGISTRY_URL";

    private const int LongestAnswer = 4 * 1024 * 1024;

    // The framework's own.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);
    private static readonly string[] TextKeys = ["text", "content", "prompt_text", "body"];

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    private PromptRegistry(HttpMessageHandler handler, TimeProvider time)
    {
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
        _time = time;
    }

    /// <summary>Makes a client of the registry.</summary>
    /// <param name="options">How connections are made.</param>
    /// <returns>The client.</returns>
#pragma warning disable CA2000 // the client disposes its handler
    public static PromptRegistry OverHttp(TransportOptions options) => new(options.ToHandler(), TimeProvider.System);
#pragma warning restore CA2000

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Says whether a call asks the registry: not in simulation, which needs no network.</summary>
    /// <param name="mode">The mode of the call; null when none can be told.</param>
    /// <param name="variables">Where the address is looked up.</param>
    /// <returns>True when it does.</returns>
    public static bool IsAsked(ExecutionMode? mode, IVariables variables) =>
        mode is not (null or ExecutionMode.Simulation) && !string.IsNullOrWhiteSpace(variables.Find(Variable));

    /// <summary>Finds where the prompt of a blueprint is asked for.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="variables">Where the registry's address is looked up.</param>
    /// <returns>The address; without one and without an error, the registry cannot have the prompt.</returns>
    public static Checked<Uri> FindAddress(AgentBlueprint blueprint, IVariables variables)
    {
        Findings findings = blueprint.StartFindings();
        Checked<Uri> read = EndpointAddress.Read(variables.Find(Variable)?.Trim() ?? "");
        if (read.Value is not { } address || EndpointAddress.IsUnencrypted(address) || address.Query.Length > 0)
        {
            string problem = read.Diagnostics.FirstOrDefault()?.Message.Replace("the base URL", "it", StringComparison.Ordinal)
                ?? "it must be https, or http to this machine, and have no query.";
            findings.Error(
                DiagnosticCodes.PromptRegistryInvalid,
                PromptRules.Key,
                $"the environment variable '{Variable}' cannot be used: {problem}",
                "Set it to an address such as https://prompts.example.com, or unset it.");
            return findings.ToChecked<Uri>(null);
        }

        bool canHave = PromptReference.IsName(blueprint.PromptRef);
        return findings.ToChecked(canHave ? new Uri(address.AbsoluteUri.TrimEnd('/') + "/prompts/" + blueprint.PromptRef) : null);
    }

    /// <summary>Finds the prompt of a blueprint.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="mode">The mode of the call.</param>
    /// <param name="variables">Where the registry's address is looked up.</param>
    /// <param name="cancellationToken">Ends the search at once.</param>
    /// <returns>The prompt, else why there is none: with no error among the findings, the folder beside the blueprint is next.</returns>
    public async Task<Checked<PromptText>> FindAsync(AgentBlueprint blueprint, ExecutionMode mode, IVariables variables, CancellationToken cancellationToken)
    {
        Checked<Uri> address = FindAddress(blueprint, variables);
        if (address.Value is not { } asked)
        {
            return new(null, address.Diagnostics);
        }

        Findings findings = blueprint.StartFindings();
        return findings.ToChecked(await AskAsync(asked, blueprint.PromptRef, mode, findings, cancellationToken).ConfigureAwait(false));
    }

    private async Task<PromptText?> AskAsync(Uri asked, string reference, ExecutionMode mode, Findings findings, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(TimeLimit, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(asked, either.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return (int)response.StatusCode switch
            {
                200 => Read(body, asked, reference, mode, findings),
                404 => null,
                _ => Failed(findings, $"answered with the status {(int)response.StatusCode}"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(findings, "did not answer within 10 s");
        }
        catch (HttpRequestException e)
        {
            return Failed(findings, $"cannot be used: {ConnectionFaults.Describe(e)}");
        }
    }

    private static PromptText? Read(byte[] body, Uri address, string reference, ExecutionMode mode, Findings findings)
    {
        using JsonDocument? json = ReceivedJson.Find(body);
        string? text = json is null ? null : TextKeys.Select(k => json.RootElement.FindTextInAnySpelling(k)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t));
        if (text is null)
        {
            return Failed(findings, "answered without a prompt: no JSON with 'text'");
        }

        PromptHead? head = PromptHead.Read(text, out string? problem);
        string? state = json!.RootElement.FindTextInAnySpelling("status") ?? json.RootElement.FindTextInAnySpelling("state") ?? head?.State.ToString();
        if (head is null || head.Body.Length == 0 || !Enum.TryParse(state, ignoreCase: true, out PromptState known))
        {
            string wrong = problem ?? (head?.Body.Length == 0 ? "it is blank." : "its status is none of draft, stable and deprecated.");
            findings.Error(
                DiagnosticCodes.PromptInvalid, PromptRules.Key, $"the prompt that the registry gives cannot be used: {wrong}", "Mend it in the registry.");
            return null;
        }

        PromptSource source = new()
        {
            Reference = reference,
            Version = json.RootElement.FindTextInAnySpelling("version") ?? head.Version ?? PromptReference.Read(reference).Version,
            State = known,
            Hash = PromptSource.HashOf(head.Body),
            Origin = address.AbsoluteUri,
        };
        return PromptRules.Judge(new PromptText(head.Body, source), mode, findings);
    }

    private static PromptText? Failed(Findings findings, string what)
    {
        findings.Warn(
            DiagnosticCodes.PromptRegistryFailed,
            PromptRules.Key,
            $"the prompt registry {what}; the folder beside the blueprint is looked into instead.",
            $"Mend the registry, or unset {Variable}.");
        return null;
    }
}
