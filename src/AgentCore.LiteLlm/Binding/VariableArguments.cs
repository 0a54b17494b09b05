using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into the variables of a prompt.</summary>
internal static class VariableArguments
{
    /// <summary>Reads the variables; names are the same in any case, as in every hashtable.</summary>
    /// <param name="variables">What was bound; null for none.</param>
    /// <param name="unfit">The name of one whose value is no text; null when all are.</param>
    /// <returns>The variables; null for none.</returns>
    public static ImmutableDictionary<string, string>? Read(IDictionary? variables, out string? unfit)
    {
        unfit = null;
        if (variables is null)
        {
            return null;
        }

        ImmutableDictionary<string, string>.Builder read = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in variables)
        {
            object? value = PlainValue.Of(entry.Value);
            if (value is null or SecureString or IDictionary)
            {
                unfit = $"{entry.Key}";
                return null;
            }

            read[$"{entry.Key}"] = (string)LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture);
        }

        return read.ToImmutable();
    }
}
