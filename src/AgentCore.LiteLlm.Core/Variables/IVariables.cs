namespace AgentCore.LiteLlm.Variables;

/// <summary>Named values from outside the blueprint, normally the process's environment.</summary>
public interface IVariables
{
    /// <summary>Finds a value as it stands, untrimmed.</summary>
    /// <param name="name">The variable's name.</param>
    /// <returns>The value, or null when the variable is not set.</returns>
    string? Find(string name);
}
