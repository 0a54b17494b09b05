using System.Text;
using System.Text.Json;

namespace AgentCore.LiteLlm.Failures.Bodies;

/// <summary>Reads a message out of JSON whose end did not come.</summary>
internal static class CutJson
{
    /// <summary>Finds the message.</summary>
    /// <param name="text">The beginning of a JSON text.</param>
    /// <returns>The message, or null when none is whole.</returns>
    public static string? FindMessage(string text)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text), isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && IsMessage(ref reader) && reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    return reader.GetString();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What follows is no JSON; what came before says nothing.
        }

        return null;
    }

    private static bool IsMessage(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("detail"u8) || reader.ValueTextEquals("msg"u8);
}
