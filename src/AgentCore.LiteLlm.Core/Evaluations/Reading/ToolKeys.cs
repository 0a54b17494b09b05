using System.Text.Json;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of a call that is expected.</summary>
internal static class ToolKeys
{
    public static readonly TextKey Name = new("name", "The tool's name.") { IsRequired = true };

    public static readonly ValuesKey Arguments = new("arguments", "What the arguments of the call must hold; it may have others.");

    public static readonly BlockShape Shape = new(Name, Arguments) { IsClosed = true };

    /// <summary>Reads a call.</summary>
    /// <param name="block">The block.</param>
    /// <returns>The tool's name and what its arguments must hold.</returns>
    public static (string Name, JsonElement? Arguments) Read(BlockReader block) => (block.RequiredText(Name), block.Json(Arguments));
}
