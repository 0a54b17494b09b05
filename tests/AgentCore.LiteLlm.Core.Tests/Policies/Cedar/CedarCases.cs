using System.Globalization;
using System.Text.Json;

namespace AgentCore.LiteLlm.Tests.Policies.Cedar;

/// <summary>Makes conditions and calls up: the same ones for the same seed.</summary>
internal sealed class CedarCases(int seed)
{
    private static readonly string[] Names = ["a", "b", "name", "tags", "deep", "principal", "x y"];
    private static readonly string[] Texts = ["", "a", "ab", "abc", "a*b", "A", "ä", "eu-west-1", "\n", "\""];
    private static readonly string[] Numbers = ["0", "1", "2", "10", "9223372036854775807"];

    // The evaluator is asked by JavaScript, whose numbers are not as long.
    private static readonly string[] SentNumbers = ["0", "1", "2", "10", "9007199254740991"];
    private static readonly string[] Patterns = ["*", "a*", "*b", "a*c", "**", "a\\\\*b", "*b*", "", "ab"];

#pragma warning disable CA5394 // the same cases each time
    private readonly Random _random = new(seed);

    public string Condition() => Truth(3);

    /// <summary>Breaks a condition in one place, or not at all.</summary>
    public string Broken(string condition)
    {
        string[] bits =
            ["(", ")", "!", "&&", "==", "[", "]", ".", "\"", ",", "1", "has", "in", "-", "like", "*", "\\", "a", "if", "principal", "::", "//", "\r"];
        int at = _random.Next(condition.Length);
        return _random.Next(3) switch
        {
            0 => condition.Insert(at, $" {Pick(bits)} "),
            1 => condition.Remove(at, 1),
            _ => condition.Remove(at, 1).Insert(at, Pick(bits)),
        };
    }

    public JsonElement Input()
    {
        IEnumerable<string> members = Names.Where(_ => _random.Next(3) > 0).Select(n => $"{JsonSerializer.Serialize(n)}:{Json(2)}");
        return JsonDocument.Parse($"{{{string.Join(',', members)}}}").RootElement;
    }

    public bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private string Truth(int depth) => _random.Next(depth == 0 ? 6 : 12) switch
    {
        0 => $"{Any(depth)} {Pick(["==", "!="])} {Any(depth)}",
        1 => $"{Number(depth)} {Pick(["<", "<=", ">", ">="])} {Number(depth)}",
        2 => $"{Text(depth)} like \"{Pick(Patterns)}\"",
        3 => $"{Path()} has {Pick(["a", "b", "name", "deep.a", "deep.b", "a.b", "\"x y\""])}",
        4 => Path(),
        5 => Pick(["true", "false"]),
        6 => $"{Set(depth - 1)}.contains({Any(depth - 1)})",
        7 => $"{Set(depth - 1)}.{Pick(["containsAll", "containsAny"])}({Set(depth - 1)})",
        8 => $"!({Truth(depth - 1)})",
        9 => $"!{Path()}",
        10 => $"({Truth(depth - 1)})",
        _ => string.Join(Pick([" && ", " || "]), Enumerable.Range(0, _random.Next(2, 4)).Select(_ => Closed(depth - 1))),
    };

    private string Closed(int depth) => Chance(2) ? Truth(depth) : $"({Truth(depth)})";

    private string Any(int depth) => _random.Next(6) switch
    {
        0 => Number(depth),
        1 => Text(depth),
        2 => Set(depth),
        3 => Pick(["true", "false"]),
        _ => Path(),
    };

    private string Number(int depth) => _random.Next(4) switch
    {
        0 => Path(),
        1 => $"-{Pick(Numbers)}",
        2 when depth > 0 => $"({Number(depth - 1)})",
        _ => Pick(Numbers),
    };

    private string Text(int depth) => Chance(2) || depth == 0 ? Path() : Quoted(Pick(Texts));

    private string Set(int depth) => depth <= 0 || Chance(2)
        ? Chance(3) ? "[]" : $"{Path()}"
        : $"[{string.Join(", ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Any(depth - 1)))}]";

    private string Path()
    {
        string path = Chance(8) ? "context[\"input\"]" : "context.input";
        for (int count = _random.Next(1, 3); count > 0; count--)
        {
            string name = Pick(Names);
            path += name.Contains(' ', StringComparison.Ordinal) || Chance(5) ? $"[{Quoted(name)}]" : $".{name}";
        }

        return path;
    }

    private static string Quoted(string text) => string.Concat('"', Escaped(text), '"');

    private static string Escaped(string text) => string.Concat(text.Select(c => c switch { '\\' or '"' => $"\\{c}", '\n' => "\\n", _ => $"{c}" }));

    private string Json(int depth) => _random.Next(depth == 0 ? 4 : 7) switch
    {
        0 => Pick(SentNumbers),
        1 => "-" + _random.Next(1, 4).ToString(CultureInfo.InvariantCulture),
        2 => JsonSerializer.Serialize(Pick(Texts)),
        3 => Pick(["true", "false"]),
        4 or 5 => $"[{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Json(depth - 1)))}]",
        _ => $"{{{string.Join(',', Names.Where(_ => Chance(3)).Select(n => $"{JsonSerializer.Serialize(n)}:{Json(depth - 1)}"))}}}",
    };
#pragma warning restore CA5394
}
