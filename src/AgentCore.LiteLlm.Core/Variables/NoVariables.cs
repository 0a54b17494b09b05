namespace AgentCore.LiteLlm.Variables;

/// <summary>An environment in which nothing is set, so that a template shows what it stands for by default.</summary>
internal sealed class NoVariables : IVariables
{
    /// <inheritdoc/>
    public string? Find(string name) => null;

    /// <summary>Fills a template in with nothing but its own defaults.</summary>
    /// <param name="template">The template.</param>
    /// <returns>The text; null when a variable has no default, or the template is none.</returns>
    public static string? Expand(string template) =>
        template.Contains('$', StringComparison.Ordinal) ? VariableTemplate.Read(template, out _, out _)?.Expand(new NoVariables(), out _) : template;
}
