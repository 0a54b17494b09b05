namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>The names of every kind of finding. A name never changes its meaning; docs/blueprint.md explains each.</summary>
public static class DiagnosticCodes
{
    /// <summary>An agent that runs others, among whom it is itself.</summary>
    public const string AgentCircle = nameof(AgentCircle);

    /// <summary>No blueprint has the id by which an agent is named.</summary>
    public const string AgentNotFound = nameof(AgentNotFound);

    /// <summary>The key cannot be sent: it holds a control character, a quote around it, or <c>Bearer</c> before it.</summary>
    public const string ApiKeyInvalid = nameof(ApiKeyInvalid);

    /// <summary>The variable that <c>api_key_env</c> names is unset or empty.</summary>
    public const string ApiKeyNotSet = nameof(ApiKeyNotSet);

    /// <summary>Assertions of one case that no answer can fit together.</summary>
    public const string AssertionConflict = nameof(AssertionConflict);

    /// <summary>The base URL is no http or https address, holds a secret, or goes beyond the base.</summary>
    public const string BaseUrlInvalid = nameof(BaseUrlInvalid);

    /// <summary>Two cases of one file have the same name.</summary>
    public const string CaseDuplicate = nameof(CaseDuplicate);

    /// <summary>A character that is invisible, breaks lines unseen, or reorders text: controls, NEL, LS, PS, lone surrogates, bidirectional controls.</summary>
    public const string CharacterForbidden = nameof(CharacterForbidden);

    /// <summary>A character that nobody sees stands in a name or an address.</summary>
    public const string CharacterInvisible = nameof(CharacterInvisible);

    /// <summary>A Cloudflare AI Gateway address that cannot serve the model.</summary>
    public const string CloudflareMismatch = nameof(CloudflareMismatch);

    /// <summary>A condition about a field that no output has.</summary>
    public const string ConditionFieldUnknown = nameof(ConditionFieldUnknown);

    /// <summary>A condition of a graph that is none.</summary>
    public const string ConditionInvalid = nameof(ConditionInvalid);

    /// <summary>A condition that always or never holds, whatever the field has.</summary>
    public const string ConditionUnfit = nameof(ConditionUnfit);

    /// <summary>A coordinator without <c>nodes</c> to coordinate.</summary>
    public const string CoordinatorWithoutNodes = nameof(CoordinatorWithoutNodes);

    /// <summary>The file holds no value: it is empty or has only comments.</summary>
    public const string DocumentEmpty = nameof(DocumentEmpty);

    /// <summary>The file is not UTF-8.</summary>
    public const string EncodingInvalid = nameof(EncodingInvalid);

    /// <summary>A kind of personal data that patterns cannot find.</summary>
    public const string EntityNeedsService = nameof(EntityNeedsService);

    /// <summary><c>presidio_entities</c> names nothing that Presidio knows.</summary>
    public const string EntityNoneKnown = nameof(EntityNoneKnown);

    /// <summary>A kind of personal data that Presidio does not know.</summary>
    public const string EntityUnknown = nameof(EntityUnknown);

    /// <summary>Online evaluation without the traces that it reads.</summary>
    public const string EvaluationWithoutObservability = nameof(EvaluationWithoutObservability);

    /// <summary>The name of an evaluator that is described nowhere.</summary>
    public const string EvaluatorUnknown = nameof(EvaluatorUnknown);

    /// <summary>The file is larger than 1 MiB.</summary>
    public const string FileTooLarge = nameof(FileTooLarge);

    /// <summary>An edge that leaves a gate, and whose condition is the contrary of the gate's.</summary>
    public const string GateContradicted = nameof(GateContradicted);

    /// <summary>A Bedrock guardrail, with another provider.</summary>
    public const string GuardrailUnavailable = nameof(GuardrailUnavailable);

    /// <summary>Two header names differ only in case.</summary>
    public const string HeaderDuplicate = nameof(HeaderDuplicate);

    /// <summary>A header cannot be sent: its name is reserved or no header name, or its value holds a control character.</summary>
    public const string HeaderInvalid = nameof(HeaderInvalid);

    /// <summary>A header name holds a character that HTTP does not allow.</summary>
    public const string HeaderNameInvalid = nameof(HeaderNameInvalid);

    /// <summary>A header is left out because its variable is unset or empty.</summary>
    public const string HeaderOmitted = nameof(HeaderOmitted);

    /// <summary>A header that only the transport may set.</summary>
    public const string HeaderReserved = nameof(HeaderReserved);

    /// <summary>A key is written twice in one mapping.</summary>
    public const string KeyDuplicate = nameof(KeyDuplicate);

    /// <summary>A name of <c>hooks</c> to which nothing is bound.</summary>
    public const string HookNotBound = nameof(HookNotBound);

    /// <summary>Something is bound to a name that is none of <c>hooks</c>.</summary>
    public const string HookUnused = nameof(HookUnused);

    /// <summary>A key that promises an API key, a token or a password.</summary>
    public const string KeyInFile = nameof(KeyInFile);

    /// <summary>A required key is not there.</summary>
    public const string KeyMissing = nameof(KeyMissing);

    /// <summary>A key that blueprints do not have.</summary>
    public const string KeyUnknown = nameof(KeyUnknown);

    /// <summary>A <c>presidio_language</c> that is no language code.</summary>
    public const string LanguageUnknown = nameof(LanguageUnknown);

    /// <summary>An agent that is otherwise than its lock says.</summary>
    public const string LockDiffers = nameof(LockDiffers);

    /// <summary>A file that is no lock, or one of another format.</summary>
    public const string LockInvalid = nameof(LockInvalid);

    /// <summary>An agent that must be locked and has no lock.</summary>
    public const string LockNotFound = nameof(LockNotFound);

    /// <summary>A memory without what it needs to be kept: whose it is, or a key.</summary>
    public const string MemoryIncomplete = nameof(MemoryIncomplete);

    /// <summary>Memory strategies with a runtime other than <c>agentcore</c>.</summary>
    public const string MemoryWithoutRuntime = nameof(MemoryWithoutRuntime);

    /// <summary>A member of <c>extra_body</c> that is written from another setting.</summary>
    public const string MemberReserved = nameof(MemberReserved);

    /// <summary>The model's name is empty after its variables were filled in.</summary>
    public const string ModelIdEmpty = nameof(ModelIdEmpty);

    /// <summary>The model's name holds a control character.</summary>
    public const string ModelIdInvalid = nameof(ModelIdInvalid);

    /// <summary>Without a base URL, the model's name leads to no provider that can be called.</summary>
    public const string ModelNotRoutable = nameof(ModelNotRoutable);

    /// <summary>A model's name with <c>openai/</c> before it, although <c>base_url</c> is set.</summary>
    public const string ModelPrefixed = nameof(ModelPrefixed);

    /// <summary>No execution mode is enabled.</summary>
    public const string ModeNoneEnabled = nameof(ModeNoneEnabled);

    /// <summary>Metadata that a provider's schema does not allow, and that is not sent.</summary>
    public const string MetadataLeftOut = nameof(MetadataLeftOut);

    /// <summary>The blueprint does not enable the mode of the call.</summary>
    public const string ModeNotEnabled = nameof(ModeNotEnabled);

    /// <summary><c>EXECUTION_MODE</c> holds something other than simulation, staging or production.</summary>
    public const string ModeUnknown = nameof(ModeUnknown);

    /// <summary>A private network with a gateway whose address is public.</summary>
    public const string NetworkUnreachable = nameof(NetworkUnreachable);

    /// <summary>Two nodes of a graph have one name.</summary>
    public const string NodeDuplicate = nameof(NodeDuplicate);

    /// <summary>An entry point, edge or fallback that names no node.</summary>
    public const string NodeUnknown = nameof(NodeUnknown);

    /// <summary>A node that no edge leads to.</summary>
    public const string NodeUnreachable = nameof(NodeUnreachable);

    /// <summary>A file of another kind, such as the configuration of a proxy or a workflow.</summary>
    public const string NotABlueprint = nameof(NotABlueprint);

    /// <summary>A blueprint where a file of cases should be.</summary>
    public const string NotACaseFile = nameof(NotACaseFile);

    /// <summary>An output schema, or the schema of an assertion, that is no JSON Schema of draft 2020-12, or one that needs another document.</summary>
    public const string OutputSchemaInvalid = nameof(OutputSchemaInvalid);

    /// <summary>An <c>output_schema</c> or an assertion names a schema whose file is not there.</summary>
    public const string OutputSchemaNotFound = nameof(OutputSchemaNotFound);

    /// <summary>A regular expression that is none, or that could stall on hostile text.</summary>
    public const string PatternInvalid = nameof(PatternInvalid);

    /// <summary>An evaluator's instructions without <c>{context}</c> or <c>{assistant_turn}</c>.</summary>
    public const string PlaceholderMissing = nameof(PlaceholderMissing);

    /// <summary>A condition of a rule that is no Cedar.</summary>
    public const string PolicyConditionInvalid = nameof(PolicyConditionInvalid);

    /// <summary>A rule that is about something beside the arguments of a call, so that it cannot be judged here.</summary>
    public const string PolicyNotJudged = nameof(PolicyNotJudged);

    /// <summary>A rule that is about none of the tools of the call.</summary>
    public const string PolicyRuleIdle = nameof(PolicyRuleIdle);

    /// <summary>A rule of a policy with neither or both of <c>allow</c> and <c>deny</c>.</summary>
    public const string PolicyRuleInvalid = nameof(PolicyRuleInvalid);

    /// <summary>Policy rules without the gateway that applies them.</summary>
    public const string PolicyWithoutGateway = nameof(PolicyWithoutGateway);

    /// <summary>The agent-to-agent server on the container's own port.</summary>
    public const string PortConflict = nameof(PortConflict);

    /// <summary><c>MODEL_PRICING</c> or <c>MODEL_DEFAULT_PRICING</c> holds no prices.</summary>
    public const string PricingInvalid = nameof(PricingInvalid);

    /// <summary>The prompt that <c>prompt_ref</c> names is deprecated.</summary>
    public const string PromptDeprecated = nameof(PromptDeprecated);

    /// <summary>The prompt that <c>prompt_ref</c> names is a draft, and the call is no simulation.</summary>
    public const string PromptDraft = nameof(PromptDraft);

    /// <summary>The file that <c>prompt_ref</c> names holds no prompt: it is blank, binary, too large or no plain file, or its front matter is wrong.</summary>
    public const string PromptInvalid = nameof(PromptInvalid);

    /// <summary><c>prompt_ref</c> names no prompt; a simulation runs without one.</summary>
    public const string PromptNotFound = nameof(PromptNotFound);

    /// <summary><c>prompt_ref</c> leads out of the prompts folder.</summary>
    public const string PromptOutside = nameof(PromptOutside);

    /// <summary>The prompt registry did not answer as it should; the folder is looked into instead.</summary>
    public const string PromptRegistryFailed = nameof(PromptRegistryFailed);

    /// <summary><c>PROMPT_REGISTRY_URL</c> is no address that may be asked.</summary>
    public const string PromptRegistryInvalid = nameof(PromptRegistryInvalid);

    /// <summary>A place of the prompt has no variable to fill it.</summary>
    public const string PromptVariableMissing = nameof(PromptVariableMissing);

    /// <summary>A variable has no place in the prompt.</summary>
    public const string PromptVariableUnused = nameof(PromptVariableUnused);

    /// <summary>Nothing is said about personal data, and the framework's default filters nothing with this provider.</summary>
    public const string ProtectionInactive = nameof(ProtectionInactive);

    /// <summary>The blueprint asks for personal data to be filtered, and nothing here can.</summary>
    public const string ProtectionUnavailable = nameof(ProtectionUnavailable);

    /// <summary>The blueprint is for another provider than <c>litellm</c>.</summary>
    public const string ProviderNotCallable = nameof(ProviderNotCallable);

    /// <summary>In which form a model is asked to reason.</summary>
    public const string ReasoningMapped = nameof(ReasoningMapped);

    /// <summary>A value without quotes that YAML 1.1 readers, such as the Python loader, take for something else.</summary>
    public const string ScalarAmbiguous = nameof(ScalarAmbiguous);

    /// <summary>What looks like a credential stands in the file.</summary>
    public const string SecretInline = nameof(SecretInline);

    /// <summary>Settings that contradict each other.</summary>
    public const string SettingConflict = nameof(SettingConflict);

    /// <summary>A setting without effect, given the others.</summary>
    public const string SettingIgnored = nameof(SettingIgnored);

    /// <summary>A setting that needs another, which is not there.</summary>
    public const string SettingIncomplete = nameof(SettingIncomplete);

    /// <summary>A setting that holds for deployed agents, and that this module does not act on.</summary>
    public const string SettingNotApplied = nameof(SettingNotApplied);

    /// <summary>A suppression that has no known code or no reason, so it suppresses nothing.</summary>
    public const string SuppressionInvalid = nameof(SuppressionInvalid);

    /// <summary>A suppression of a finding that is not there, or that is an error.</summary>
    public const string SuppressionUnused = nameof(SuppressionUnused);

    /// <summary>A temperature other than 1 for a reasoning model.</summary>
    public const string TemperatureFixed = nameof(TemperatureFixed);

    /// <summary>A temperature above 1, which the Python loader refuses.</summary>
    public const string TemperatureHigh = nameof(TemperatureHigh);

    /// <summary>A variable written as another tool writes it, which is sent as it stands.</summary>
    public const string TemplateForeign = nameof(TemplateForeign);

    /// <summary>A <c>${...}</c> is not written as one.</summary>
    public const string TemplateInvalid = nameof(TemplateInvalid);

    /// <summary>Two tools have one name.</summary>
    public const string ToolDuplicate = nameof(ToolDuplicate);

    /// <summary>More tools than OpenAI takes in one request.</summary>
    public const string ToolsTooMany = nameof(ToolsTooMany);

    /// <summary>A kind of tool that runs where AWS hosts it, and nowhere else.</summary>
    public const string ToolHostedElsewhere = nameof(ToolHostedElsewhere);

    /// <summary>A tool that its server does not have.</summary>
    public const string ToolMissing = nameof(ToolMissing);

    /// <summary>A tool that a blueprint declares has the name of one that the caller gives.</summary>
    public const string ToolNameTaken = nameof(ToolNameTaken);

    /// <summary>A tool that no model can be told of, because of its schema.</summary>
    public const string ToolUnfit = nameof(ToolUnfit);

    /// <summary>A file of tool servers that is none.</summary>
    public const string ToolServerFileInvalid = nameof(ToolServerFileInvalid);

    /// <summary>A tool server that cannot be started or reached, or that does not answer as one.</summary>
    public const string ToolServerUnavailable = nameof(ToolServerUnavailable);

    /// <summary>A tool server that nobody describes: neither the caller's file nor a gateway.</summary>
    public const string ToolServerUnknown = nameof(ToolServerUnknown);

    /// <summary>There are more than 1,000 findings; the rest are not listed.</summary>
    public const string TooManyFindings = nameof(TooManyFindings);

    /// <summary>A value of the wrong kind, such as text for a number.</summary>
    public const string TypeMismatch = nameof(TypeMismatch);

    /// <summary>A key or header would cross a network in clear text.</summary>
    public const string UnencryptedAuthentication = nameof(UnencryptedAuthentication);

    /// <summary>A key stands without a value.</summary>
    public const string ValueMissing = nameof(ValueMissing);

    /// <summary>A number beyond its limits, or a list with too few or too many entries.</summary>
    public const string ValueOutOfRange = nameof(ValueOutOfRange);

    /// <summary>A value that is none of those allowed.</summary>
    public const string ValueUnknown = nameof(ValueUnknown);

    /// <summary>A field that takes the name of an environment variable holds something else.</summary>
    public const string VariableNameInvalid = nameof(VariableNameInvalid);

    /// <summary>A <c>${NAME}</c> without a default names a variable that is unset or empty.</summary>
    public const string VariableNotSet = nameof(VariableNotSet);

    /// <summary>An alias for something other than a scalar, or for nothing.</summary>
    public const string YamlAlias = nameof(YamlAlias);

    /// <summary>The key of a mapping is itself a list or a mapping.</summary>
    public const string YamlKeyNotText = nameof(YamlKeyNotText);

    /// <summary>A merge key, <c>&lt;&lt;</c>.</summary>
    public const string YamlMergeKey = nameof(YamlMergeKey);

    /// <summary>A second YAML document follows the first.</summary>
    public const string YamlSecondDocument = nameof(YamlSecondDocument);

    /// <summary>The text is not YAML.</summary>
    public const string YamlSyntax = nameof(YamlSyntax);

    /// <summary>A type tag other than those of plain text, numbers, booleans, lists and mappings.</summary>
    public const string YamlTag = nameof(YamlTag);

    /// <summary>Values are nested more than 64 deep.</summary>
    public const string YamlTooDeep = nameof(YamlTooDeep);

    /// <summary>The file holds more than 20,000 values.</summary>
    public const string YamlTooManyNodes = nameof(YamlTooManyNodes);
}
