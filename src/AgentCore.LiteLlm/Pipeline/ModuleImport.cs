using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What begins when a session imports the module: its types can be named, and are shown in few lines.</summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        TypeNames.EnsureAdded();
        ShownProperties.Tell();
    }
}
