namespace AgentCore.LiteLlm.Protection;

internal sealed class ProtectionException(string m) : Exception(m);
