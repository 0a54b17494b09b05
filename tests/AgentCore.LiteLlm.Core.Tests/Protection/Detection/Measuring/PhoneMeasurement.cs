using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Protection.Detection;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>Counts which telephone numbers are found, exactly and whole, and what else is taken for one.</summary>
internal sealed class PhoneMeasurement
{
    /// <summary>What numbers in international form are called among the forms.</summary>
    public const string International = "international";

    private const int NumbersPerForm = 1000;
    private const int OtherNumbers = 3000;

    /// <summary>Gets how many numbers of each form there were, and how many were found.</summary>
    public Dictionary<string, (int Written, int Found)> Recall { get; } = [];

    /// <summary>Gets what was taken for a number, or cut wrongly, and the numbers that were not found.</summary>
    public List<string> Mistakes { get; } = [];

    /// <summary>Gets how many findings were wrong.</summary>
    public int Mistaken { get; private set; }

    /// <summary>Gets how many of all findings were right.</summary>
    public double Precision => (double)Recall.Values.Sum(r => r.Found) / (Recall.Values.Sum(r => r.Found) + Mistaken);

    /// <summary>Adds a text with the numbers that are in it.</summary>
    public void Add(string text, (string Form, int Start, int Length)[] right, ImmutableArray<EntityFinding> findings)
    {
        ImmutableArray<EntityFinding> phones = [.. findings.Where(f => f.Entity == "PHONE_NUMBER").Select(f => f with { Score = 0 })];
        int all = 0;
        foreach ((string form, int start, int length) in right)
        {
            int found = phones.Contains(new EntityFinding("PHONE_NUMBER", start, length, 0)) ? 1 : 0;
            (int written, int before) = Recall.GetValueOrDefault(form);
            Recall[form] = (written + 1, before + found);
            all += found;
        }

        Mistaken += phones.Length - all;
        if (all < Math.Max(phones.Length, right.Length))
        {
            Mistakes.Add($"{text} => {string.Join(" | ", phones.Select(f => text.Substring(f.Start, f.Length)))}");
        }
    }

    /// <summary>Measures made up texts.</summary>
    public static async Task<PhoneMeasurement> OfAsync(PhoneSentences sentences, string[] regions, int seed, CancellationToken cancellationToken)
    {
        using CombinedDetector detector = EntityDetectors.For(new EntityDetectorOptions());
        PhoneMeasurement measured = new();
        Random random = new(seed);
        Phones phones = new(random);
        for (int count = 0; count < NumbersPerForm; count++)
        {
            string region = regions[count % regions.Length];
            string left = Pick(sentences.Left, random);
            string right = Pick(sentences.Right, random);
            await AddNumberAsync(International, Pick(sentences.International, random), left, phones.International(region), right);
            await AddNumberAsync("national, with a word", Pick(sentences.National, random), "", phones.National(region), "");
            string number = count % 2 == 0 ? phones.International(region) : phones.National(region);
            string extension = Values.Fill(Pick(sentences.Extensions, random), random, first: 1);
            await AddNumberAsync("with an extension", Pick(sentences.National, random), "", number + extension, "");
        }

        for (int count = 0; count < OtherNumbers; count++)
        {
            (string[] templates, string[] forms) = sentences.Others[count % sentences.Others.Length];
            string text = Pick(templates, random).Replace("{}", Values.Fill(Pick(forms, random), random, first: 1), StringComparison.Ordinal);
            measured.Add(text, [], (await detector.FindAsync([text], cancellationToken))[0]);
        }

        return measured;

        async Task AddNumberAsync(string form, string template, string left, string number, string right)
        {
            string text = template.Replace("{}", left + number + right, StringComparison.Ordinal);
            int start = template.IndexOf("{}", StringComparison.Ordinal) + left.Length;
            measured.Add(text, [(form, start, number.Length)], (await detector.FindAsync([text], cancellationToken))[0]);
        }
    }

    /// <summary>Measures sentences that were written by hand, of one half of the table.</summary>
    public static async Task<PhoneMeasurement> OfWrittenAsync(string half, CancellationToken cancellationToken)
    {
        using CombinedDetector detector = EntityDetectors.For(new EntityDetectorOptions());
        PhoneMeasurement measured = new();
        foreach (string[] row in CaseTable.Rows("phone-sentences.tsv", half))
        {
            string marked = row[1].Replace("\\n", "\n", StringComparison.Ordinal);
            string text = Regex.Replace(marked, @"\[\[|\]\]", "");
            (string Form, int Start, int Length)[] right =
            [
                .. Regex.Matches(marked, @"\[\[(.*?)\]\]").Select((m, at) =>
                    (Regex.IsMatch(m.Value, @"^\[\[\(?(\+|00)") ? International : "national", m.Index - (4 * at), m.Groups[1].Length)),
            ];
            measured.Add(text, right, (await detector.FindAsync([text], cancellationToken))[0]);
        }

        return measured;
    }

    /// <summary>Writes the figures as the rows of a Markdown table: texts, form, numbers, found, recall, mistaken, precision of them all.</summary>
    public IEnumerable<string> ToRows(string texts)
    {
        foreach ((string form, (int written, int found)) in Recall)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"| {texts} | {form} | {written} | {found} | {(double)found / written:0.000} | | |");
        }

        (int all, int right) = (Recall.Values.Sum(r => r.Written), Recall.Values.Sum(r => r.Found));
        yield return string.Create(
            CultureInfo.InvariantCulture, $"| {texts} | all | {all} | {right} | {(double)right / all:0.000} | {Mistaken} | {Precision:0.000} |");
    }

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];
}
