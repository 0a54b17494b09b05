namespace AgentCore.LiteLlm.Requirements.Versions;

/// <summary>One comparison of a specifier, such as <c>&gt;=1.2</c>.</summary>
/// <param name="Operator">The operator, as PEP 440 writes it.</param>
/// <param name="Text">The version as it is written, without a star.</param>
/// <param name="Version">The version; null only where <c>===</c> compares the text itself.</param>
/// <param name="IsPrefix">Whether a star follows.</param>
internal sealed record VersionClause(string Operator, string Text, PythonVersion? Version, bool IsPrefix)
{
    private static readonly string[] Operators = ["===", "~=", "==", "!=", "<=", ">=", "<", ">"];

    /// <summary>Reads a comparison.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The comparison, or null when the text is none.</returns>
    public static VersionClause? Find(string text)
    {
        string clause = text.Trim();
        string? symbol = Operators.FirstOrDefault(o => clause.StartsWith(o, StringComparison.Ordinal));
        string version = clause[(symbol?.Length ?? 0)..].Trim();
        if (symbol is null || version.Length == 0 || version.Any(char.IsWhiteSpace))
        {
            return null;
        }

        if (symbol == "===")
        {
            return new VersionClause(symbol, version, PythonVersion.Find(version), false);
        }

        bool isPrefix = version.EndsWith(".*", StringComparison.Ordinal);
        string written = isPrefix ? version[..^2] : version;
        PythonVersion? read = PythonVersion.Find(written);
        bool isSound = read is not null
            && (!isPrefix || (symbol is "==" or "!=" && !read.IsLocal))
            && (symbol is "==" or "!=" || !read.IsLocal)
            && (symbol != "~=" || read.Release.Length > 1);
        return isSound ? new VersionClause(symbol, written, read, isPrefix) : null;
    }

    /// <summary>Says whether a version fits.</summary>
    /// <param name="version">The version.</param>
    /// <returns>True when it does.</returns>
    public bool Fits(PythonVersion version)
    {
        if (Operator == "===")
        {
            return string.Equals(version.ToString(), Text, StringComparison.OrdinalIgnoreCase)
                || (Version is not null && version.ToString() == Version.ToString());
        }

        PythonVersion bound = Version!;
        return Operator switch
        {
            "==" => Equals(version, bound),
            "!=" => !Equals(version, bound),
            "<=" => PythonVersion.Compare(version.ToPublic(), bound) <= 0,
            ">=" => PythonVersion.Compare(version.ToPublic(), bound) >= 0,
            "~=" => PythonVersion.Compare(version.ToPublic(), bound) >= 0 && version.StartsWith(bound, bound.Release.Length - 1),
            "<" => PythonVersion.Compare(version, bound) < 0 && (bound.IsPreRelease || !version.IsPreRelease || !version.HasBaseOf(bound)),
            _ => PythonVersion.Compare(version, bound) > 0
                && ((!version.IsLocal && (bound.IsPostRelease || !version.IsPostRelease)) || !version.HasBaseOf(bound)),
        };
    }

    private bool Equals(PythonVersion version, PythonVersion bound) =>
        IsPrefix ? version.StartsWith(bound, bound.Release.Length) : PythonVersion.Compare(bound.IsLocal ? version : version.ToPublic(), bound) == 0;
}
