namespace AgentCore.LiteLlm.Keys;

/// <summary>What a text must look like, as a regular expression that every dialect of them reads alike.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Complaint">What an editor says of a text that is otherwise; few people read expressions.</param>
internal sealed record TextPattern(string Expression, string Complaint)
{
    private const string NotBlank = @"\S";
    private const string VariableName = "^[A-Za-z_][A-Za-z0-9_]*$";
    private const string VariableNameOrBlank = @"^(\s*|[A-Za-z_][A-Za-z0-9_]*)$";
    private const string VariableNameComplaint = "Write the name of an environment variable: letters, digits and underscores. Never the value itself.";

    // ${NAME}, ${NAME:-default} and $${ among other text; a default ends at the first brace and holds no other '${'. No text can be
    // taken apart in two ways, so none takes an editor long.
    private const string TemplateParts = @"([^$]|\$\$\{|\$(?!\{|\$\{)|\$\{[A-Za-z_][A-Za-z0-9_]*(:-([^}$]|\$(?!\{))*)?\})*$";
    private const string Template = "^" + TemplateParts;
    private const string TemplateNotBlank = @"^(?=[\s\S]*\S)" + TemplateParts;
    private const string TemplateComplaint = "Write text with ${NAME} or ${NAME:-default} in it, and $${ for a literal ${.";

    /// <summary>Finds the pattern of texts of a form.</summary>
    /// <param name="form">What they must look like.</param>
    /// <param name="isNeeded">Whether there must be something to read in them.</param>
    /// <returns>The pattern, or null when any text will do.</returns>
    public static TextPattern? For(TextForm form, bool isNeeded) => form switch
    {
        TextForm.VariableName => new(isNeeded ? VariableName : VariableNameOrBlank, VariableNameComplaint),
        TextForm.Template => new(isNeeded ? TemplateNotBlank : Template, TemplateComplaint),
        _ => isNeeded ? new(NotBlank, "Write some text here.") : null,
    };

    /// <summary>Makes a pattern that takes a word in any case, without flags that some dialects lack.</summary>
    /// <param name="word">The word, of ASCII letters and underscores.</param>
    /// <returns>The expression.</returns>
    public static string InAnyCase(string word) =>
        $"^{string.Concat(word.Select(c => char.IsAsciiLetter(c) ? $"[{char.ToUpperInvariant(c)}{char.ToLowerInvariant(c)}]" : $"{c}"))}$";
}
