using System.Reflection;
using System.Runtime.Loader;

namespace AgentCore.LiteLlm.Loader;

/// <summary>Gives the module's assemblies a load context of their own, so its packages never meet another module's.</summary>
public sealed class LoadContext : AssemblyLoadContext
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(LoadContext).Assembly.Location)!;
    private static readonly Lazy<LoadContext> Instance = new(() => new LoadContext());

    private LoadContext()
        : base("AgentCore.LiteLlm")
    {
    }

    /// <summary>Loads one of the module's own assemblies, once, into the private context.</summary>
    /// <param name="name">The assembly's simple name.</param>
    /// <returns>The assembly.</returns>
    public static Assembly Load(string name) => Instance.Value.LoadFromAssemblyName(new AssemblyName(name));

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What lies in the module's folder is the module's, whatever the process has loaded under that name; all else is PowerShell's and .NET's.
        string own = Path.Combine(Folder, assemblyName.Name + ".dll");
        return File.Exists(own) ? LoadFromAssemblyPath(own) : null;
    }
}
