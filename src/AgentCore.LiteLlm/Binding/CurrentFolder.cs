using System.Management.Automation;

namespace AgentCore.LiteLlm.Binding;

/// <summary>The session's folder, which need not be the process's.</summary>
internal static class CurrentFolder
{
    /// <summary>Finds it from within a completion, while the session's pipeline runs.</summary>
    public static string Find()
    {
        try
        {
            using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            shell.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem");
            return shell.Invoke<PathInfo>() is [{ ProviderPath: var path }, ..] ? path : Environment.CurrentDirectory;
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            return Environment.CurrentDirectory;
        }
    }
}
