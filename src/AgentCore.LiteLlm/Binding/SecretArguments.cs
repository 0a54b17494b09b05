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

    /// <summary>Takes headers out of a dictionary; a value is text, a number or a secure string, and an empty one is left out.</summary>
    /// <param name="headers">What was bound.</param>
    /// <param name="unfit">The name of the first header whose value is something else.</param>
    public static ImmutableArray<SecretHeader> ToHeaders(IDictionary? headers, out string? unfit)
    {
        unfit = null;
        if (headers is null)
        {
            return [];
        }

        ImmutableArray<SecretHeader>.Builder found = ImmutableArray.CreateBuilder<SecretHeader>();
        foreach (DictionaryEntry entry in headers)
        {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            object? value = PlainValue.Of(entry.Value);
            Secret? secret = value switch
            {
                SecureString secure => ToSecret(secure),
                string or bool or ValueType => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() is { Length: > 0 } text ? new Secret(text) : null,
                _ => null,
            };
            unfit ??= value is null or SecureString or string or ValueType ? null : name;
            if (secret is not null)
            {
                found.Add(new SecretHeader(name, secret));
            }
        }

        return found.ToImmutable();
    }
}
