using System.Management.Automation;
using System.Reflection;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Makes the core's types known to PowerShell by name, which else looks for types in the default load context only.</summary>
internal static class TypeNames
{
    // Once a process: PowerShell keeps them for all sessions, in a table that takes no two writers.
    private static readonly Lazy<bool> Added = new(Add);

    public static void EnsureAdded() => _ = Added.Value;

    private static bool Add()
    {
        // The class that about_Classes names for giving types to a session. Where it is gone, scripts name a type with its assembly.
        if (typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators")
                ?.GetMethod("Add", [typeof(string), typeof(Type)]) is not MethodInfo method)
        {
            return false;
        }

        Action<string, Type> add = method.CreateDelegate<Action<string, Type>>();
        foreach (Type type in typeof(AgentReply).Assembly.GetExportedTypes().Where(type => !type.ContainsGenericParameters))
        {
            add(type.FullName!, type);
        }

        return true;
    }
}
