using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>
/// A setting that holds where an agent is deployed and that this module does not act on: who relies on it is told, before a run and by its reply.
/// </summary>
/// <param name="Path">The path of the setting; where it is a block, of everything in it.</param>
/// <param name="Effect">What does not happen, as a sentence without its end.</param>
/// <param name="Advice">What would act on it.</param>
internal sealed record UnappliedSetting(string Path, string Effect, string Advice)
{
    /// <summary>Gets every such setting.</summary>
    public static ImmutableArray<UnappliedSetting> All { get; } =
    [
        new("identity", "Nobody is asked who he is: whoever runs this module calls the agent, with his own credentials",
            "Bedrock AgentCore Identity acts on it where the agent is deployed."),
        new("memory.enable_tool_provider", "The model gets no tools by which it could recall and record by itself",
            "The framework has such tools, and gives them to no agent by itself.")
        {
            IsAsked = b => b.Memory is { Strategies.Length: > 0, EnableToolProvider: true },
        },
        new("observability.langfuse", "No traces go to Langfuse unless the caller sends them",
            "They can be sent while the agent is called, or by a LiteLLM proxy: 'success_callback: [langfuse]'.")
        {
            IsAsked = b => b.Observability is { Enabled: true, Langfuse.Enabled: true },
        },
        new("observability.audit_log", "No audit log goes to a table from here: it is kept in the file that the caller names",
            "The framework writes to DynamoDB where the agent is deployed.")
        {
            Keys = ["table_env"],
            IsAsked = b => b.Observability is { Enabled: true, AuditLog.Enabled: true },
        },
        new("observability.dashboard", "No metrics go to a dashboard from here", "CloudWatch shows them where the agent is deployed."),
        new("observability.data_protection.cloudwatch_masking_identifiers", "No log of CloudWatch is written from here, and none is masked",
            "CloudWatch masks the logs of a deployed agent."),
        new("runtime", "The agent is not hosted here: only its limits hold", "AgentCore Runtime hosts a deployed agent as it says.")
        {
            Keys = ["type", "idle_timeout_minutes", "network_mode", "protocol", "port", "a2a_port", "platform", "observability_enabled"],
        },
        new("evaluation.online", "No sessions are sampled and judged from here",
            "AgentCore Evaluations acts on it; here, 'custom_evaluators' judge the answers of cases that name them."),
        new("evaluation.persistence", "No results of evaluations go to a table from here: they are in the report that the caller names",
            "AgentCore Evaluations stores them where the agent is deployed.")
        {
            IsAsked = b => b.Evaluation?.Persistence is { Enabled: true },
        },
        new("policy.versioning", "No versions of the policy are kept from here", "The framework keeps them where the agent is deployed.")
        {
            IsAsked = b => b.Policy?.Versioning is { Enabled: true },
        },
        new("artifacts", "Results are stored nowhere: they are in the reply", "The framework stores them where the agent is deployed."),
    ];

    /// <summary>Gets the keys of the block that it is about; empty for the whole.</summary>
    public ImmutableArray<string> Keys
    {
        get;
        private init
        {
            field = value;
            Paths = [.. value.Select(k => $"{Path}.{k}")];
        }
    } = [];

    /// <summary>Gets what says whether the blueprint really asks for it: a block that is switched off asks for nothing.</summary>
    public Func<AgentBlueprint, bool> IsAsked { get; private init; } = static _ => true;

    // Looked for in each file and at each call.
    private ImmutableArray<string> Paths { get; init; } = [Path];

    /// <summary>Finds those that a blueprint asks for.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="isWritten">Says whether a path has a value in the file.</param>
    public static IEnumerable<UnappliedSetting> FindIn(AgentBlueprint blueprint, Func<string, bool> isWritten) =>
        All.Where(s => s.Paths.Any(isWritten) && s.IsAsked(blueprint));
}
