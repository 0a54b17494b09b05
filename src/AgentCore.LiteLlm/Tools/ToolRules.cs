using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Tools;

/// <summary>What holds for the calls of one tool.</summary>
internal sealed record ToolRules
{
    /// <summary>How many characters of a result the model gets where nobody says.</summary>
    public const int DefaultResultLength = AgentSpecialist.DefaultResultLength;

    private static readonly ImmutableHashSet<string> ReadingVerbs = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Get", "Test", "Find", "Search", "Measure", "Resolve", "Compare", "Select", "Read", "ConvertTo", "ConvertFrom", "Format", "Group", "Sort", "Join",
        "Split");

    /// <summary>Gets a value indicating whether the tool only reads.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Gets a value indicating whether making a call twice does no harm.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Gets a value indicating whether the command supports ShouldProcess.</summary>
    public bool SupportsShouldProcess { get; init; }

    /// <summary>Gets what arguments must look like, one of the patterns for each parameter that is named.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<WildcardPattern>>> Allow { get; init; } = [];

    /// <summary>Gets what no argument may look like.</summary>
    public ImmutableArray<KeyValuePair<string, ImmutableArray<WildcardPattern>>> Deny { get; init; } = [];

    /// <summary>Gets the secret variables that stay in the environment while the tool runs.</summary>
    public ImmutableArray<string> PassedVariables { get; init; } = [];

    /// <summary>Gets how many characters of a result the model gets.</summary>
    public int MaximumResultLength { get; init; } = DefaultResultLength;

    /// <summary>Says whether a command that is named so only reads.</summary>
    public static bool IsReading(string command) => command.Split('-') is [var verb, { Length: > 0 }, ..] && ReadingVerbs.Contains(verb);
}
