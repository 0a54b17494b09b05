using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Policies.Cedar;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about tools, the gateway they come through, and the policies that hold there.</summary>
internal static class GatewayRules
{
    /// <summary>Checks the blocks.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        if (scope.IsWhole("tools", scope.Blueprint.Tools.Length))
        {
            CheckNames(scope, scope.Blueprint.Tools);
        }

        CheckGateway(scope);
        CheckPolicy(scope);
    }

    private static void CheckNames(RuleScope scope, ImmutableArray<ToolBlock> tools)
    {
        Dictionary<string, (string Path, string Server)> seen = new(StringComparer.Ordinal);
        for (int at = 0; at < tools.Length; at++)
        {
            string path = RuleScope.Entry("tools", at);
            switch (tools[at])
            {
                case ToolBlock.Mcp mcp:
                    for (int tool = 0; tool < mcp.Tools.Length; tool++)
                    {
                        CheckName(mcp.Tools[tool], mcp.Server, RuleScope.Entry($"{path}.tools", tool));
                    }

                    break;
                case ToolBlock.Builtin:
                    CheckName(scope.TextAt($"{path}.builtin") ?? "", "", $"{path}.builtin");
                    break;
            }
        }

        void CheckName(string name, string server, string path)
        {
            if (name.Length == 0 || seen.TryAdd(name, (path, server)))
            {
                return;
            }

            string shown = SecretShapes.Excerpt(name);
            if (seen[name].Server == server)
            {
                scope.Warn(DiagnosticCodes.ToolDuplicate, path, $"'{seen[name].Path}' is the same tool '{shown}'; it is offered once.", "Keep one of the two.");
            }
            else
            {
                scope.Warn(
                    DiagnosticCodes.ToolDuplicate, path,
                    $"'{seen[name].Path}' is a tool named '{shown}' too; the model is told of each with its server's name before it, and a rule about "
                        + $"'{shown}' is about both.",
                    "Keep one of the two, or name them in rules with their server: 'server___tool'.");
            }
        }
    }

    private static void CheckGateway(RuleScope scope)
    {
        if (scope.Blueprint.Gateway is not { } gateway || !scope.IsSound("gateway.auth_type") || !scope.IsSound("gateway.jwt_env_var"))
        {
            return;
        }

        if (gateway is { AuthType: GatewayAuthType.CustomJwt, JwtEnvVar: null })
        {
            scope.Warn(
                DiagnosticCodes.SettingIncomplete, "gateway.auth_type",
                "'auth_type: custom_jwt' needs the user's token, and 'jwt_env_var' names no variable that holds it.",
                "Add 'jwt_env_var' with the variable's name.");
        }
        else if (gateway.AuthType != GatewayAuthType.CustomJwt && gateway.JwtEnvVar is not null)
        {
            scope.Warn(
                DiagnosticCodes.SettingIgnored, "gateway.jwt_env_var", "The token is used with 'auth_type: custom_jwt' only.",
                "Write 'auth_type: custom_jwt', or delete the line.");
        }
    }

    private static void CheckPolicy(RuleScope scope)
    {
        if (scope.Blueprint.Policy is not { Rules.Length: > 0 } policy)
        {
            return;
        }

        if (!scope.Has("gateway"))
        {
            scope.Warn(
                DiagnosticCodes.PolicyWithoutGateway, "policy",
                "Where the agent is deployed the gateway applies the rules of a policy, and there is no 'gateway' block.",
                "Add 'gateway', for example 'gateway: { auth_type: aws_iam }'.");
        }

        for (int at = 0; scope.IsWhole("policy.rules", policy.Rules.Length) && at < policy.Rules.Length; at++)
        {
            PolicyRule rule = policy.Rules[at];
            string path = RuleScope.Entry("policy.rules", at);
            if (string.IsNullOrEmpty(rule.Allow) == string.IsNullOrEmpty(rule.Deny) && scope.IsSound(path))
            {
                string what = string.IsNullOrEmpty(rule.Allow) ? "neither 'allow' nor 'deny'" : "both 'allow' and 'deny'";
                scope.Refuse(
                    DiagnosticCodes.PolicyRuleInvalid, path, $"'{path}' has {what}; it must have one of the two.", "Write one rule for each tool and verdict.");
            }

            CheckCondition(scope, rule.When, $"{path}.when");
            CheckCondition(scope, rule.Unless, $"{path}.unless");
            if (rule.Principal is not null)
            {
                scope.Tell(
                    DiagnosticCodes.PolicyNotJudged, $"{path}.principal", $"{path}.principal",
                    "A gateway knows who calls; in a run of this module nobody does, so that one with tools is refused.", PolicyText.Advice);
            }
        }
    }

    // What Cedar has and this module does not judge is right in the file: only runs here are refused.
    private static void CheckCondition(RuleScope scope, string? text, string path)
    {
        if (text is null || !scope.IsSound(path))
        {
            return;
        }

        CedarReader.Read(text, out CedarProblem? problem);
        if (problem is { IsForeign: true })
        {
            scope.TellIn(
                DiagnosticCodes.PolicyNotJudged, path, text, problem.Offset,
                $"The condition goes beyond the arguments of a call: {problem.Message}, so that a run with tools is refused.", PolicyText.Advice);
        }
        else if (problem is not null)
        {
            scope.WarnIn(
                DiagnosticCodes.PolicyConditionInvalid, path, text, problem.Offset, $"The condition is no Cedar: {problem.Message}.", PolicyText.Example);
        }
    }
}
