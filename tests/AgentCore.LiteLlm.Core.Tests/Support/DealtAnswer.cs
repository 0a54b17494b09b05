using System.Collections.Immutable;
using System.Text;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>
/// One answer, dealt as a stream in a dialect that the seed mixes: how events are framed, where reasoning, usage and the finish reason stand,
/// how tool calls are numbered and cut. Whatever the mix, the answer is the same.
/// </summary>
internal sealed class DealtAnswer
{
    public const string Text = "Grüße, 世界 😀:\tbring \"shades\" \\ hats.\n\nSunny </b> {in} both.";
    public const string Reasoning = "let me see 🤔: two cities, and the time";

    // Stands for a byte that is written as it is.
    private const char RawByte = '\uF700';

    private static readonly (string Name, string Arguments)[] AllCalls =
    [
        ("Get-Weather", "{\"City\":\"Oslo\",\"Days\":[1,{\"of\":\"a } week\"}]}"), ("Get-Weather", "{\"City\":\"São Paulo \\\"SP\\\"\"}"), ("Get-Clock", "{}"),
    ];

    private readonly Random _random;
    private readonly List<string> _events = [];
    private readonly List<string> _choices = [];
    private readonly string _eol;
    private readonly string _usagePlace;
    private readonly string _choiceIndex;
    private readonly (string Name, string Arguments)[] _calls;
    private readonly List<string> _words = [];

    public DealtAnswer(int seed)
    {
        _random = new Random(seed);
        _eol = Pick("\n", "\n", "\r\n", "\r");
        _usagePlace = Pick("last", "last", "choice", "growing", "zero first", "zero last", "null last", "groq", "parts", "message");
        _choiceIndex = Pick("\"index\":0,", "\"index\":0,", "", "\"index\":null,", "\"index\":1,", "\"index\":\"0\",");
        _calls = AllCalls[..Pick(2, 3)];
        Deal();
    }

    /// <summary>Gets the names of the tools that are offered.</summary>
    public static ImmutableArray<string> Tools { get; } = ["Get-Weather", "Get-Clock"];

    /// <summary>Gets what the mix is made of.</summary>
    public string Words => string.Join(", ", _words);

    /// <summary>Gets the calls that must come of it: ids where the dialect gives them.</summary>
    public ImmutableArray<(string Id, string Name, string Arguments)> Calls { get; private set; } = [];

    /// <summary>Gets the stream.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Gets the same answer in one piece, in the same dialect as far as one piece has it.</summary>
    public string Whole { get; private set; } = "";

    private void Deal()
    {
        string reasoning = Pick(
            "reasoning_content", "reasoning", "both", "reasoning_text", "thinking", "details", "details and reasoning", "blocks", "parts", "<think>", "[THINK]",
            "<thought>", "last message");
        string last = reasoning == "last message" ? "message" : Pick("", "", "", "message", "delta and message", "repeated");
        _words.AddRange([$"reasoning {reasoning}", $"usage {_usagePlace}", $"end {last}"]);
        if (Chance(3))
        {
            AddChoice("\"role\":\"assistant\",\"content\":\"\"");
        }

        bool isTagged = reasoning is "<think>" or "[THINK]" or "<thought>";
        if (isTagged)
        {
            DealText($"{reasoning}{Pick("", "\n")}{Reasoning}{Pick("", "\n")}{reasoning.Insert(1, "/")}{Pick("", "\n\n")}{Text}");
        }
        else
        {
            DealReasoning(reasoning);
            DealText(Text);
        }

        DealCalls();
        DealEnd(reasoning, last);
        Frame();
    }

    private void DealReasoning(string place)
    {
        if (place == "last message")
        {
            return;
        }

        foreach (string piece in Cut(Reasoning))
        {
            string text = Quoted(piece);
            AddChoice(place switch
            {
                "both" => $"\"reasoning\":{text},\"reasoning_content\":{text}",
                "details" => $"\"content\":\"\",\"reasoning_details\":[{{\"type\":\"reasoning.text\",\"text\":{text},\"format\":\"unknown\",\"index\":0}}]",
                "details and reasoning" => $"\"reasoning\":{text},\"reasoning_details\":[{{\"type\":\"reasoning.summary\",\"summary\":{text},\"index\":0}}]",
                "blocks" => $"\"thinking_blocks\":[{{\"type\":\"thinking\",\"thinking\":{text},\"signature\":null}}]",
                "parts" => $"\"content\":[{{\"type\":\"thinking\",\"thinking\":[{{\"type\":\"text\",\"text\":{text}}}]}}]",
                _ => $"\"content\":{Pick("null", "\"\"")},\"{place}\":{text}",
            });
        }
    }

    private void DealText(string text)
    {
        string form = Pick("text", "text", "parts", "halves", "bytes", "controls");
        _words.Add($"content {form}");
        switch (form)
        {
            case "halves":
                foreach (string piece in CutHalves(text))
                {
                    AddChoice($"\"content\":{Quoted(piece)}");
                }

                break;
            case "bytes":
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                int[] places = [0, .. Enumerable.Range(0, 6).Select(_ => _random.Next(bytes.Length)).Order(), bytes.Length];
                foreach ((int from, int to) in places.Zip(places.Skip(1)))
                {
                    AddChoice($"\"content\":{Quoted(string.Concat(bytes[from..to].Select(b => b < 0x80 ? (char)b : (char)(RawByte + b))))}");
                }

                break;
            default:
                foreach (string piece in Cut(text))
                {
                    string quoted = form == "controls"
                        ? Quoted(piece).Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\u000a", "\n", StringComparison.Ordinal)
                        : Quoted(piece);
                    AddChoice(form == "parts" ? $"\"content\":[{{\"type\":\"text\",\"text\":{quoted}}}]" : $"\"content\":{quoted}");
                }

                break;
        }
    }

    private void DealCalls()
    {
        string ids = Pick("given", "given", "empty", "null", "absent", "in each fragment", "new for each fragment");
        string index = Pick("right", "right", "zero", "absent", "null", "text");
        bool tells = ids is "given" or "in each fragment" or "new for each fragment" || index is "right" or "text";
        string names = Pick("first", "first", tells ? "late" : "first", "in pieces", "in each fragment");
        string arguments = Pick(
            "pieces", "pieces", "whole", "{} then pieces", "{} then whole", "whole twice", "pieces then whole", "object", "double", "grown");
        bool isFlat = Chance(6);
        _words.Add($"calls: ids {ids}, index {index}, names {names}, arguments {arguments}{(isFlat ? ", flat" : "")}");

        // A name that comes again after whole arguments begins a call, where nothing else tells.
        names = names == "in each fragment" && ids is not ("given" or "in each fragment") ? "first" : names;
        List<(string, string, string)> expected = [];
        for (int call = 0; call < _calls.Length; call++)
        {
            string id = $"call_{call}";
            string[] fragments = [.. FragmentsOf(_calls[call].Arguments, arguments)];
            string[] nameOf = new string[fragments.Length];
            if (names == "in pieces" && fragments.Length == 1)
            {
                fragments = ["\"\"", .. fragments];
                nameOf = new string[2];
            }

            (nameOf[0], string late) = names switch
            {
                "in pieces" => (_calls[call].Name[..4], _calls[call].Name[4..]),
                "late" when fragments.Length > 1 => ("", _calls[call].Name),
                "in each fragment" => (_calls[call].Name, _calls[call].Name),
                _ => (_calls[call].Name, ""),
            };
            for (int fragment = 1; fragment < fragments.Length; fragment++)
            {
                nameOf[fragment] = fragment == 1 || names == "in each fragment" ? late : "";
            }

            for (int fragment = 0; fragment < fragments.Length; fragment++)
            {
                string idOf = ids switch
                {
                    "given" => fragment == 0 ? $"\"id\":\"{id}\"," : Pick("", "\"id\":null,", "\"id\":\"\","),
                    "in each fragment" => $"\"id\":\"{id}\",",
                    "new for each fragment" => $"\"id\":\"{id}{(fragment == 0 ? "" : $"_{fragment}")}\",",
                    "empty" => "\"id\":\"\",",
                    "null" => "\"id\":null,",
                    _ => "",
                };
                string indexOf = index switch
                {
                    "right" => $"\"index\":{call},",
                    "zero" => "\"index\":0,",
                    "null" => "\"index\":null,",
                    "text" => $"\"index\":\"{call}\",",
                    _ => "",
                };
                string named = nameOf[fragment].Length > 0 ? $"\"name\":\"{nameOf[fragment]}\"," : Pick("", "\"name\":null,", "\"name\":\"\",");
                string function = $"{named}\"arguments\":{fragments[fragment]}";
                AddChoice(
                    $"\"tool_calls\":[{{{indexOf}{idOf}\"type\":{Pick("\"function\"", "null", "\"\"")},{(isFlat ? function : $"\"function\":{{{function}}}")}}}"
                        + "]");
            }

            expected.Add((ids is "given" or "in each fragment" or "new for each fragment" ? id : "", _calls[call].Name, _calls[call].Arguments));
        }

        Calls = [.. expected];
    }

    // Each as the JSON that stands behind "arguments".
    private IEnumerable<string> FragmentsOf(string arguments, string form)
    {
        if (arguments == "{}")
        {
            return [Pick("\"{}\"", "\"\"", "null", "\"null\"", "\" {} \"", "{}")];
        }

        string[] pieces = [.. Cut(arguments)];
        return form switch
        {
            "whole" => [Quoted($"{Pick("", "\n ")}{arguments}{Pick("", " \n")}")],
            "{} then pieces" => ["\"{}\"", .. pieces.Select(Quoted)],
            "{} then whole" => ["\"{}\"", Quoted(arguments)],
            "whole twice" => [Quoted(arguments), Quoted(arguments)],
            "pieces then whole" => [.. pieces.Select(Quoted), Quoted(arguments)],
            "object" => [arguments],
            "double" => Cut(Quoted(arguments)).Select(Quoted),
            "grown" => [.. Enumerable.Range(1, 4).Select(n => Quoted(arguments[..(1 + ((arguments.Length - 1) * n / 4))]))],
            _ => pieces.Select(Quoted),
        };
    }

    private void DealEnd(string reasoning, string last)
    {
        string message = MessageOf(reasoning);
        string finish = "\"finish_reason\":\"tool_calls\"";
        string usage = "{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}";
        string inChoice = _usagePlace == "choice" ? $",\"usage\":{usage}" : "";
        string inMessage = _usagePlace == "message" ? $"\"usage\":{usage}" : "";
        _choices.Add(last switch
        {
            "message" => $"\"message\":{{{message}{(inMessage.Length > 0 ? "," : "")}{inMessage}}},{finish}{inChoice}",
            "delta and message" => $"\"delta\":{{{inMessage}}},\"message\":{{{message}}},{finish}{inChoice}",
            "repeated" => $"\"delta\":{{\"content\":{Quoted(Text)}{(inMessage.Length > 0 ? "," : "")}{inMessage}}},{finish}{inChoice}",
            _ => $"\"delta\":{{{inMessage}}},{finish}{inChoice}",
        });
        for (int i = 0; i < _choices.Count; i++)
        {
            bool isLast = i == _choices.Count - 1;
            string counted = _usagePlace switch
            {
                "growing" => $",\"usage\":{{\"prompt_tokens\":11,\"completion_tokens\":{Math.Min(7, i)},\"total_tokens\":{11 + Math.Min(7, i)}}}",
                "zero first" when !isLast => ",\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}",
                "zero last" or "null last" when i == 0 => $",\"usage\":{usage}",
                "parts" when i == 0 => ",\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":0}",
                "zero last" when isLast => ",\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}",
                "null last" when isLast => ",\"usage\":null",
                _ => "",
            };
            _events.Add($"{{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"model\":\"served\",\"choices\":[{{{_choiceIndex}{_choices[i]}}}]{counted}}}");
        }

        string? after = _usagePlace switch
        {
            "last" or "growing" or "zero first" => $"\"choices\":{Pick("[]", "null")},\"usage\":{usage}",
            "parts" => "\"choices\":[],\"usage\":{\"completion_tokens\":7}",
            "groq" => $"\"choices\":[],\"x_groq\":{{\"id\":\"r\",\"usage\":{usage}}}",
            _ => null,
        };
        if (after is not null)
        {
            _events.Add($"{{\"id\":\"c-1\",{after}}}");
        }

        Whole =
            $"{{\"id\":\"c-1\",\"model\":\"served\",\"choices\":[{{{_choiceIndex}\"message\":{{{message}}},{finish}{inChoice}}}]"
                + $"{(inChoice.Length > 0 ? "" : $",\"usage\":{usage}")}}}";
    }

    private string MessageOf(string reasoning)
    {
        string calls = string.Join(
            ',',
            Calls.Select(
                (c, i) => $"{{{(c.Id.Length > 0 ? $"\"id\":\"{c.Id}\"," : "")}\"index\":{i},\"type\":\"function\",\"function\":{{\"name\":\"{c.Name}\","
                    + $"\"arguments\":{Quoted(c.Arguments)}}}}}"));
        string text = Quoted(Reasoning);
        string content = reasoning is "<think>" or "[THINK]" or "<thought>"
            ? Quoted($"{reasoning}\n{Reasoning}\n{reasoning.Insert(1, "/")}\n\n{Text}")
            : Quoted(Text);
        string thoughts = reasoning switch
        {
            "<think>" or "[THINK]" or "<thought>" => "",
            "details" => $"\"reasoning_details\":[{{\"type\":\"reasoning.text\",\"text\":{text},\"index\":0}}],",
            "blocks" => $"\"thinking_blocks\":[{{\"type\":\"thinking\",\"thinking\":{text},\"signature\":\"s\"}}],",
            "reasoning" or "reasoning_text" or "thinking" => $"\"{reasoning}\":{text},",
            _ => $"\"reasoning_content\":{text},",
        };
        return $"\"role\":\"assistant\",{thoughts}\"content\":{content},\"tool_calls\":[{calls}]";
    }

    private void Frame()
    {
        string form = Pick("usual", "usual", "no space", "bare lines", "glued", "no blank lines", "several data lines", "named events");
        _words.Add($"framing {form} {Quoted(_eol)}");
        StringBuilder stream = new(Chance(4) ? "\uFEFF" : "");
        for (int i = 0; i < _events.Count; i++)
        {
            string noise = Chance(6) ? Pick($": PROCESSING{_eol}{_eol}", $"event: ping{_eol}data: {{\"type\":\"ping\"}}{_eol}{_eol}", $"{_eol}{_eol}") : "";
            bool isOpen = form is "no blank lines" or "glued" && i % 3 != 2 && i < _events.Count - 1;
            string data = _events[i];
            stream.Append(form is "no blank lines" or "glued" ? "" : noise).Append(form switch
            {
                "bare lines" => data + _eol,
                "no space" => $"data:{data}{_eol}{_eol}",
                "glued" => $"{(i % 3 == 0 ? "data: " : "")}{data}{(isOpen ? "" : _eol + _eol)}",
                "no blank lines" => $"data: {data}{_eol}{(isOpen ? "" : _eol)}",
                "several data lines" => $"id: {i}{_eol}data: {data.Replace(",\"choices\"", $",{_eol}data: \"choices\"", StringComparison.Ordinal)}{_eol}{_eol}",
                "named events" => $"event: message{_eol}data: {data}{_eol}retry: 5{_eol}{_eol}",
                _ => $"data: {data}{_eol}{_eol}",
            });
        }

        stream.Append(Pick("", $"data: [DONE]{_eol}{_eol}", "data: [DONE]"));
        Bytes = [.. stream.ToString().EnumerateRunes().SelectMany(ToBytes)];
    }

    private static IEnumerable<byte> ToBytes(Rune rune) =>
        rune.Value is >= RawByte and <= RawByte + 0xff ? [(byte)(rune.Value - RawByte)] : Encoding.UTF8.GetBytes(rune.ToString());

    private void AddChoice(string delta) => _choices.Add($"\"delta\":{{{delta}}},\"finish_reason\":null");

    private IEnumerable<string> Cut(string text)
    {
        List<int> places =
        [
            .. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => _random.Next(1, text.Length)).Where(p => !char.IsLowSurrogate(text[p])).Distinct().Order(),
        ];
        return Between(text, places.Count == 0 ? [1] : places);
    }

    // In the middle of each character that has two halves.
    private static IEnumerable<string> CutHalves(string text) =>
        Between(text, [.. Enumerable.Range(1, text.Length - 1).Where(p => char.IsLowSurrogate(text[p]))]);

    private static IEnumerable<string> Between(string text, List<int> places)
    {
        int from = 0;
        foreach (int place in places.Append(text.Length))
        {
            yield return text[from..place];
            from = place;
        }
    }

    private static string Quoted(string text)
    {
        StringBuilder json = new("\"");
        foreach (char c in text)
        {
            json.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ when char.IsSurrogate(c) => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return json.Append('"').ToString();
    }

    private bool Chance(int of) => _random.Next(of) == 0;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
