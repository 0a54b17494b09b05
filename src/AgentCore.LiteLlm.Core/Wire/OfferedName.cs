using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// The name of a tool as it was offered. Models write the namespace too under which a template showed it: "functions.name",
/// "default_api:name".
/// </summary>
internal static class OfferedName
{
    /// <summary>Finds the name.</summary>
    /// <param name="name">The name that the model wrote.</param>
    /// <param name="tools">The names that were offered.</param>
    /// <returns>The one that is meant; the model's own where none is.</returns>
    public static string Find(string name, ImmutableArray<string> tools)
    {
        string bare = name[(name.LastIndexOfAny(['.', ':', '/']) + 1)..];
        return !tools.Contains(name) && tools.Contains(bare) ? bare : name;
    }
}
