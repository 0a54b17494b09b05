using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns a hashtable into the agents that blueprints may name.</summary>
internal static class AgentArguments
{
    /// <summary>Reads the hashtable. What is no blueprint ends the pipeline.</summary>
    /// <param name="given">The cmdlet that has the parameter.</param>
    /// <param name="agents">The parameter's value; null for none.</param>
    /// <param name="strict">Whether warnings about files are errors.</param>
    public static ImmutableDictionary<string, AgentBlueprint> Read(PSCmdlet given, IDictionary? agents, bool strict)
    {
        ImmutableDictionary<string, AgentBlueprint>.Builder read = ImmutableDictionary.CreateBuilder<string, AgentBlueprint>(StringComparer.Ordinal);
        FindingWriter findings = new(given, ErrorEnds.Pipeline);
        foreach (DictionaryEntry entry in agents ?? new Hashtable())
        {
            AgentBlueprint[] found = [.. new BlueprintSource(given, findings).Read(entry.Value, strict)];
            if (found.Length != 1)
            {
                findings.Fail(ErrorRecords.NotOneBlueprint($"{entry.Value}", found.Length));
            }
            else
            {
                read[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = found[0];
            }
        }

        return read.ToImmutable();
    }
}
