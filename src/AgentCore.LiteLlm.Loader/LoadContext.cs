using System.Reflection;
using System.Runtime.Loader;

namespace AgentCore.LiteLlm.Loader;

/// <summary>Gives the core and its packages a load context of their own, so that they never meet another module's.</summary>
internal sealed class LoadContext : AssemblyLoadContext
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(LoadContext).Assembly.Location)!, "lib");

    public LoadContext()
        : base("AgentCore.LiteLlm")
    {
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What lies in the module's folder is the module's, whatever the process has loaded under that name; all else is PowerShell's and .NET's.
        string own = Path.Combine(Folder, assemblyName.Name + ".dll");
        return File.Exists(own) ? LoadFromAssemblyPath(own) : null;
    }
}
