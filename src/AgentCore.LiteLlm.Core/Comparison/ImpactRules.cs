using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints.Settings;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Secrets;
using static AgentCore.LiteLlm.Comparison.BlueprintChangeKind;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Says what follows from a change of a setting, by what the setting means. What has no rule of its own has that of the block around it.</summary>
internal static class ImpactRules
{
    private const int UsualIterations = 5;

    private static readonly string[] ModeNames = ["simulation", "staging", "production"];

    private static readonly FrozenDictionary<string, Func<SettingDifference, Impact>> Rules = new Dictionary<string, Func<SettingDifference, Impact>>
    {
        ["id"] = c => new(Breaking, $"Blueprints and callers that name {Show(c.Old)} do not find it any more."),
        ["name"] = Silent,
        ["version"] = Silent,
        ["description"] = Silent,
        ["tags"] = _ => new(Route, "A LiteLLM proxy gets other tags: it sums up spend by them, and routes by them where its tag filtering is on."),
        ["artifacts"] = Silent,
        ["evaluation"] = c => new(Neutral, "The agent is judged otherwise."),
        ["prompt_ref"] = _ => new(Behaviour, "Another system prompt is named."),
        ["model"] = _ => new(Behaviour, "The model is asked otherwise."),
        ["model.provider"] = _ => new(Route, ""),
        ["model.model_id"] = _ => new(Route, ""),
        ["model.base_url"] = _ => new(Route, ""),
        ["model.api"] = c => new(Route, $"The model is asked by the API {Show(c.New)}."),
        ["model.api_key_env"] = c => new(Route, c.New is null
            ? "Calls go without a key."
            : $"The key comes from the variable {Show(c.New)}{(c.Old is null ? "" : $" instead of {Show(c.Old)}")}, which must be set where the agent runs."),
        ["model.extra_headers_env.*"] = c => new(Route, c.New is null
            ? $"The header '{NameOf(c)}' is not sent any more."
            : $"The header '{NameOf(c)}' has what the variable {Show(c.New)} holds."),
        ["model.fallbacks"] = c => new(Route, $"Where the model does not answer, others are asked: {Show(c.New)}."),
        ["model.max_tokens"] = c => Limit(c, "An answer may have", "tokens"),
        ["model.service_tier"] = _ => new(Behaviour, "Calls are of another class of service, with another price and speed."),
        ["model.cache_prompt"] = _ => new(Cost, "The endpoint is asked otherwise to cache the prompt."),
        ["model.cache_tools"] = _ => new(Cost, "The endpoint is asked otherwise to cache the tools."),
        ["thinking"] = _ => new(Behaviour, "The model reasons otherwise before it answers."),
        ["thinking.budget_tokens"] = c => Limit(c, "Reasoning may take", "tokens"),
        ["runtime"] = _ => new(Behaviour, "The agent is hosted otherwise."),
        ["runtime.max_iterations"] = c => Limit(c, "A run may take", "turns", UsualIterations),
        ["runtime.max_execution_time"] = c => Limit(c, "A run may take", "seconds"),
        ["runtime.protocol"] = c => new(Breaking, $"Who calls the container must speak {Show(c.New)}."),
        ["runtime.port"] = c => new(Breaking, $"Who calls the container must use the port {Show(c.New)}."),
        ["runtime.network_mode"] = Network,
        ["tools[]"] = Tool,
        ["tools[].tools"] = c => Sets(
            c, Weakened, "The agent may call more: ", Behaviour, "The agent cannot call any more: "),
        ["tools[].network_mode"] = Network,
        ["policy"] = Policy,
        ["policy.engine"] = _ => new(Weakened, "Another engine holds the policy: which calls it allows must be looked at."),
        ["policy.versioning"] = _ => new(Neutral, "Versions of the policy are kept otherwise."),
        ["policy.mode"] = c => TextOf(c.New) == "ENFORCE"
            ? new(Strengthened, "Calls that the policy forbids are stopped, not only noted.")
            : new(Weakened, "Calls that the policy forbids are made all the same, and noted."),
        ["policy.target_prefix"] = _ => new(Weakened, "Rules are about tools with other names: which calls they allow must be looked at."),
        ["policy.rules[]"] = PolicyRuleImpact.OfRule,
        ["policy.rules[].allow"] = _ => PolicyRuleImpact.OfTarget,
        ["policy.rules[].deny"] = _ => PolicyRuleImpact.OfTarget,
        ["policy.rules[].when"] = _ => PolicyRuleImpact.OfAnyCondition,
        ["policy.rules[].unless"] = _ => PolicyRuleImpact.OfAnyCondition,
        ["policy.rules[].principal"] = _ => PolicyRuleImpact.OfAnyCondition,
        ["hooks"] = Hooks,
        ["execution_modes"] = Modes,
        ["execution_modes.simulation"] = Mode,
        ["execution_modes.staging"] = Mode,
        ["execution_modes.production"] = Mode,
        ["observability"] = _ => new(Neutral, "The agent is watched otherwise."),
        ["observability.enabled"] = c => IsTrue(c.New)
            ? new(Strengthened, "The agent is watched.")
            : new(Weakened, "The agent is not watched any more: no traces, no audit log."),
        ["observability.langfuse"] = _ => new(Route, "Traces go elsewhere, or with other keys."),
        ["observability.audit_log.enabled"] = c => IsTrue(c.New)
            ? new(Strengthened, "An audit log is kept.")
            : new(Weakened, "No audit log is kept any more."),
        ["observability.audit_log.ttl_days"] = c => Holds(c, "The audit log is kept for", "days"),
        ["observability.data_protection"] = _ => new(Behaviour, "Personal data is filtered otherwise."),
        ["observability.data_protection.provider"] = Protection,
        ["observability.data_protection.presidio_entities"] = Entities,
        ["observability.data_protection.cloudwatch_masking_identifiers"] = c => Sets(
            c, Strengthened, "Logs are masked for more: ", Weakened, "Logs are not masked any more for "),
        ["gateway"] = _ => new(Route, "Tools are reached otherwise."),
        ["gateway.auth_type"] = c => c.New is null
            ? new(Route, "The agent has no gateway of its own any more.")
            : TextOf(c.New) == "none"
            ? new(Weakened, "The agent does not prove itself to the gateway any more.")
            : new(Route, $"The agent proves itself to the gateway by {Show(c.New)}."),
        ["identity.authorizer"] = c => c.New is null
            ? new(Weakened, "Callers need not prove themselves any more.")
            : c.Old is null ? new(Breaking, "Callers must prove themselves.")
            : new(Weakened, "Callers prove themselves otherwise: who may call must be looked at."),
        ["identity.authorizer.allowed_clients"] = c => Sets(c, Weakened, "More clients may call: ", Breaking, "Clients that may not call any more: "),
        ["identity.credentials[]"] = c => c.New is null
            ? new(Behaviour, "The agent cannot use the credential any more.")
            : c.Old is null ? new(Weakened, "The agent may use another credential.") : new(Weakened, "The agent uses a credential otherwise."),
        ["identity.credentials[].scopes"] = c => Sets(c, Weakened, "The credential reaches further: ", Behaviour, "The credential does not reach any more: "),
        ["memory"] = _ => new(Behaviour, "The agent remembers otherwise."),
        ["multi_agent"] = _ => new(Behaviour, "Agents work together otherwise."),
        ["multi_agent.nodes[].a2a_url"] = c => new(Route, $"A remote agent is asked at {Show(c.New)}."),
        ["multi_agent.nodes[].a2a_headers_env.*"] = c => new(Route, c.New is null
            ? $"A remote agent is not sent the header '{NameOf(c)}' any more."
            : $"A remote agent is sent the header '{NameOf(c)}' with what the variable {Show(c.New)} holds."),
        ["multi_agent.execution_timeout"] = c => Limit(c, "All agents together may take", "seconds"),
        ["multi_agent.node_timeout"] = c => Limit(c, "A node may take", "seconds"),
        ["multi_agent.max_handoffs"] = c => Limit(c, "Agents may hand over", "times"),
        ["multi_agent.max_iterations"] = c => Limit(c, "There may be", "rounds"),
        ["multi_agent.max_node_executions"] = c => Limit(c, "Nodes may run", "times"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Says what follows from a change.</summary>
    /// <param name="change">The change.</param>
    public static Impact Find(SettingDifference change)
    {
        // A rule about what is there or gone as a whole knows more than the rules of its parts.
        bool isWhole = change.Old is Setting.Group || change.New is Setting.Group;
        if (isWhole && !IsWholeRule(change.Pattern))
        {
            return Impact.Join(
                change.FindParts().Where(p => (p.New ?? p.Old)!.IsWritten).Select(Find).DefaultIfEmpty(FindNearest(change)));
        }

        return FindNearest(change);
    }

    private static bool IsWholeRule(string pattern) =>
        pattern is "policy" or "policy.rules[]" or "tools[]" or "execution_modes" or "identity.authorizer" or "identity.credentials[]";

    private static Impact FindNearest(SettingDifference change)
    {
        string pattern = change.Pattern;
        while (true)
        {
            if (Rules.TryGetValue(pattern, out Func<SettingDifference, Impact>? rule))
            {
                return rule(change);
            }

            int end = pattern.AsSpan().LastIndexOfAny('.', '[');
            if (end <= 0)
            {
                return new Impact(Neutral, "");
            }

            pattern = pattern[..end];
        }
    }

    private static Impact Silent(SettingDifference change) => new(Neutral, "");

    private static Impact Network(SettingDifference change) => TextOf(change.New) == "PRIVATE"
        ? new(Strengthened, "Only the private network is reached.")
        : new(Weakened, "The internet is reached.");

    private static Impact Tool(SettingDifference change)
    {
        string what = string.Join(", ", TextsOf(Member(change.New ?? change.Old, "tools")));
        string names = what.Length == 0 ? NameOf(change) : $"{what} of {NameOf(change)}";
        return change.Old is null ? new(Weakened, $"The agent may call more: {names}.")
            : change.New is null ? new(Behaviour, $"The agent cannot call any more: {names}.")
            : new(Weakened, $"The agent calls other tools: {names}.");
    }

    private static Impact Policy(SettingDifference change) => (change.Old, change.New) switch
    {
        (null, _) when HasRules(change.New) => new(Strengthened, "What no rule of the policy allows is forbidden."),
        (_, null) when HasRules(change.Old) => new(Weakened, "Every call of a tool is allowed: the policy is gone."),
        _ => new(Neutral, "The policy has no rules, and so forbids nothing here."),
    };

    private static bool HasRules(Setting? policy) => Member(policy, "rules") is Setting.Group { Members.Count: > 0 };

    private static Impact Hooks(SettingDifference change)
    {
        Impact found = Sets(change, Strengthened, "Hooks are called besides: ", Weakened, "Hooks are not called any more: ");
        return found.Text.Length > 0 ? found : new(Behaviour, "Hooks are called in another order.");
    }

    private static Impact Mode(SettingDifference change)
    {
        string mode = change.Path.Split('.')[^1];
        return IsTrue(change.New) ? new(Weakened, $"The agent may run in {mode}.") : new(Breaking, $"The agent may not run in {mode} any more.");
    }

    // Without the block every mode is allowed.
    private static Impact Modes(SettingDifference change)
    {
        string[] kept = [.. ModeNames.Where(m => !IsTrue(Member(change.New ?? change.Old, m)))];
        string names = string.Join(" and ", kept);
        return kept.Length == 0 ? new(Neutral, "Every mode is allowed, with and without the block.")
            : change.New is null ? new(Weakened, $"The agent may run in {names}.")
            : new(Breaking, $"The agent may not run in {names} any more.");
    }

    private static Impact Protection(SettingDifference change)
    {
        bool filtered = TextOf(change.Old) is not (null or "none");
        bool filters = TextOf(change.New) is not (null or "none");
        return filters && filtered ? new(Behaviour, $"Personal data is filtered by {Show(change.New)} instead of {Show(change.Old)}.")
            : filters ? new(Strengthened, $"Personal data is filtered, by {Show(change.New)}.")
            : filtered ? new(Weakened, "Personal data is not filtered any more.")
            : new(Neutral, "Personal data is not filtered, as before.");
    }

    // No kinds at all mean a set of kinds: which one depends on the language, so that of English is taken.
    private static Impact Entities(SettingDifference change)
    {
        if (change.Old is null || change.New is null)
        {
            // The block itself is new or gone, and its provider says what that means.
            return new(Neutral, "");
        }

        string[] old = Kinds(change.Old);
        string[] now = Kinds(change.New);
        return Sets(old, now, Strengthened, "More kinds of personal data are filtered: ", Weakened, "Kinds of personal data are not filtered any more: ");

        static string[] Kinds(Setting? setting) => TextsOf(setting) is { Length: > 0 } named
            ? named
            : [.. EntityKinds.All.Where(k => k.IsDefaultIn("en")).Select(k => k.Name)];
    }

    private static Impact Limit(SettingDifference change, string what, string unit, double? without = null)
    {
        double? old = NumberOf(change.Old) ?? without;
        double? now = NumberOf(change.New) ?? without;
        string was = old is null ? "without limit" : Show(old.Value);
        string text = now is null
            ? $"{what} any number of {unit} instead of {was}."
            : $"{what} {Show(now.Value)} {unit} instead of {(old is null ? "any number" : was)}.";
        return new(now is null || now > old ? Weakened : old is null || now < old ? Strengthened : Neutral, text);
    }

    // What is kept longer protects more.
    private static Impact Holds(SettingDifference change, string what, string unit)
    {
        (double old, double now) = (NumberOf(change.Old) ?? 0, NumberOf(change.New) ?? 0);
        return new(now < old ? Weakened : Strengthened, $"{what} {Show(now)} {unit} instead of {Show(old)}.");
    }

    private static Impact Sets(SettingDifference change, BlueprintChangeKind whenMore, string more, BlueprintChangeKind whenLess, string less) =>
        Sets(TextsOf(change.Old), TextsOf(change.New), whenMore, more, whenLess, less);

    private static Impact Sets(string[] old, string[] now, BlueprintChangeKind whenMore, string more, BlueprintChangeKind whenLess, string less)
    {
        string[] added = [.. now.Except(old, StringComparer.Ordinal)];
        string[] gone = [.. old.Except(now, StringComparer.Ordinal)];
        return Impact.Join(
        [
            .. added.Length == 0 ? (Impact[])[] : [new(whenMore, $"{more}{string.Join(", ", added)}.")],
            .. gone.Length == 0 ? (Impact[])[] : [new(whenLess, $"{less}{string.Join(", ", gone)}.")],
        ]);
    }

    private static Setting? Member(Setting? block, string name) => (block as Setting.Group)?.Members.GetValueOrDefault(name);

    private static string NameOf(SettingDifference change)
    {
        string path = change.Path;
        return change.Pattern.EndsWith("[]", StringComparison.Ordinal) ? path[(path.LastIndexOf('[') + 1)..^1] : path[(path.LastIndexOf('.') + 1)..];
    }

    private static bool IsTrue(Setting? setting) => setting is Setting.Value { Json.ValueKind: JsonValueKind.True };

    private static string? TextOf(Setting? setting) => setting is Setting.Value { Json: { ValueKind: JsonValueKind.String } text } ? text.GetString() : null;

    private static string[] TextsOf(Setting? setting) =>
        setting is Setting.Value { Json: { ValueKind: JsonValueKind.Array } list }
            ? [.. list.EnumerateArray().Select(i => SecretShapes.MaskLines(i.ToString()))]
            : [];

    private static double? NumberOf(Setting? setting) =>
        setting is Setting.Value { Json: { ValueKind: JsonValueKind.Number } number } ? number.GetDouble() : null;

    private static string Show(Setting? setting) =>
        ChangeText.ToValue(setting) is string text ? $"'{ChangeText.Show(text)}'" : ChangeText.Show(ChangeText.ToValue(setting));

    private static string Show(double number) => number.ToString(CultureInfo.InvariantCulture);
}
