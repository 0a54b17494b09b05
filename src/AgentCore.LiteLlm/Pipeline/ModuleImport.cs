using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What begins when a session imports the module: its types are shown in few lines.</summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        ShownProperties.Tell();
    }
}
