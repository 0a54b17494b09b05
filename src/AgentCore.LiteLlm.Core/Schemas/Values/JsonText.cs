using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Values;

/// <summary>The text inside JSON values; text that is no Unicode, such as half a surrogate pair, ends the check as a violation.</summary>
internal static class JsonText
{
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException e)
        {
            throw Unreadable(e);
        }
    }

    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw Unreadable(e);
        }
    }

    public static bool HasProperty(JsonElement instance, string name)
    {
        try
        {
            return instance.TryGetProperty(name, out _);
        }
        catch (InvalidOperationException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Counts characters as the standard does: by code point, not by UTF-16 unit.</summary>
    public static long LengthOf(JsonElement text)
    {
        string value = Of(text);
        long length = value.Length;
        foreach (char c in value)
        {
            length -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return length;
    }

    private static SchemaRunStoppedException Unreadable(InvalidOperationException cause) =>
        new("holds text that is not valid Unicode", cause);
}
