namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>What must hold between the settings of a blueprint, beyond each being right by itself.</summary>
internal static class BlueprintRules
{
    /// <summary>Reports every rule that the blueprint breaks, as far as it could be read.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        ProviderRules.Check(scope);
        ReasoningRules.Check(scope);
        FallbackRules.Check(scope);
        TemplateRules.Check(scope);
        InvisibleRules.Check(scope);
        AddressRules.Check(scope);
        CloudflareRules.Check(scope);
        ProtectionRules.Check(scope);
        GatewayRules.Check(scope);
        RuntimeRules.Check(scope);
        IdentityRules.Check(scope);
        EvaluationRules.Check(scope);
        GraphRules.Check(scope);
        NeighbourRules.Check(scope);
        FileRules.Check(scope);
        UnappliedRules.Check(scope);
    }
}
