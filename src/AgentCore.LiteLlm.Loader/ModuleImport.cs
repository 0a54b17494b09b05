using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace AgentCore.LiteLlm.Loader;

/// <summary>What happens before PowerShell looks at the cmdlets, whose types need the core's: the process learns where the core lies.</summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    private static readonly Lazy<LoadContext> Context = new(() => new LoadContext());

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The process holds another version of the module.</exception>
    public void OnImport()
    {
        Version? own = typeof(ModuleImport).Assembly.GetName().Version;
        if (AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => a.GetName().Name == "AgentCore.LiteLlm") is { } loaded
            && loaded.GetName().Version is var other && other != own)
        {
            throw new InvalidOperationException(
                $"This PowerShell has loaded version {other?.ToString(3)} of AgentCore.LiteLlm, and a process holds one: start a new "
                    + $"PowerShell for version {own?.ToString(3)}.");
        }

        // Imported again it is still one.
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    // The core only. What the core asks for its own context answers; what anybody else asks for is not ours to give.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "AgentCore.LiteLlm.Core" ? Context.Value.LoadFromAssemblyName(name) : null;
}
