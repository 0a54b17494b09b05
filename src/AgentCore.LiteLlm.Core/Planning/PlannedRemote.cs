using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>A remote agent of a graph: where it is asked, and with which headers.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Headers">The headers.</param>
internal sealed record PlannedRemote(RemoteAgent Agent, ImmutableArray<SecretHeader> Headers)
{
    /// <summary>Finds out where a node is asked.</summary>
    /// <param name="node">The node.</param>
    /// <param name="path">Where it is declared.</param>
    /// <param name="model">The model of the blueprint that declares it.</param>
    /// <param name="options">What the caller sets: what he gives for an address is for that address alone.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <param name="findings">Where it is said why it cannot be asked.</param>
    /// <returns>The agent; null where it cannot be asked.</returns>
    public static PlannedRemote? Find(GraphNode node, string path, ResolvedModel model, CallOptions options, IVariables variables, Findings findings)
    {
        string key = node.A2aUrl is null ? $"{path}.a2a_url_env" : $"{path}.a2a_url";
        bool isSimulated = ModeChoice.Find(options.Mode, variables) == ExecutionMode.Simulation;
        if ((node.A2aUrl ?? variables.Find(node.A2aUrlVariable!)?.Trim()) is not { Length: > 0 } text)
        {
            if (!isSimulated)
            {
                findings.Error(
                    DiagnosticCodes.BaseUrlInvalid, key,
                    $"the environment variable '{VariableNames.Excerpt(node.A2aUrlVariable!)}', which holds the address of "
                        + $"'{SecretShapes.Excerpt(node.NodeId)}', is not set or empty; nothing was sent.",
                    "Set it to an address such as https://agents.example.com.");
                return null;
            }

            text = "https://simulated.invalid";
        }

        Checked<Uri> address = EndpointAddress.Read(text);
        foreach (Diagnostic found in address.Diagnostics)
        {
            findings.Error(
                found.Code, key, $"{found.Message.Replace("the base URL", $"the address of '{SecretShapes.Excerpt(node.NodeId)}'", StringComparison.Ordinal)}",
                "Write an address such as https://agents.example.com, and name the variables of its headers in 'a2a_headers_env'.");
        }

        if (address.Value is not { } at)
        {
            return null;
        }

        HeaderResolver headers = new(findings, new Dictionary<string, string>(StringComparer.Ordinal), hasKey: false, block: $"{path}.a2a_headers_env");

        // The scheme counts too: what is for https is not for whoever answers in clear text.
        bool isSame = at.GetLeftPart(UriPartial.Authority) == model.Address.GetLeftPart(UriPartial.Authority);
        ImmutableArray<SecretHeader> given = isSame ? options.Headers : [];
        headers.AddNamed(node.A2aHeaderVariables, given, variables);
        headers.AddGiven(given);
        if (!isSimulated && !options.IsReplayed && !options.AllowUnencrypted && !headers.Values.IsEmpty && EndpointAddress.IsUnencrypted(at))
        {
            findings.Error(
                DiagnosticCodes.UnencryptedAuthentication, key,
                $"the headers of '{SecretShapes.Excerpt(node.NodeId)}' would cross the network in clear text; nothing was sent.",
                "Use https, or allow the call to send keys in clear text.");
        }

        return new PlannedRemote(new RemoteAgent(at), headers.Values);
    }
}
