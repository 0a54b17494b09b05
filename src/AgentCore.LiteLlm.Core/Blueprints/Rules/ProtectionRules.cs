using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about filtering personal data: what is asked for must be something that the model's provider, or this process, can do.</summary>
internal static class ProtectionRules
{
    private const string Refused = "a call is refused unless a Presidio analyzer is named";
    private const string Block = "observability.data_protection";
    private const string Entities = $"{Block}.presidio_entities";
    private const string Instead =
        "Write 'provider: presidio' here to filter in this process, or let the LiteLLM proxy run the Bedrock guardrail itself (a guardrail of type 'bedrock' "
            + "in its configuration).";

    /// <summary>Checks the block.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        bool isUnread = scope.Blueprint.Observability is null && scope.Has("observability");
        if (isUnread
            || !scope.Has("model")
            || !scope.IsSound("model.provider")
            || !scope.IsSound($"{Block}.provider")
            || (scope.Blueprint.Observability is { DataProtection: null } && scope.Has(Block)))
        {
            return;
        }

        ModelProvider model = scope.Blueprint.Model.Provider;
        DataProtectionBlock protection = scope.Blueprint.Observability?.DataProtection ?? new DataProtectionBlock();
        if (model != ModelProvider.Bedrock)
        {
            CheckGuardrail(scope, protection, ProviderRules.Name(model));
        }

        if (protection.Provider == DataProtectionProvider.Presidio)
        {
            CheckEntities(scope, protection.PresidioEntities, protection.PresidioLanguage);
            CheckLanguage(scope, protection.PresidioLanguage);
        }
        else
        {
            CheckPresidioUnused(scope);
        }
    }

    private static void CheckGuardrail(RuleScope scope, DataProtectionBlock protection, string model)
    {
        bool isWritten = scope.Has($"{Block}.provider");
        if (protection.Provider == DataProtectionProvider.Bedrock && isWritten)
        {
            scope.Warn(
                DiagnosticCodes.GuardrailUnavailable, $"{Block}.provider",
                $"Bedrock guardrails do not work with the provider '{model}', so nothing filters personal data.", Instead);
        }
        else if (!isWritten)
        {
            string at = scope.Has(Block) ? Block : scope.Has("observability") ? "observability" : "model.provider";
            scope.Tell(
                DiagnosticCodes.ProtectionInactive,
                Block,
                at,
                "No filter for personal data is active in this process: the framework's default is a Bedrock guardrail, which does not work with the provider "
                    + $"'{model}'.",
                "To filter, write 'data_protection: { provider: presidio }' under 'observability'; to say that none is wanted, 'provider: none'.");
        }

        foreach (string key in (string[])["guardrail_id_env", "guardrail_version_env"])
        {
            if (scope.Has($"{Block}.{key}"))
            {
                scope.Warn(
                    DiagnosticCodes.GuardrailUnavailable, $"{Block}.{key}",
                    $"'{key}' has no effect: Bedrock guardrails do not work with the provider '{model}'.",
                    isWritten && protection.Provider != DataProtectionProvider.Bedrock ? "Delete the line." : Instead);
            }
        }
    }

    private static void CheckPresidioUnused(RuleScope scope)
    {
        foreach (string key in (string[])["presidio_entities", "presidio_language"])
        {
            if (scope.Has($"{Block}.{key}"))
            {
                scope.Warn(
                    DiagnosticCodes.SettingIgnored, $"{Block}.{key}", $"'{key}' has no effect without 'provider: presidio'.",
                    "Write 'provider: presidio' in the same block, or delete the line.");
            }
        }
    }

    private static void CheckEntities(RuleScope scope, ImmutableArray<string> entities, string language)
    {
        if (entities.IsEmpty && scope.IsSound(Entities))
        {
            string[] unfound =
            [
                .. EntityCatalogue.Asked(new EntityDetectorOptions { Language = language }).Where(e => EntityCatalogue.CoverageOf(e) == EntityCoverage.Model),
            ];
            string path = scope.Has(Entities) ? Entities : $"{Block}.provider";
            scope.Warn(
                DiagnosticCodes.EntityNeedsService,
                path,
                $"Presidio's default set holds {string.Join(", ", unfound)}, which need a language model: {Refused}.",
                "Name one in PRESIDIO_ANALYZER_API_BASE, or list the kinds to find, such as EMAIL_ADDRESS.");
        }

        for (int at = 0; at < entities.Length; at++)
        {
            string name = entities[at];
            string path = RuleScope.Entry(Entities, at);
            if (!scope.IsSound(path))
            {
                continue;
            }

            if (EntityCatalogue.CoverageOf(name) == EntityCoverage.Model)
            {
                scope.Warn(
                    DiagnosticCodes.EntityNeedsService,
                    path,
                    $"'{SecretShapes.Excerpt(name)}' has no pattern to be found by: it needs a language model, and {Refused}.",
                    "Name one in PRESIDIO_ANALYZER_API_BASE, or delete the entry.");
            }
            else if (EntityCatalogue.CoverageOf(name) == EntityCoverage.Unknown)
            {
                scope.Warn(
                    DiagnosticCodes.EntityUnknown,
                    path,
                    $"{EntityCatalogue.DescribeUnknown(name)}, so a call is refused.",
                    scope.IsFull ? null : EntityCatalogue.AdviseUnknown(name));
            }
        }

        if (!entities.IsEmpty && scope.IsSound(Entities) && entities.All(e => EntityCatalogue.CoverageOf(e) == EntityCoverage.Unknown))
        {
            scope.Refuse(
                DiagnosticCodes.EntityNoneKnown, Entities, "None of the names is one that Presidio knows, so there is nothing to filter.",
                "Mend the names, or write '[]' for Presidio's default set.");
        }
    }

    private static void CheckLanguage(RuleScope scope, string language)
    {
        bool isCode = language.Length == 2 && language.All(char.IsAsciiLetterLower);
        if (!isCode && scope.IsSound($"{Block}.presidio_language"))
        {
            scope.Warn(
                DiagnosticCodes.LanguageUnknown, $"{Block}.presidio_language", $"'{SecretShapes.Excerpt(language)}' is no language code that Presidio takes.",
                "Write two lower-case letters, such as 'en'.");
        }
    }
}
