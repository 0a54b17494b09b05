using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Variables of one test, so that none depends on the process.</summary>
internal sealed class FixedVariables(params (string Name, string Value)[] values) : IVariables
{
    public string? Find(string name) => values.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault();
}
