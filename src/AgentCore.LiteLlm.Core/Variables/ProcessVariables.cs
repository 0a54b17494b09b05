namespace AgentCore.LiteLlm.Variables;

/// <summary>The environment variables of this process.</summary>
public sealed class ProcessVariables : IVariables
{
    /// <inheritdoc/>
    public string? Find(string name) =>
#pragma warning disable RS0030 // the one legal home of this call
        Environment.GetEnvironmentVariable(name);
#pragma warning restore RS0030
}
