using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Makes the shortest text that a schema accepts, and an empty one only where it accepts no other: what takes a text seldom takes that.</summary>
internal static class SampleText
{
    public static string For(SchemaParts schema, int variant)
    {
        int least = schema.Count("minLength");
        if (schema.Find("format") is { ValueKind: JsonValueKind.String } format
            && OfFormat(format.GetString()!, variant) is { } known)
        {
            return known;
        }

        return schema.Find("pattern") is { ValueKind: JsonValueKind.String } pattern
            && PatternSample.Find(pattern.GetString()!, least, variant) is { } matching
            ? matching
            : new string('x', Math.Max(least, MustBeEmpty(schema) ? 0 : 1) + variant);
    }

    private static bool MustBeEmpty(SchemaParts schema) =>
        schema.All("maxLength").Any(v => v.ValueKind == JsonValueKind.Number && v.TryGetDouble(out double most) && most < 1);

    private static string? OfFormat(string format, int variant) => format switch
    {
        "date" => $"2025-01-{1 + (variant % 28):00}",
        "time" => $"00:00:{variant % 60:00}Z",
        "date-time" => $"2025-01-01T00:00:{variant % 60:00}Z",
        "duration" => $"PT{variant}S",
        "email" or "idn-email" => $"user{Suffix(variant)}@example.com",
        "hostname" or "idn-hostname" => $"example{Suffix(variant)}.com",
        "ipv4" => $"127.0.0.{1 + (variant % 254)}",
        "ipv6" => $"::{1 + (variant % 9999)}",
        "uri" or "iri" => $"https://example.com/{Suffix(variant)}",
        "uri-reference" or "iri-reference" or "uri-template" => $"/{Suffix(variant)}",
        "uuid" => $"00000000-0000-4000-8000-{variant:000000000000}",
        "json-pointer" => $"/{Suffix(variant)}",
        "relative-json-pointer" => $"{variant}",
        "regex" => $"x{Suffix(variant)}",
        _ => null,
    };

    private static string Suffix(int variant) => variant == 0 ? "" : $"{variant}";
}
