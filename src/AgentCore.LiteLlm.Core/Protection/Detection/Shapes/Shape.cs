using System.Collections.Immutable;
using System.Globalization;

namespace AgentCore.LiteLlm.Protection.Detection.Shapes;

/// <summary>
/// How a number is written, as a row of steps that are matched from left to right, each as often as it can: no step is ever tried again.
/// <c>9</c> is a digit, <c>A</c> a letter, <c>X</c> either, <c>[...]</c> one of some characters, <c>?</c> a space, hyphen or nothing,
/// <c>~</c> a space or nothing,
/// <c>=</c> a hyphen or nothing, <c>_</c> a space; anything else is itself. <c>{2}</c> and <c>{1,3}</c> say how often.
/// </summary>
internal sealed class Shape
{
    private readonly ImmutableArray<ShapeStep> _steps;

    private Shape(ImmutableArray<ShapeStep> steps)
    {
        _steps = steps;

        // A shape such as 'AB 12' is met at its first word with a digit; how many words of letters may stand before that?
        int separators = 0;
        int optional = 0;
        foreach (ShapeStep step in steps.TakeWhile(s => !(s.Takes('5') && s.Least > 0)))
        {
            separators += step.IsSeparator ? 1 : 0;
            optional += step.IsSeparator && step.Least == 0 ? 1 : 0;
        }

        MostLead = separators;
        LeastLead = separators - optional;
    }

    /// <summary>Gets how many words of letters stand before the first word with a digit, at least.</summary>
    public int LeastLead { get; }

    /// <summary>Gets how many, at most.</summary>
    public int MostLead { get; }

    /// <summary>Reads a shape.</summary>
    public static Shape Parse(string pattern)
    {
        ImmutableArray<ShapeStep>.Builder steps = ImmutableArray.CreateBuilder<ShapeStep>();
        for (int at = 0; at < pattern.Length;)
        {
            ShapeStep step = ReadStep(pattern, ref at);
            steps.Add(at < pattern.Length && pattern[at] == '{' ? ReadCount(step, pattern, ref at) : step);
        }

        return new Shape(steps.ToImmutable());
    }

    /// <summary>Matches the shape at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="body">Takes the letters, in upper case, and digits.</param>
    /// <param name="length">How many those are.</param>
    /// <returns>Where the match ends, or -1.</returns>
    public int Match(ReadOnlySpan<char> text, int start, Span<char> body, out int length)
    {
        length = 0;
        int at = start;
        foreach (ShapeStep step in _steps)
        {
            int count = 0;
            while (count < step.Most && at < text.Length && step.Takes(text[at]))
            {
                if (!step.IsSeparator)
                {
                    body[length++] = ShapeStep.Upper(text[at]);
                }

                at++;
                count++;
            }

            if (count < step.Least)
            {
                return -1;
            }
        }

        return at;
    }

    private static ShapeStep ReadStep(string pattern, ref int at)
    {
        char c = pattern[at++];
        switch (c)
        {
            case '9':
                return ShapeStep.Of("0123456789");
            case 'A':
                return ShapeStep.Of(Letters);
            case 'X':
                return ShapeStep.Of("0123456789" + Letters);
            case '?':
                return ShapeStep.Separator(" -", least: 0);
            case '~':
                return ShapeStep.Separator(" ", least: 0);
            case '=':
                return ShapeStep.Separator("-", least: 0);
            case '_':
                return ShapeStep.Separator(" ", least: 1);
            case '[':
                int end = pattern.IndexOf(']', at);
                string members = pattern[at..end];
                at = end + 1;
                return members.Any(char.IsLetterOrDigit) ? ShapeStep.Of(members) : ShapeStep.Separator(members, least: 1);
            default:
                return char.IsLetterOrDigit(c) ? ShapeStep.Of(c.ToString()) : ShapeStep.Separator(c.ToString(), least: 1);
        }
    }

    private static ShapeStep ReadCount(ShapeStep step, string pattern, ref int at)
    {
        int end = pattern.IndexOf('}', at);
        string[] parts = pattern[(at + 1)..end].Split(',');
        at = end + 1;
        return step with { Least = int.Parse(parts[0], CultureInfo.InvariantCulture), Most = int.Parse(parts[^1], CultureInfo.InvariantCulture) };
    }

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
}
