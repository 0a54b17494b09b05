using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Makes the number nearest to zero that a schema accepts.</summary>
internal static class SampleNumber
{
    public static decimal For(SchemaParts schema, bool whole, int variant)
    {
        decimal step = Step(schema, whole);
        (decimal? low, bool lowOpen) = Bound(schema, "minimum", "exclusiveMinimum", Enumerable.Max);
        (decimal? high, bool highOpen) = Bound(schema, "maximum", "exclusiveMaximum", Enumerable.Min);
        try
        {
            decimal start = Start(low, lowOpen, high, highOpen, step);
            if (!whole && Find(schema, "multipleOf") is null && !Fits(start))
            {
                return (low!.Value + high!.Value) / 2;
            }

            decimal moved = start + (variant * step);
            decimal chosen = Fits(moved) ? moved : start - (variant * step);
            return whole ? decimal.Truncate(chosen) : chosen;
        }
        catch (OverflowException)
        {
            return low ?? high ?? 0;
        }

        bool Fits(decimal value) =>
            (low is null || (lowOpen ? value > low : value >= low)) && (high is null || (highOpen ? value < high : value <= high));
    }

    private static decimal Start(decimal? low, bool lowOpen, decimal? high, bool highOpen, decimal step)
    {
        if (low > 0 || (low == 0 && lowOpen))
        {
            decimal nearest = decimal.Ceiling(low.Value / step) * step;
            return lowOpen && nearest == low ? nearest + step : nearest;
        }

        if (high < 0 || (high == 0 && highOpen))
        {
            decimal nearest = decimal.Floor(high.Value / step) * step;
            return highOpen && nearest == high ? nearest - step : nearest;
        }

        return 0;
    }

    private static decimal Step(SchemaParts schema, bool whole)
    {
        decimal step = Find(schema, "multipleOf") is { } declared and > 0 ? declared : 1;
        return whole && decimal.Truncate(step) != step && 1 % step == 0 ? 1 : step;
    }

    private static (decimal? Value, bool Open) Bound(
        SchemaParts schema,
        string closed,
        string open,
        Func<IEnumerable<decimal?>, decimal?> strictest)
    {
        decimal? closedAt = strictest(All(schema, closed));
        decimal? openAt = strictest(All(schema, open));
        decimal? bound = strictest([closedAt, openAt]);
        return (bound, bound is not null && bound == openAt);
    }

    private static decimal? Find(SchemaParts schema, string keyword) => All(schema, keyword).FirstOrDefault();

    private static IEnumerable<decimal?> All(SchemaParts schema, string keyword) => schema.All(keyword)
        .Where(v => v.ValueKind == JsonValueKind.Number)
        .Select(v => v.TryGetDecimal(out decimal number) ? number : (decimal?)null)
        .Where(v => v is not null);
}
