namespace AgentCore.LiteLlm.Protection.Detection.Shapes;

/// <summary>One step of a shape: some characters, and how often.</summary>
internal sealed record ShapeStep
{
    private ulong _low;
    private ulong _high;
    private string _beyond = "";

    /// <summary>Gets how often at least.</summary>
    public int Least { get; init; } = 1;

    /// <summary>Gets how often at most.</summary>
    public int Most { get; init; } = 1;

    /// <summary>Gets a value indicating whether it only separates.</summary>
    public bool IsSeparator { get; init; }

    /// <summary>Makes a step of letters and digits.</summary>
    public static ShapeStep Of(string members)
    {
        ShapeStep step = new();
        step.Include(members);
        return step;
    }

    /// <summary>Makes a step that separates.</summary>
    public static ShapeStep Separator(string members, int least)
    {
        ShapeStep step = new() { Least = least, IsSeparator = true };
        step.Include(members);
        return step;
    }

    /// <summary>Writes a letter in upper case.</summary>
    public static char Upper(char c) => char.IsAsciiLetterLower(c) ? (char)(c & ~0x20) : c < '\u0080' ? c : char.ToUpperInvariant(c);

    /// <summary>Says whether a character may stand here, in either case.</summary>
    public bool Takes(char c)
    {
        char upper = Upper(c);
        return upper < 64 ? (_low >> upper & 1) != 0 : upper < 128 ? (_high >> (upper - 64) & 1) != 0 : _beyond.Contains(upper, StringComparison.Ordinal);
    }

    // Ranges are written as 'B-D'; a hyphen at an end is itself.
    private void Include(string members)
    {
        for (int at = 0; at < members.Length; at++)
        {
            bool isRange = at + 2 < members.Length && members[at + 1] == '-';
            char last = isRange ? members[at + 2] : members[at];
            for (char c = members[at]; c <= last; c++)
            {
                _low |= c < 64 ? 1UL << c : 0;
                _high |= c is >= (char)64 and < (char)128 ? 1UL << (c - 64) : 0;
                _beyond += c >= 128 ? c.ToString() : "";
            }

            at += isRange ? 2 : 0;
        }
    }
}
