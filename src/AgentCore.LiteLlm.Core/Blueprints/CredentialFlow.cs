namespace AgentCore.LiteLlm.Blueprints;

/// <summary>On whose behalf a token is fetched.</summary>
public enum CredentialFlow
{
    /// <summary>The user's, with consent, <c>USER_FEDERATION</c>.</summary>
    UserFederation,

    /// <summary>The agent's own, <c>M2M</c>.</summary>
    MachineToMachine,
}
