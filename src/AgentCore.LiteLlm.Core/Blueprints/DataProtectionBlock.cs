using System.Collections.Immutable;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>observability.data_protection</c> block: what filters personal data, and which.</summary>
public sealed record DataProtectionBlock
{
    /// <summary>Gets what filters; <see cref="DataProtectionProvider.Bedrock"/> by default.</summary>
    public DataProtectionProvider Provider { get; init; } = DataProtectionProvider.Bedrock;

    /// <summary>Gets the name of the variable that holds the Bedrock guardrail's id; <c>BEDROCK_GUARDRAIL_ID</c> by default.</summary>
    public string GuardrailIdEnv { get => VariableNames.Shown(field); init; } = "BEDROCK_GUARDRAIL_ID";

    /// <summary>Gets the name of the variable that holds its version; <c>BEDROCK_GUARDRAIL_VERSION</c> by default.</summary>
    public string GuardrailVersionEnv { get => VariableNames.Shown(field); init; } = "BEDROCK_GUARDRAIL_VERSION";

    /// <summary>Gets the kinds of personal data to filter, such as <c>EMAIL_ADDRESS</c>; empty means Presidio's default set.</summary>
    public ImmutableArray<string> PresidioEntities { get; init; } = [];

    /// <summary>Gets the language of the texts, as a code; <c>en</c> by default.</summary>
    public string PresidioLanguage { get; init; } = "en";

    /// <summary>Gets the kinds of data that CloudWatch masks in logs, such as <c>EmailAddress</c>; this module does not act on them.</summary>
    public ImmutableArray<string> CloudwatchMaskingIdentifiers { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => PresidioEntities.IsDefaultOrEmpty ? $"{Provider}" : $"{Provider}: {string.Join(", ", PresidioEntities)}";
}
