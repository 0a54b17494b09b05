using System.Globalization;
using System.Text.Json;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>JSON pointers (RFC 6901): the addresses of places in the schema.</summary>
internal static class JsonPointer
{
    public static string Append(string pointer, string token) =>
        $"{pointer}/{token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string Append(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    /// <summary>Splits a pointer that begins with a slash, or is empty, into its tokens.</summary>
    public static IEnumerable<string> ToTokens(string pointer) => pointer.Split('/').Skip(1)
        .Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    /// <summary>Goes one step down.</summary>
    public static JsonElement? FindChild(JsonElement parent, string token)
    {
        if (parent.ValueKind == JsonValueKind.Object)
        {
            return parent.TryGetProperty(token, out JsonElement member) ? member : null;
        }

        bool isIndex = parent.ValueKind == JsonValueKind.Array
            && token.Length > 0
            && token.All(char.IsAsciiDigit)
            && (token.Length == 1 || token[0] != '0');
        return isIndex && int.TryParse(token, CultureInfo.InvariantCulture, out int index) && index < parent.GetArrayLength()
            ? parent[index]
            : null;
    }
}
