using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Tools;

/// <summary>What a user says of a tool beside its command.</summary>
internal sealed record ToolWishes
{
    /// <summary>Gets the name; null takes the command's.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the description; null takes the command's help.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the parameter set; null takes the default one.</summary>
    public string? ParameterSetName { get; init; }

    /// <summary>Gets the parameters to offer; empty for all.</summary>
    public ImmutableArray<string> IncludeParameter { get; init; } = [];

    /// <summary>Gets the parameters not to offer.</summary>
    public ImmutableArray<string> ExcludeParameter { get; init; } = [];

    /// <summary>Gets what holds for calls, as far as the user says.</summary>
    public ToolRules Rules { get; init; } = new();

    /// <summary>Gets every parameter that is named.</summary>
    public IEnumerable<string> Named => ExcludeParameter.Concat(Wanted);

    /// <summary>Gets every parameter that is named because the model is to use it.</summary>
    public IEnumerable<string> Wanted => IncludeParameter.Concat(Rules.Allow.Concat(Rules.Deny).Select(r => r.Key));
}
