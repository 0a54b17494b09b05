using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into secrets.</summary>
internal static class SecretArguments
{
    /// <summary>Takes the text out of a secure string; null and empty give none.</summary>
    public static Secret? ToSecret(SecureString? value)
    {
        string text = new NetworkCredential("", value).Password.Trim();
        return text.Length == 0 ? null : new Secret(text);
    }

    /// <summary>Takes headers out of a dictionary; a value may be text or a secure string, and an empty one is left out.</summary>
    public static ImmutableArray<SecretHeader> ToHeaders(IDictionary? headers)
    {
        ImmutableArray<SecretHeader>.Builder found = ImmutableArray.CreateBuilder<SecretHeader>();
        foreach (DictionaryEntry entry in headers ?? new Hashtable())
        {
            Secret? value = entry.Value is SecureString secure
                ? ToSecret(secure)
                : Convert.ToString(entry.Value, CultureInfo.InvariantCulture)?.Trim() is { Length: > 0 } text ? new Secret(text) : null;
            if (value is not null)
            {
                found.Add(new SecretHeader(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, value));
            }
        }

        return found.ToImmutable();
    }
}
