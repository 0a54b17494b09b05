using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>observability.data_protection</c> block.</summary>
internal static class DataProtectionKeys
{
    public static readonly ChoiceKey Provider = new(
        "provider", "What filters personal data: bedrock (Bedrock models only), presidio (in this process, for every model), or none.", "bedrock", "presidio",
        "none")
    { IsMeantWhenWritten = true };

    public static readonly TextKey GuardrailIdEnv = new("guardrail_id_env", "The name of the environment variable that holds the id of the Bedrock guardrail.")
    {
        Form = TextForm.VariableName,
        Default = "BEDROCK_GUARDRAIL_ID",
    };

    public static readonly TextKey GuardrailVersionEnv =
        new("guardrail_version_env", "The name of the environment variable that holds the version of the Bedrock guardrail.")
        {
            Form = TextForm.VariableName,
            Default = "BEDROCK_GUARDRAIL_VERSION",
        };

    public static readonly TextListKey PresidioEntities = new(
        "presidio_entities", "The kinds of personal data to filter, such as EMAIL_ADDRESS. Empty means Presidio's default set.");

    public static readonly TextKey PresidioLanguage = new("presidio_language", "The language of the texts, as a code such as en.") { Default = "en" };

    public static readonly TextListKey CloudwatchMaskingIdentifiers = new(
        "cloudwatch_masking_identifiers", "The kinds of data that CloudWatch masks in logs, such as EmailAddress.");

    public static readonly BlockShape Shape = new(
        Provider, GuardrailIdEnv, GuardrailVersionEnv, PresidioEntities, PresidioLanguage, CloudwatchMaskingIdentifiers);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static DataProtectionBlock Read(BlockReader block) => new()
    {
        Provider = (DataProtectionProvider)block.Choice(Provider),
        GuardrailIdEnv = block.RequiredText(GuardrailIdEnv),
        GuardrailVersionEnv = block.RequiredText(GuardrailVersionEnv),
        PresidioEntities = block.Texts(PresidioEntities),
        PresidioLanguage = block.RequiredText(PresidioLanguage),
        CloudwatchMaskingIdentifiers = block.Texts(CloudwatchMaskingIdentifiers),
    };
}
