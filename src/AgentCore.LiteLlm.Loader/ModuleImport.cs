using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace AgentCore.LiteLlm.Loader;

/// <summary>What happens before PowerShell looks at the cmdlets, whose types need the core's: the process learns where the core lies.</summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    private static readonly Lazy<LoadContext> Context = new(() => new LoadContext());

    /// <inheritdoc/>
    public void OnImport()
    {
        // Imported again it is still one.
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    // The core only. What the core asks for its own context answers; what anybody else asks for is not ours to give.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "AgentCore.LiteLlm.Core" ? Context.Value.LoadFromAssemblyName(name) : null;
}
