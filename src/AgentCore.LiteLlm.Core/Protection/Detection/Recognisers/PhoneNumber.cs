using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection.Phones;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>
/// Telephone numbers, with their extensions: of any country with its code after a plus sign or two zeros, of some countries as they are
/// written at home, and any that a word says are telephone numbers.
/// </summary>
internal sealed class PhoneNumber : Recogniser
{
    private const int MostDigits = 17;
    private const int LeastDigits = 7;
    private const int LeastPossible = 9;
    private const int LongestLocal = 10;
    private const int LongestNational = 13;

    // Where no prefix is needed, four or more digits end a number: groups of two or three are an article's or an order's.
    private const int LeastLastGroup = 4;

    // '+33 (0)1 42 68 53 00' has seven.
    private const int MostGroups = 8;
    private const int LeastInMostGroups = 12;

    // '00423'.
    private const int LongestExit = 5;

    // ' oder ' between two numbers.
    private const int LongestJoint = 6;

    private const double Sure = 0.4;
    private const double Unsure = 0.3;
    private const double Guess = 0.1;
    private static readonly string[] Homes = ["US", "GB", "DE", "FR", "IL", "IN", "CA", "BR"];

    private readonly PhoneTable _table = new();
    private readonly Lazy<ImmutableArray<PhoneTerritory>> _homes;
    private readonly bool _isOpen;

    /// <summary>Initializes a recogniser of numbers of every country.</summary>
    public PhoneNumber()
        : this("PHONE_NUMBER", Homes, isOpen: true)
    {
    }

    private PhoneNumber(string entity, string[] homes, bool isOpen)
        : base(entity, PhoneWords.Telephone)
    {
        _homes = new Lazy<ImmutableArray<PhoneTerritory>>(() => [.. homes.Select(_table.Find)]);
        _isOpen = isOpen;
    }

    /// <summary>Makes a recogniser of the numbers of one country only.</summary>
    public static PhoneNumber Of(string entity, string home) => new(entity, [home], isOpen: false);

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        int first = FirstDigit(place);
        if (first < 0 || (_isOpen && first < found.LastNumber.End))
        {
            return;
        }

        bool isInternational = false;
        bool hasWord = first > place.Start && Context.Contain(ContextWord.From(text[place.Start..first]));
        int start = first > place.Start ? (hasWord ? first : -1) : PhoneText.StartOf(text, first, out isInternational);
        bool isDialled = text[first] == '0' && _isOpen && (first > place.Start || PhoneText.IsFreeBefore(text, first));
        if (start < 0 && !isDialled)
        {
            return;
        }

        Span<char> digits = stackalloc char[MostDigits];
        Span<int> ends = stackalloc int[MostGroups];
        Span<int> lengths = stackalloc int[MostGroups];
        bool isOpen = start >= 0 && text[start..first].Contains('(');
        int groups = PhoneText.ReadGroups(text, first, isOpen, isInternational, digits, ends, lengths);
        if (groups == 0 || lengths[groups - 1] < (groups == MostGroups ? LeastInMostGroups : LeastDigits))
        {
            return;
        }

        int last = LastInternational(digits, lengths[..groups], isInternational, isExact: true);
        bool isExact = last >= 0;
        if (!isExact && (isInternational || !PhoneText.IsInRow(text, first)))
        {
            last = LastInternational(digits, lengths[..groups], isInternational, isExact: false);
        }

        bool isGrouped = last > 1 || (last == 1 && isExact && lengths[0] <= LongestExit);
        if (last >= 0 && (isInternational || isGrouped || (isExact && start >= 0 && !IsNamedOther(found, first))))
        {
            bool isProven = isExact && (isInternational || isGrouped);
            Add(found, text, start < 0 ? first : start, ends[last], Sure, isProven ? Proof.Check : Proof.Shape);
        }
        else if (start >= 0)
        {
            LookAtHome(text, start, first, digits, ends[..groups], lengths[..groups], isInternational, found);
        }
    }

    // A word of digits, or one that begins with what it is, 'Tel030901820', or with what was written without a space: 'or0041 44 505 44 19'.
    private int FirstDigit(in Place place)
    {
        ReadOnlySpan<char> word = place.Text[place.Start..place.End];
        int letters = word.IndexOfAnyInRange('0', '9');
        bool isStart = letters == 0
            || (letters > 0
                && word.Length - letters >= 3
                && ((_isOpen && word[letters..].StartsWith("00")) || Context.Contain(ContextWord.From(word[..letters]))));
        return isStart ? place.Start + letters : -1;
    }

    // The longest that is a number; what follows it, such as a second number, is looked at by itself. Numbers that are made up, or newer than the
    // table, have a country's code and length at least.
    private int LastInternational(ReadOnlySpan<char> digits, ReadOnlySpan<int> lengths, bool isInternational, bool isExact)
    {
        int prefix = isInternational ? 0 : _isOpen ? ExitOf(digits) : -1;
        for (int last = lengths.Length - 1; last >= 0 && prefix >= 0 && lengths[last] - prefix >= LeastDigits; last--)
        {
            ReadOnlySpan<char> number = digits[prefix..lengths[last]];
            if (!_isOpen ? isExact && IsOfHome(number) : isExact ? _table.HasInternational(number) : number.Length >= LeastPossible && _table.HasLength(number))
            {
                return last;
            }
        }

        return -1;
    }

    // What is dialled to leave a country: Australia, North America, and nearly all others.
    private static int ExitOf(ReadOnlySpan<char> digits) => digits.StartsWith("0011") ? 4 : digits.StartsWith("011") ? 3 : digits.StartsWith("00") ? 2 : -1;

    private void LookAtHome(
        ReadOnlySpan<char> text, int start, int first, ReadOnlySpan<char> digits, ReadOnlySpan<int> ends, ReadOnlySpan<int> lengths, bool isInternational,
        Proposals found)
    {
        // What is said of one number goes for the next: 'call 212-555-0134 or ...'.
        bool isNext = _isOpen && found.LastNumber.IsPhone && start - found.LastNumber.End <= LongestJoint && text[found.LastNumber.End..start].Trim() is not [];
        int word = _isOpen ? Math.Max(found.NearnessOf(Context, start, PhoneExtension.EndAfter(text, ends[^1])), isNext ? 1 : 0) : 0;
        bool isNamed = word > 0 && (first > start || found.IsNamed(Context, PhoneWords.Fillers, start));
        bool isCounted = ends.Length == 1 && found.IsNamed(PhoneWords.Counted, PhoneWords.Fillers, start);
        if (_isOpen && (isCounted || (!isNamed && IsNamedOther(found, start))))
        {
            found.LastNumber = (ends[^1], false);
            return;
        }

        bool hasBrackets = text[start] == '(' && ends[0] < text.Length && text[ends[0]] == ')';
        for (int last = lengths.Length - 1; last >= 0 && lengths[last] >= LeastDigits && !isInternational; last--)
        {
            ReadOnlySpan<char> number = digits[..lengths[last]];
            bool hasLongEnd = !_isOpen || last == 0 || lengths[last] - lengths[last - 1] >= LeastLastGroup;
            if ((word > 0 || PhoneText.IsFreeAfter(text, PhoneExtension.EndAfter(text, ends[last]))) && IsNational(number, hasLongEnd))
            {
                bool isOther = _isOpen && !isNamed
                    && (found.IsCounted(PhoneWords.Units, ends[last]) || (word == 0 && !hasBrackets && IsInRow(text, start, ends[last])));
                bool isSure = !_isOpen || word > 0 || PhoneText.IsPhoneLike(number, lengths[..(last + 1)], text[start..ends[last]], hasBrackets);
                if (!isOther)
                {
                    Add(found, text, start, ends[last], isSure ? Sure : Unsure, Proof.Shape);
                }

                return;
            }
        }

        // '(555) 010-0199' is nobody's, but nothing else is written so.
        if (_isOpen && hasBrackets && lengths is [3, 6, 10, ..])
        {
            Add(found, text, start, ends[2], Sure, Proof.Shape);
            return;
        }

        // Numbers of other countries, or mistyped ones, where a word says what they are.
        bool hasUnit = !isNamed && found.IsCounted(PhoneWords.Units, ends[^1]);
        if (word > 0 && !hasUnit && lengths[^1] <= LongestNational && !PhoneText.IsOther(text[start..ends[^1]], isNamed))
        {
            Add(found, text, start, ends[^1], isNext ? Sure : Guess, Proof.Shape);
        }
    }

    // Numbers in a row, as in a table or an account's number.
    private static bool IsInRow(ReadOnlySpan<char> text, int start, int end) => PhoneText.IsInRow(text, start) && text[start..end].Contains(' ');

    private static bool IsNamedOther(Proposals found, int start) => found.IsNamed(PhoneWords.Other, PhoneWords.Fillers, start);

    private void Add(Proposals found, ReadOnlySpan<char> text, int start, int end, double score, Proof proof)
    {
        // A bracket that opens before the number and closes behind it is the sentence's; one that opens within it is its own.
        ReadOnlySpan<char> written = text[start..end];
        int open = written.Count('(') - written.Count(')');
        start += written[0] == '(' && open > 0 ? 1 : 0;
        end += written[0] != '(' && open > 0 && end < text.Length && text[end] == ')' ? 1 : 0;
        end = PhoneExtension.EndAfter(text, end);
        found.LastNumber = (end, score != Unsure);
        found.Add(this, start, end, score, proof);
    }

    private bool IsNational(ReadOnlySpan<char> digits, bool hasLongEnd)
    {
        foreach (PhoneTerritory home in _homes.Value)
        {
            if (home.HasNational(digits, hasLongEnd) || IsDialled(home, digits))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOfHome(ReadOnlySpan<char> digits)
    {
        foreach (PhoneTerritory home in _homes.Value)
        {
            if (digits.StartsWith(home.Code, StringComparison.Ordinal) && home.HasInternational(digits[home.Code.Length..]))
            {
                return true;
            }
        }

        return false;
    }

    // '91 415 ...' is written with the country code and no plus sign.
    private static bool IsDialled(PhoneTerritory home, ReadOnlySpan<char> digits) =>
        digits.Length > LongestLocal && digits.StartsWith(home.Code, StringComparison.Ordinal) && home.HasInternational(digits[home.Code.Length..]);
}
