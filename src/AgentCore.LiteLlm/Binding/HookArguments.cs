using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Hooks;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns a hashtable into what is bound to hooks.</summary>
internal static class HookArguments
{
    /// <summary>Reads the hashtable. What cannot be called ends the pipeline.</summary>
    /// <param name="given">The cmdlet that has the parameter.</param>
    public static BoundHooks Read(AgentCallCmdlet given)
    {
        if (given.Hook is null)
        {
            return BoundHooks.None;
        }

        ImmutableDictionary<string, ScriptBlock>.Builder scripts = ImmutableDictionary.CreateBuilder<string, ScriptBlock>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in given.Hook)
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            if (PlainValue.Of(entry.Value) is ScriptBlock script)
            {
                scripts[name] = script;
            }
            else
            {
                given.ThrowTerminatingError(ErrorRecords.HookArgumentInvalid(name));
            }
        }

        return new BoundHooks(scripts.ToImmutable(), new ScriptRun(given));
    }
}
