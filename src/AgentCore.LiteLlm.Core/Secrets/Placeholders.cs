using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Knows what stands where a credential would stand without being one.</summary>
internal static class Placeholders
{
    /// <summary>Says whether a text only shows where a credential would go.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it does.</returns>
    public static bool IsPlaceholder(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> value = text.Trim();
        foreach (string part in (ReadOnlySpan<string>)["your", "example", "changeme", "change-me", "change_me", "replace", "placeholder", "dummy",
            "redacted", "todo", "fixme", "xxxx", "sample", "insert", "test-key", "test_key", "abcdef", "...", "…", "***", "{{", "<", "sk-1234"])
        {
            if (value.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (string word in (ReadOnlySpan<string>)["none", "null", "true", "false", "password", "secret", "token", "default", "bearer", "basic"])
        {
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return value.IsEmpty || value.IndexOfAnyExcept(value[0]) < 0;
    }

    /// <summary>Says whether a text only says where a credential is kept.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it does.</returns>
    public static bool IsReference(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> value = text.Trim();
        foreach (string start in (ReadOnlySpan<string>)["arn:", "os.environ", "op://", "vault:", "ssm:", "env:", "%"])
        {
            if (value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        // A default belongs to the text: only what has none is a mere reference.
        return value is ['$', '{', .. var inside, '}']
            ? VariableTemplate.IsVariableName(inside) || inside.EndsWith(":-", StringComparison.Ordinal)
            : value is ['$', .. var name] ? VariableTemplate.IsVariableName(name) : SecretValues.IsReference(value);
    }
}
