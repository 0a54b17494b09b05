using System.Reflection;
using System.Runtime.Loader;

namespace AgentCore.LiteLlm.Loader;

/// <summary>Gives the module's assemblies a load context of their own, so its packages never meet another module's.</summary>
public sealed class LoadContext : AssemblyLoadContext
{
    // Listeners of the process, and the HttpClient that passes traces on, know the runtime's own copy: a second one would speak to nobody.
    private const string Telemetry = "System.Diagnostics.DiagnosticSource";

    private static readonly string Folder = Path.GetDirectoryName(typeof(LoadContext).Assembly.Location)!;
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
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
        if (assemblyName.Name == Telemetry)
        {
            return Default.LoadFromAssemblyName(new AssemblyName(Telemetry));
        }

        string own = Path.Combine(Folder, assemblyName.Name + ".dll");
        if (!File.Exists(own))
        {
            return null;
        }

        // A second System.Text.Json beside an equal one in the runtime would be compiled from scratch at every start.
        string shared = Path.Combine(Framework, assemblyName.Name + ".dll");
        return IsAtLeastAsNew(shared, own) ? null : LoadFromAssemblyPath(own);
    }

    private static bool IsAtLeastAsNew(string shared, string own) =>
        File.Exists(shared) && AssemblyName.GetAssemblyName(shared).Version >= AssemblyName.GetAssemblyName(own).Version;
}
