using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of a call that is expected.</summary>
internal static class ToolKeys
{
    public static readonly TextKey Name = new("name", "The tool's name.") { IsRequired = true };

    public static readonly ValuesKey Arguments = new("arguments", "What the arguments of the call must hold; it may have others.");

    public static readonly TextMapKey Matches = new(
        "matches", "Regular expressions that single arguments must match somewhere, by their names; values that are no text are matched as JSON.")
    {
        Form = TextForm.Pattern,
    };

    public static readonly BlockShape Shape = new(Name, Arguments, Matches) { IsClosed = true };

    /// <summary>Reads a call.</summary>
    /// <param name="block">The block.</param>
    /// <returns>The tool's name and what its arguments must be.</returns>
    public static ExpectedCall Read(BlockReader block) => new(block.RequiredText(Name))
    {
        Arguments = block.Json(Arguments),
        Patterns =
        [
            .. block.Map(Matches).Where(m => m.Value.Length > 0).Select(m => new KeyValuePair<string, Regex>(m.Key, SafeRegex.Read(m.Value, m.Key, out _)!)),
        ],
    };
}
