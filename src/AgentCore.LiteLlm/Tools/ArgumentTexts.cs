using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Mail;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Xml;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Finds every value within an argument, however deep it lies: a rule must not be passed by wrapping.</summary>
internal static class ArgumentTexts
{
    // Objects may hold each other in circles.
    private const int DeepestMember = 3;

    private static readonly string[] TimeForms = ["o", "s", "u", "d", "yyyy-MM-dd"];

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

    /// <summary>Reads a value as it is bound: every text that a command can make of it.</summary>
    public static IEnumerable<ArgumentReading> OfBound(object? value) => Leaves(value).SelectMany(leaf => Read(leaf, DeepestMember));

    private static IEnumerable<ArgumentReading> Read(object? leaf, int depth) => leaf switch
    {
        Uri address => AddressSpellings.Of(address),
        UriBuilder { Uri: var address } => AddressSpellings.Of(address),
        MailAddress mail => [AddressSpellings.Of(mail)],
        IPAddress address => [AddressSpellings.Of(address)],
        IPEndPoint end => [AddressSpellings.Of(end)],
        null or string or SwitchParameter or bool => [new(ToText(leaf))],
        Enum choice => [new(choice.ToString()) { Parts = [.. choice.ToString().Split(", ")], Hints = [choice.ToString("D"), .. NamesWithin(choice)] }],
        FileSystemInfo file => [new(file.FullName) { Hints = [.. Spell(file)] }],
        XmlNode xml => [new(xml.OuterXml) { Hints = [xml.InnerText, .. Texts(xml)] }],
        DateTime or DateTimeOffset or DateOnly or TimeOnly => [new(Format(leaf, "o"), ToText(leaf)) { Hints = [.. Spell(leaf)] }],
        ValueType when leaf is IFormattable => [new(ToText(leaf)) { Hints = [.. Spell(leaf)] }],
        PhysicalAddress card => [new(card.ToString()) { Hints = [.. ":-".Select(c => string.Join(c, card.GetAddressBytes().Select(b => $"{b:X2}")))] }],
        _ => [ToText(leaf) == leaf.GetType().ToString()
            ? new() { Hints = [.. MemberTexts(leaf, depth)] }
            : new(ToText(leaf)) { Hints = [.. MemberTexts(leaf, depth)] }],
    };

    // What was made of a dictionary has no text of its own; what it holds has.
    private static IEnumerable<string> MemberTexts(object made, int depth) => depth == 0
        ? []
        : Members(made).SelectMany(Leaves).SelectMany(m => Read(m, depth - 1)).SelectMany(r => r.Texts.Concat(r.Hints)).Where(t => t.Length > 0);

    private static IEnumerable<string> Spell(FileSystemInfo file) =>
    [
        file.ToString(), file.Name, file.Extension, Path.GetDirectoryName(file.FullName) ?? "", file.FullName.Replace('\\', '/'),
        Composed(file.FullName, NormalizationForm.FormC), Composed(file.FullName, NormalizationForm.FormD),
    ];

    // Some file systems take the two ways to write an accent for one name.
    private static string Composed(string path, NormalizationForm form)
    {
        try
        {
            return path.Normalize(form);
        }
        catch (ArgumentException)
        {
            // Half a character.
            return path;
        }
    }

    // As scripts write it, as programs of the user's culture write it, and in the forms that are in use besides.
    private static IEnumerable<string> Spell(object leaf)
    {
        string[] forms = leaf switch
        {
            DateTime time => [.. TimeForms.Select(f => Format(time, f)), .. TimeForms.Select(f => Format(time.ToUniversalTime(), f))],
            DateTimeOffset time => [.. TimeForms.Select(f => Format(time, f)), .. TimeForms.Select(f => Format(time.ToUniversalTime(), f))],
            TimeSpan span => [Format(span, "g"), Format(span, "G"), Format(span.TotalSeconds, null)],
            Guid id => [.. "NBPX".Select(f => Format(id, f.ToString()))],
            char one => [Format((int)one, null)],
            double or float when double.IsFinite(Convert.ToDouble(leaf, CultureInfo.InvariantCulture)) => [Format(leaf, "0.###################")],
            _ => [],
        };
        return [Format(leaf, null), ((IFormattable)leaf).ToString(null, CultureInfo.CurrentCulture), .. forms];
    }

    private static string Format(object value, string? format) => ((IFormattable)value).ToString(format, CultureInfo.InvariantCulture);

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
            null or string or XmlNode => [plain],
            IDictionary table => table.Keys.Cast<object?>().Concat(table.Values.Cast<object?>()).SelectMany(Leaves),
            PSObject custom => custom.Properties.SelectMany(p => Leaves(p.Value).Prepend(p.Name)),
            IEnumerable list => list.Cast<object?>().SelectMany(Leaves),
            _ => [plain],
        };
    }

    private static IEnumerable<string> Texts(XmlNode xml) =>
        xml.SelectNodes("descendant-or-self::node() | descendant-or-self::*/@*")?.Cast<XmlNode>().SelectMany(n => new[] { n.Name, n.Value ?? "" }) ?? [];

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

            if (PlainValue.Of(value) is { } plain and not (bool or Delegate or Type or Pointer))
            {
                yield return plain;
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
