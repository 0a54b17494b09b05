using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AgentCore.LiteLlm.Schemas.Values;

/// <summary>
/// What .NET holds a JSON number as. A whole number keeps every digit, up to a thousand of them; one with a fraction or an exponent keeps them as a
/// decimal where it can, and is the nearest double where it cannot. What would become infinite or nothing so, and is no whole number of a thousand
/// digits either, is not held: it is a mistake, which whoever wrote it is told.
/// </summary>
internal static class HeldNumber
{
    /// <summary>The most digits of a whole number; 1e1000000 is short as text and enormous as a value.</summary>
    internal const int MostDigits = 1000;

    private const int MostViolations = 20;

    /// <summary>Finds what holds a number.</summary>
    /// <param name="text">The number as JSON writes it.</param>
    /// <returns>A long, a BigInteger, a decimal or a double; null where none holds it.</returns>
    public static object? Find(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole;
        }

        ExactNumber exact = ExactNumber.Read(text);
        if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return exact.FindWhole(MostDigits);
        }

        double approximate = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        bool isExact = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            && ExactNumber.Read(number.ToString(CultureInfo.InvariantCulture)).Equals(exact);
        if (isExact)
        {
            return number;
        }

        return double.IsFinite(approximate) && (approximate != 0 || exact.IsZero) ? approximate : exact.FindWhole(MostDigits);
    }

    /// <summary>Finds the numbers in a value that nothing holds.</summary>
    /// <param name="value">The value.</param>
    /// <returns>A violation for each.</returns>
    public static ImmutableArray<SchemaViolation> FindViolations(JsonElement value)
    {
        ImmutableArray<SchemaViolation>.Builder found = ImmutableArray.CreateBuilder<SchemaViolation>();
        Visit(value, new InstancePath(), found);
        return found.ToImmutable();
    }

    private static void Visit(JsonElement value, InstancePath path, ImmutableArray<SchemaViolation>.Builder found)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    path.Enter(property.Name);
                    Visit(property.Value, path, found);
                    path.Leave();
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    path.Enter(index++);
                    Visit(item, path, found);
                    path.Leave();
                }

                break;
            case JsonValueKind.Number when found.Count < MostViolations && Find(value.GetRawText()) is null:
                found.Add(new SchemaViolation(
                    path.ToString(),
                    "",
                    "",
                    $"{path} is {Excerpt.OfJson(value)}, which is too large or too small for any number: write one between 5e-324 and 1.7e308, or a whole one "
                        + $"of at most {MostDigits} digits."));
                break;
        }
    }
}
