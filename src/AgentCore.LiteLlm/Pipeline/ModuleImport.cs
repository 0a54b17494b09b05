using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What begins when a session imports the module: its types can be named.</summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => TypeNames.EnsureAdded();
}
