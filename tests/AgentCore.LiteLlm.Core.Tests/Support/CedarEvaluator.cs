using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Cedar's own evaluator, from npm: what policies are held against was not written by us.</summary>
internal static class CedarEvaluator
{
    private const string Package = "@cedar-policy/cedar-wasm";
    private const string Version = "4.13.0";

    // One process judges all: a policy set and a context for each line, a decision with what erred, or that it is no policy, for each line.
    private const string Program = """
        const cedar = require('@cedar-policy/cedar-wasm/nodejs');
        const fs = require('fs');
        const lines = fs.readFileSync('cases.jsonl', 'utf8').split('\n').filter(l => l);
        fs.writeFileSync('decisions.jsonl', lines.map(l => {
          const asked = JSON.parse(l);
          const answer = cedar.isAuthorized({
            principal: { type: 'User', id: 'u' }, action: { type: 'Action', id: asked.action }, resource: { type: 'Gateway', id: 'g' },
            context: { input: asked.input }, entities: [],
            policies: { staticPolicies: asked.policies, templates: {}, templateLinks: [] } });
          return JSON.stringify(answer.type === 'success'
            ? { decision: answer.response.decision, errors: answer.response.diagnostics.errors.map(e => e.policyId) }
            : { decision: null, errors: answer.errors.map(e => e.message) });
        }).join('\n'));
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Judges calls. Skips the test where there is no Node.js, or no package.</summary>
    public static async Task<CedarDecision[]> JudgeAsync(IEnumerable<CedarQuestion> questions, CancellationToken token)
    {
        string folder = await NpmPackages.InstallAsync("npm-cedar", [$"{Package}@{Version}"], token);
        string run = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(run);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(run, "judge.js"), Program, token);
            await File.WriteAllLinesAsync(Path.Combine(run, "cases.jsonl"), questions.Select(q => JsonSerializer.Serialize(q, Web)), token);
            using Process node = NpmPackages.Start("node", ["judge.js"], run);
            await node.WaitForExitAsync(token).WaitAsync(Limit, token);
            Assert.Equal(0, node.ExitCode);
            string[] lines = await File.ReadAllLinesAsync(Path.Combine(run, "decisions.jsonl"), token);
            return [.. lines.Select(l => JsonSerializer.Deserialize<CedarDecision>(l, Web)!)];
        }
        finally
        {
            Directory.Delete(run, recursive: true);
        }
    }

    private static JsonSerializerOptions Web { get; } = new(JsonSerializerDefaults.Web);
}

/// <summary>A call, and the policies that it is held against.</summary>
internal sealed record CedarQuestion(string Policies, string Action, JsonElement Input);

/// <summary>What Cedar says of it: allow, deny, or null where the policies are none.</summary>
internal sealed record CedarDecision(string? Decision, string[] Errors);
