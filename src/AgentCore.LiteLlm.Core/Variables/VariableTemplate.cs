using System.Collections.Immutable;
using System.Text;

namespace AgentCore.LiteLlm.Variables;

/// <summary>Text with places for variables: <c>${NAME}</c>, <c>${NAME:-default}</c>, and <c>$${</c> for a literal <c>${</c>.</summary>
/// <remarks>The default applies when the variable is unset or empty, as in a shell. A value is only ever text: it is not expanded again.</remarks>
internal sealed class VariableTemplate
{
    private readonly ImmutableArray<Part> _parts;

    private VariableTemplate(ImmutableArray<Part> parts) => _parts = parts;

    /// <summary>Gets the names of the variables it uses, in order, each once.</summary>
    public IEnumerable<string> VariableNames => _parts.Where(p => p.IsVariable).Select(p => p.Text).Distinct(StringComparer.Ordinal);

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text as the author wrote it.</param>
    /// <param name="problem">What is wrong with it, in one sentence without the text itself; null when it is sound.</param>
    /// <param name="offset">Where in the text the problem begins, from 0.</param>
    /// <returns>The template, or null with a <paramref name="problem"/>.</returns>
    public static VariableTemplate? Read(string text, out string? problem, out int offset)
    {
        problem = null;
        offset = 0;
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return new VariableTemplate(text.Length == 0 ? [] : [new Part(text, false, null)]);
        }

        ImmutableArray<Part>.Builder parts = ImmutableArray.CreateBuilder<Part>();
        StringBuilder literal = new();
        for (int at = 0; at < text.Length; at++)
        {
            if (text.AsSpan(at).StartsWith("$${", StringComparison.Ordinal))
            {
                literal.Append("${");
                at += 2;
            }
            else if (text.AsSpan(at).StartsWith("${", StringComparison.Ordinal))
            {
                int end = text.IndexOf('}', at);
                problem = end < 0 ? "'${' is never closed by '}'." : FindProblem(text[(at + 2)..end]);
                if (problem is not null)
                {
                    offset = at;
                    return null;
                }

                Flush(parts, literal);
                parts.Add(ToVariable(text[(at + 2)..end]));
                at = end;
            }
            else
            {
                literal.Append(text[at]);
            }
        }

        Flush(parts, literal);
        return new VariableTemplate(parts.ToImmutable());
    }

    /// <summary>Puts values in their places.</summary>
    /// <param name="variables">Where values come from.</param>
    /// <param name="missing">The first variable that is unset or empty and has no default; null when there is none.</param>
    /// <returns>The text, or null when a variable is <paramref name="missing"/>.</returns>
    public string? Expand(IVariables variables, out string? missing)
    {
        StringBuilder text = new();
        foreach (Part part in _parts)
        {
            string? value = part.IsVariable ? variables.Find(part.Text)?.Trim() : part.Text;
            value = string.IsNullOrEmpty(value) ? part.Default : value;
            if (value is null)
            {
                missing = part.Text;
                return null;
            }

            text.Append(value);
        }

        missing = null;
        return text.ToString();
    }

    /// <summary>Finds the values that go in, defaults included.</summary>
    /// <param name="variables">Where values come from.</param>
    /// <returns>Each with the name of its variable.</returns>
    public IEnumerable<KeyValuePair<string, string>> FindValues(IVariables variables) =>
        from part in _parts
        where part.IsVariable
        let value = variables.Find(part.Text)?.Trim()
        let used = string.IsNullOrEmpty(value) ? part.Default : value
        where !string.IsNullOrEmpty(used)
        select KeyValuePair.Create(part.Text, used);

    /// <summary>Says whether a text can be the name of an environment variable: a letter or underscore, then letters, digits and underscores.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it can.</returns>
    public static bool IsVariableName(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return text.Length > 0 && !char.IsAsciiDigit(text[0]);
    }

    private static string? FindProblem(string inside)
    {
        int colon = inside.IndexOf(':', StringComparison.Ordinal);
        if (!IsVariableName(colon < 0 ? inside : inside.AsSpan(0, colon)))
        {
            return "'${...}' does not begin with the name of a variable: letters, digits and underscores.";
        }

        if (colon >= 0 && !inside.AsSpan(colon).StartsWith(":-", StringComparison.Ordinal))
        {
            return "after the name of a variable only ':-' and a default may follow.";
        }

        return inside.Contains("${", StringComparison.Ordinal) ? "a default cannot hold another '${...}'." : null;
    }

    private static Part ToVariable(string inside)
    {
        int colon = inside.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new Part(inside, true, null) : new Part(inside[..colon], true, inside[(colon + 2)..]);
    }

    private static void Flush(ImmutableArray<Part>.Builder parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new Part(literal.ToString(), false, null));
            literal.Clear();
        }
    }

    private sealed record Part(string Text, bool IsVariable, string? Default);
}
