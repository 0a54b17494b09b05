namespace AgentCore.LiteLlm.Variables;

/// <summary>The environment variables of this process.</summary>
public sealed class ProcessVariables : IVariables
{
    /// <inheritdoc/>
    public string? Find(string name) => HiddenVariables.Find(name);

    /// <summary>Reads the environment as everybody in the process sees it.</summary>
    /// <param name="name">The variable's name.</param>
    /// <returns>The value, or null when the variable is not set.</returns>
    internal static string? Read(string name) =>
#pragma warning disable RS0030 // the one legal home of this call
        Environment.GetEnvironmentVariable(name);
#pragma warning restore RS0030
}
