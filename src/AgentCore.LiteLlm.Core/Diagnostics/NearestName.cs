namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>Finds the name that an author probably meant.</summary>
internal static class NearestName
{
    private const int LongestName = 40;

    // Names may come from a hostile file, by the thousand and each thousands of times.
    private const int MostNames = 200;

    /// <summary>Finds the nearest of some names.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">The names there are.</param>
    /// <returns>The name, or null when none is near.</returns>
    public static string? Find(string written, IReadOnlyList<string> names)
    {
        string wanted = written.Length > 2 * LongestName ? "" : Plain(written);
        if (wanted.Length is 0 or > LongestName)
        {
            return null;
        }

        string? best = null;
        int bestDistance = (wanted.Length / 3) + 1;
        for (int at = 0; at < names.Count && at < MostNames; at++)
        {
            string name = names[at];
            string plain = name.Length > 2 * LongestName ? "" : Plain(name);
            int distance = plain.StartsWith(wanted, StringComparison.Ordinal) && wanted.Length > 3 ? 1
                : Math.Abs(plain.Length - wanted.Length) >= bestDistance ? bestDistance
                : Distance(wanted, plain);
            if (distance < bestDistance)
            {
                best = name;
                bestDistance = distance;
            }
        }

        return best;
    }

    // 'baseURL', 'base-url' and 'base_url' are the same mistake.
    private static string Plain(string name)
    {
        Span<char> plain = stackalloc char[name.Length];
        int length = 0;
        foreach (char c in name)
        {
            if (char.IsLetterOrDigit(c))
            {
                plain[length++] = char.ToLowerInvariant(c);
            }
        }

        return new string(plain[..length]);
    }

    // Edits to turn one into the other, where exchanging two neighbours counts as one.
    private static int Distance(string one, string other)
    {
        int width = other.Length + 1;
        Span<int> rows = stackalloc int[3 * width];
        Span<int> beforeLast = rows[..width];
        Span<int> last = rows.Slice(width, width);
        Span<int> row = rows[(2 * width)..];
        for (int at = 0; at <= other.Length; at++)
        {
            last[at] = at;
        }

        for (int i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int cost = one[i - 1] == other[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            Span<int> next = beforeLast;
            beforeLast = last;
            last = row;
            row = next;
        }

        return last[other.Length];
    }
}
