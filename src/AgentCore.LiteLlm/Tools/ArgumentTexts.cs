using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Finds every value within an argument, however deep it lies: a rule must not be passed by wrapping.</summary>
internal static class ArgumentTexts
{
    /// <summary>Reads a value as the model wrote it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">What its parameter takes.</param>
    public static IEnumerable<ArgumentReading> OfRaw(object? value, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        Type item = TypeWords.ItemOf(plain) ?? plain;
        IEnumerable<ArgumentReading> readings = item.IsEnum
            ? Leaves(value).Select(leaf => new ArgumentReading(ToText(leaf))
            {
                Parts = [.. ToText(leaf).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            })
            : Leaves(value).Select(leaf => new ArgumentReading(ToText(leaf)));

        // What takes no list may make one text of it, as "$Value" does.
        return item == plain && value is object?[] { Length: > 1 } list
            ? readings.Append(new ArgumentReading(string.Join(' ', list.SelectMany(Leaves).Select(ToText))))
            : readings;
    }

    /// <summary>Reads a value as it is bound.</summary>
    public static IEnumerable<ArgumentReading> OfBound(object? value) => Leaves(value).Select(ToReading);

    private static ArgumentReading ToReading(object? leaf) => leaf switch
    {
        Enum choice => new(choice.ToString()) { Parts = [.. choice.ToString().Split(", ")], Hints = [choice.ToString("D"), .. NamesWithin(choice)] },
        DateTime or DateTimeOffset => new(((IFormattable)leaf).ToString("o", CultureInfo.InvariantCulture), ToText(leaf)),
        Uri { IsAbsoluteUri: true } address => new(address.AbsoluteUri) { Hints = [address.ToString(), address.OriginalString] },
        FileSystemInfo file => new(file.FullName) { Hints = [file.ToString()] },
        not null when ToText(leaf) == leaf.GetType().ToString() => new() { Hints = [.. Members(leaf).SelectMany(Leaves).Select(ToText)] },
        _ => new(ToText(leaf)),
    };

    // A value has every name that it equals, and of flags every one that it holds.
    private static IEnumerable<string> NamesWithin(Enum choice)
    {
        bool isFlags = choice.GetType().IsDefined(typeof(FlagsAttribute), inherit: false);
        return Enum.GetNames(choice.GetType()).Where(name =>
        {
            Enum named = (Enum)Enum.Parse(choice.GetType(), name);
            return choice.Equals(named) || (isFlags && named.ToString("D") != "0" && choice.HasFlag(named));
        });
    }

    private static IEnumerable<object?> Leaves(object? value)
    {
        object? plain = PlainValue.Of(value);
        return plain switch
        {
            null or string => [plain],
            IDictionary table => table.Keys.Cast<object?>().Concat(table.Values.Cast<object?>()).SelectMany(Leaves),
            PSObject custom => custom.Properties.SelectMany(p => Leaves(p.Value).Prepend(p.Name)),
            IEnumerable list => list.Cast<object?>().SelectMany(Leaves),
            _ => [plain],
        };
    }

    // What was made of a dictionary has no text of its own; what it holds has.
    private static IEnumerable<object?> Members(object made)
    {
        foreach (PSPropertyInfo property in PSObject.AsPSObject(made).Properties)
        {
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                continue;
            }

            if (value is string or ValueType or Uri or string[])
            {
                yield return value;
            }
        }
    }

    // 22.0 is the number 22.
    private static string ToText(object? leaf) => leaf switch
    {
        null => "",
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        SwitchParameter flag => flag.ToBool().ToString(),
        _ => Convert.ToString(leaf, CultureInfo.InvariantCulture) ?? "",
    };
}
