using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints.Settings;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Values of settings for people and for objects, without anything that looks like a credential.</summary>
internal static class ChangeText
{
    private const int Longest = 120;

    /// <summary>Gives a setting as a value of an object.</summary>
    /// <param name="setting">The setting; null where it is not there.</param>
    public static object? ToValue(Setting? setting) => setting switch
    {
        null => null,
        Setting.Group group => SecretShapes.MaskLines(group.ToWrittenJson().GetRawText()),
        Setting.Value { Json: var json } => json.ValueKind switch
        {
            JsonValueKind.String => SecretShapes.MaskLines(json.GetString()!),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => json.TryGetInt64(out long whole) ? whole : json.GetDouble(),
            JsonValueKind.Array when json.EnumerateArray().All(i => i.ValueKind == JsonValueKind.String) =>
                json.EnumerateArray().Select(i => SecretShapes.MaskLines(i.GetString()!)).ToArray(),
            _ => SecretShapes.MaskLines(json.GetRawText()),
        },
        _ => null,
    };

    /// <summary>Shows a value of an object on one line.</summary>
    /// <param name="value">The value.</param>
    public static string Show(object? value) => value switch
    {
        null => "nothing",
        true => "true",
        false => "false",
        string text => SecretShapes.ToLegible(Cut(text.ReplaceLineEndings(" "))),
        IEnumerable<string> texts => SecretShapes.ToLegible($"[{string.Join(", ", texts)}]".ReplaceLineEndings(" ")),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static string Cut(string text) => text.Length <= Longest ? text : $"{WholeCharacters.Cut(text, Longest)}…";
}
