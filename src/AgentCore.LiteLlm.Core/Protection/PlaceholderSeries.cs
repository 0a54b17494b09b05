using System.Globalization;

namespace AgentCore.LiteLlm.Protection;

/// <summary>The placeholders of one kind of data: their numbers only ever rise.</summary>
/// <param name="label">What the placeholders are called.</param>
internal sealed class PlaceholderSeries(string label)
{
    private readonly List<int> _numbers = [];
    private readonly List<string> _values = [];
    private readonly Dictionary<string, int> _byValue = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>Gets the placeholder of a value, a new one where it has none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isForeign">Says whether a name stands in a text of its own accord, so that it must not be issued.</param>
    /// <param name="isNew">Whether it was issued now.</param>
    /// <returns>The placeholder.</returns>
    public string Issue(string value, Predicate<string> isForeign, out bool isNew)
    {
        isNew = !_byValue.TryGetValue(value, out int number);
        if (isNew)
        {
            do
            {
                number = ++_last;
            }
            while (isForeign(ToName(number)));

            _numbers.Add(number);
            _values.Add(value);
            _byValue.Add(value, number);
        }

        return PlaceholderForm.Write(label, number);
    }

    /// <summary>Gets what was issued, in the order of the numbers.</summary>
    public IEnumerable<(int Number, string Value)> Issued => _numbers.Zip(_values);

    /// <summary>Takes back what was issued elsewhere.</summary>
    /// <param name="number">The number; above all before it.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the number or the value was there already, or the number is none.</returns>
    public bool TakeBack(int number, string value)
    {
        if (number <= _last || !_byValue.TryAdd(value, number))
        {
            return false;
        }

        _numbers.Add(number);
        _values.Add(value);
        _last = number;
        return true;
    }

    /// <summary>Finds the value of a number; null when it was never issued.</summary>
    public string? Find(ReadOnlySpan<char> digits)
    {
        if (!TryRead(digits, out int number))
        {
            return null;
        }

        int at = _numbers.BinarySearch(number);
        return at < 0 ? null : _values[at];
    }

    /// <summary>Says whether an issued name begins with these characters.</summary>
    public bool CouldBegin(ReadOnlySpan<char> name)
    {
        if (name.Length <= label.Length)
        {
            return label.AsSpan().StartsWith(name);
        }

        if (!name.StartsWith(label) || name[label.Length] != '_')
        {
            return false;
        }

        ReadOnlySpan<char> digits = name[(label.Length + 1)..];
        return digits.IsEmpty || (TryRead(digits, out int first) && HasNumberFrom(first));
    }

    // Numbers that begin with 12 are 12, 120 to 129, 1200 to 1299 and so on.
    private bool HasNumberFrom(long first)
    {
        for (long low = first, high = first; low <= _last; low *= 10, high = (high * 10) + 9)
        {
            int at = _numbers.BinarySearch((int)low);
            at = at < 0 ? ~at : at;
            if (at < _numbers.Count && _numbers[at] <= high)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryRead(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length > 0 && digits[0] != '0' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private string ToName(int number) => string.Create(CultureInfo.InvariantCulture, $"{label}_{number}");
}
