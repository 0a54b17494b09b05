using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace AgentCore.LiteLlm.Protection.Detection.Phones;

/// <summary>The territories of the world by their country codes; each is read when the first number with its code is met.</summary>
internal sealed class PhoneTable
{
    private const int LongestCode = 3;
    private readonly ConcurrentDictionary<int, ImmutableArray<PhoneTerritory>> _byCode = new();
    private readonly Lazy<ImmutableArray<string>> _rows = new(Rows);

    /// <summary>Finds a territory by its code of two letters.</summary>
    public PhoneTerritory Find(string name) => Read(_rows.Value.First(r => r.Split('\t', 3)[1] == name));

    /// <summary>Says whether digits are a number with its country code.</summary>
    public bool HasInternational(ReadOnlySpan<char> digits) => Has(digits, isExact: true);

    /// <summary>Says whether digits are a country's code and as many digits as its numbers have.</summary>
    public bool HasLength(ReadOnlySpan<char> digits) => Has(digits, isExact: false);

    private bool Has(ReadOnlySpan<char> digits, bool isExact)
    {
        int code = 0;
        for (int size = 1; size <= LongestCode && size < digits.Length; size++)
        {
            code = (code * 10) + digits[size - 1] - '0';
            foreach (PhoneTerritory territory in _byCode.GetOrAdd(code, ReadAll))
            {
                if (isExact ? territory.HasInternational(digits[size..]) : territory.HasLength(digits[size..]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private ImmutableArray<PhoneTerritory> ReadAll(int code)
    {
        string start = code.ToString(CultureInfo.InvariantCulture) + "\t";
        return code == 0 ? [] : [.. _rows.Value.Where(r => r.StartsWith(start, StringComparison.Ordinal)).Select(Read)];
    }

    private static PhoneTerritory Read(string row)
    {
        string[] parts = row.Split('\t');
        return new PhoneTerritory(parts[0], parts[1], parts[2], parts[3] == "1", DigitPattern.Parse(parts[4]));
    }

    private static ImmutableArray<string> Rows()
    {
        using Stream stream = typeof(PhoneTable).Assembly.GetManifestResourceStream("phones.tsv")!;
        using StreamReader reader = new(stream);
        ImmutableArray<string>.Builder rows = ImmutableArray.CreateBuilder<string>();
        while (reader.ReadLine() is { } row)
        {
            if (!row.StartsWith('#'))
            {
                rows.Add(row);
            }
        }

        return rows.ToImmutable();
    }
}
