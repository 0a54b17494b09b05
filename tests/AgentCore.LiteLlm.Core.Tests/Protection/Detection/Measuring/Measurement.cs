using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>Counts what the default set finds, and what it should not, in texts that are made up anew from a seed.</summary>
internal static class Measurement
{
    private const int Seed = 20261125;
    private const int TextsPerEntity = 300;
    private const int HarmlessTexts = 3000;

    /// <summary>Measures, and writes the rows of a Markdown table: kind, values, found, misplaced or mistaken, recall, precision.</summary>
    public static async Task<ImmutableArray<string>> RowsAsync(
        (string Entity, string[] Templates)[] sentences, string[] harmless, CancellationToken cancellationToken)
    {
        using CombinedDetector detector = EntityDetectors.For(new EntityDetectorOptions());
        Random random = new(Seed);
        Dictionary<string, int> found = [];
        Dictionary<string, int> mistaken = [];
        foreach ((string entity, string[] templates) in sentences)
        {
            for (int count = 0; count < TextsPerEntity; count++)
            {
                string template = templates[random.Next(templates.Length)];
                string value = Values.Make(entity, random);
                string text = template.Replace("{}", value, StringComparison.Ordinal);
                EntityFinding right = new(entity, template.IndexOf("{}", StringComparison.Ordinal), value.Length, 0);
                foreach (EntityFinding finding in (await detector.FindAsync([text], cancellationToken))[0])
                {
                    Dictionary<string, int> counts = finding with { Score = 0 } == right ? found : mistaken;
                    counts[finding.Entity] = counts.GetValueOrDefault(finding.Entity) + 1;
                }
            }
        }

        for (int count = 0; count < HarmlessTexts; count++)
        {
            string text = Values.Fill(harmless[random.Next(harmless.Length)], random, first: 1);
            foreach (EntityFinding finding in (await detector.FindAsync([text], cancellationToken))[0])
            {
                mistaken[finding.Entity] = mistaken.GetValueOrDefault(finding.Entity) + 1;
            }
        }

        ImmutableArray<string> rows =
        [
            .. sentences.Select(r => Row(r.Entity, TextsPerEntity, found.GetValueOrDefault(r.Entity), mistaken.GetValueOrDefault(r.Entity))),
        ];
        return rows.Add(Row("all", TextsPerEntity * sentences.Length, found.Values.Sum(), mistaken.Values.Sum()));
    }

    private static string Row(string entity, int values, int found, int mistaken) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {entity} | {values} | {found} | {mistaken} | {(double)found / values:0.000} | "
            + $"{(found + mistaken == 0 ? 1 : (double)found / (found + mistaken)):0.000} |");
}
