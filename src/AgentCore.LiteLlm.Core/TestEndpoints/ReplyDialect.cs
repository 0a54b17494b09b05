using System.Buffers;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>
/// One server's way of giving an answer, mixed of what servers do: where reasoning and usage stand, how tool calls are numbered, named and cut,
/// how events are framed, and how bytes are compressed and cut. What the answer says is the same in every mix.
/// </summary>
/// <param name="random">What the mix is drawn from.</param>
internal sealed class ReplyDialect(Random random)
{
    // A short text that comes again may be meant to.
    private const int LeastRepeated = 64;

    private readonly JsonSerializerOptions _json = new()
    {
        Encoder = random.Next(3) == 0 ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<JsonObject> _choices = [];
    private bool _omitsIds;

    /// <summary>Draws the dialect of one reply.</summary>
    /// <param name="seed">The seed of the endpoint.</param>
    /// <param name="index">Which request is answered.</param>
    public static ReplyDialect Draw(int seed, int index) => new(new Random(unchecked((seed * 7_919) + index)));

    /// <summary>Writes an answer as events.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="includesUsage">Whether usage is asked for.</param>
    public byte[] WriteStream(ChatAnswer answer, bool includesUsage)
    {
        if (Chance(3))
        {
            AddDelta(new() { ["role"] = "assistant", ["content"] = "" });
        }

        DealReasoning(answer.Reasoning);
        DealText(answer.Pieces ?? []);
        DealCalls(answer.ToolCalls);
        return Frame(ToEvents(answer, includesUsage));
    }

    /// <summary>Writes an answer in one piece.</summary>
    /// <param name="answer">The answer.</param>
    public byte[] WriteWhole(ChatAnswer answer)
    {
        JsonObject choice = new() { ["message"] = ToMessage(answer), ["finish_reason"] = answer.FinishReason };
        Number(choice);
        JsonObject whole = new() { ["id"] = answer.Id, ["object"] = "chat.completion", ["model"] = answer.Model, ["choices"] = new JsonArray(choice) };
        (Chance(4) ? choice : whole)["usage"] = ToNode(answer.Usage);
        string space = Pick("", "\n", " \r\n\t");
        JsonSerializerOptions json = new(_json) { WriteIndented = Chance(2) };
        return Encoding.UTF8.GetBytes($"{Pick("", "", "\uFEFF")}{space}{whole.ToJsonString(json)}{space}");
    }

    /// <summary>Writes an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="isStreamed">Whether a stream was asked for.</param>
    /// <param name="mediaType">What it is written as.</param>
    public byte[] WriteError(EndpointError error, bool isStreamed, out string mediaType)
    {
        ArrayBufferWriter<byte> plain = new();
        error.WriteTo(plain);
        JsonObject body = JsonNode.Parse(plain.WrittenSpan)!.AsObject();
        string form = Pick("usual", "usual", "list", "flat", isStreamed ? "event" : "usual");
        mediaType = form == "event" ? "text/event-stream" : "application/json";
        return Encoding.UTF8.GetBytes(form switch
        {
            "list" => new JsonArray(body).ToJsonString(_json),
            "flat" => ToFlat(body["error"]!.AsObject()).ToJsonString(_json),
            "event" => $"event: error\ndata: {body.ToJsonString(_json)}\n\n",
            _ => body.ToJsonString(_json),
        });
    }

    /// <summary>Compresses a body, or leaves it as it is.</summary>
    /// <param name="body">The body.</param>
    /// <param name="encoding">The name of the encoding; null where there is none.</param>
    public byte[] Encode(byte[] body, out string? encoding)
    {
        encoding = Pick(null, null, "gzip", "deflate", "br", "zstd");
        if (encoding is null)
        {
            return body;
        }

        using MemoryStream encoded = new();
        using (Stream writer = encoding switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" when Chance(2) => new DeflateStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            _ => Zstandard.Encode(encoded),
        })
        {
            writer.Write(body);
        }

        return encoded.ToArray();
    }

    /// <summary>Cuts bytes into the pieces in which they are sent: anywhere, in the middle of characters and names too.</summary>
    /// <param name="bytes">The bytes.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] bytes)
    {
        int from = 0;
        foreach (int place in Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(bytes.Length + 1)).Order().Append(bytes.Length).ToImmutableArray())
        {
            yield return bytes.AsMemory(from, place - from);
            from = place;
        }
    }

    private static JsonObject ToFlat(JsonObject error)
    {
        JsonObject flat = error.DeepClone().AsObject();
        flat["object"] = "error";
        return flat;
    }

    private void DealReasoning(string? reasoning)
    {
        string place = Pick("reasoning_content", "reasoning", "both", "reasoning_text", "thinking", "details", "blocks");
        foreach (string piece in reasoning is null ? [] : Words.Split(reasoning))
        {
            AddDelta(place switch
            {
                "both" => new() { ["reasoning"] = piece, ["reasoning_content"] = piece },
                "details" => new()
                {
                    ["reasoning_details"] = new JsonArray(new JsonObject { ["type"] = "reasoning.text", ["text"] = piece, ["index"] = 0 }),
                },
                "blocks" => new()
                {
                    ["thinking_blocks"] = new JsonArray(new JsonObject { ["type"] = "thinking", ["thinking"] = piece, ["signature"] = null }),
                },
                _ => new() { ["content"] = Pick(null, ""), [place] = piece },
            });
        }
    }

    private void DealText(IReadOnlyList<string> pieces)
    {
        bool isInParts = Chance(5);
        foreach (string piece in pieces)
        {
            AddDelta(isInParts
                ? new() { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = piece }) }
                : new() { ["content"] = piece });
        }
    }

    private void DealCalls(IReadOnlyList<AnsweredToolCall> calls)
    {
        // Calls that are alike are told apart by their numbers or ids alone.
        bool isAmbiguous = calls.Select(c => (c.Name, c.Arguments)).Distinct().Count() < calls.Count;
        bool isMadeUp = calls.All(c => c.Id.StartsWith(SimulatedAnswers.StartOfToolCallId, StringComparison.Ordinal));
        string ids = Pick("given", "given", "in each fragment", isMadeUp ? "none" : "given");
        _omitsIds = ids == "none";
        string index = isAmbiguous || _omitsIds ? "right" : Pick("right", "right", "zero", "absent", "null", "text");
        string names = Pick("first", "first", index is "right" or "text" ? "late" : "first", ids == "in each fragment" ? "in each fragment" : "first");
        string arguments = Pick("pieces", "pieces", "whole", "empty first", "twice", "object", "grown");
        bool isFlat = Chance(6);
        for (int call = 0; call < calls.Count; call++)
        {
            JsonNode?[] fragments = [.. FragmentsOf(calls[call].Arguments, isAmbiguous ? "pieces" : arguments)];
            for (int fragment = 0; fragment < fragments.Length; fragment++)
            {
                bool isNamed = names == "in each fragment" || fragment == (names == "late" && fragments.Length > 1 ? 1 : 0);
                JsonObject function = new() { ["name"] = isNamed ? calls[call].Name : Pick(null, ""), ["arguments"] = fragments[fragment] };
                bool isIdentified = ids == "in each fragment" || (ids == "given" && fragment == 0);
                JsonObject entry = new() { ["id"] = isIdentified ? calls[call].Id : Pick(null, "") };
                if (index is not "absent")
                {
                    entry["index"] = index switch { "right" => call, "zero" => 0, "text" => $"{call}", _ => null };
                }

                entry["type"] = Pick("function", null, "");
                if (isFlat)
                {
                    entry["name"] = function["name"]?.DeepClone();
                    entry["arguments"] = function["arguments"]?.DeepClone();
                }
                else
                {
                    entry["function"] = function;
                }

                AddDelta(new() { ["tool_calls"] = new JsonArray(entry) });
            }
        }
    }

    // What is no JSON comes in pieces, for nobody could tell where it ends.
    private IEnumerable<JsonNode?> FragmentsOf(string arguments, string form)
    {
        IEnumerable<string> pieces = Words.Split(arguments, (arguments.Length / 8) + 1);
        bool isObject = arguments.Length > 2 && arguments[0] == '{' && arguments[^1] == '}' && IsJson(arguments);
        return (isObject ? form : "pieces") switch
        {
            "whole" => [arguments],
            "empty first" => ["{}", .. pieces],
            "twice" => [arguments, arguments],
            "object" when JsonNode.Parse(arguments) is { } value && value.ToJsonString(_json) == arguments => [value],
            "grown" => [arguments[..(arguments.Length / 2)], arguments],
            _ => arguments.Length == 0 ? [""] : [.. pieces],
        };
    }

    private List<JsonObject> ToEvents(ChatAnswer answer, bool includesUsage)
    {
        string text = string.Concat(answer.Pieces ?? []);
        JsonObject last = new() { ["delta"] = new JsonObject(), ["finish_reason"] = answer.FinishReason };
        switch (Pick("", "", "message", answer.Pieces?.Count > 2 && text.Length >= LeastRepeated ? "repeated" : ""))
        {
            case "message":
                last["message"] = ToMessage(answer);
                break;
            case "repeated":
                last["delta"] = new JsonObject { ["content"] = text };
                break;
        }

        string usage = includesUsage ? Pick("last", "last", "choice", "zero first", "growing", "groq") : "none";
        if (usage == "choice")
        {
            last["usage"] = ToNode(answer.Usage);
        }

        List<JsonObject> events = [];
        foreach (JsonObject choice in _choices.Append(last))
        {
            Number(choice);
            JsonObject chunk = new()
            {
                ["id"] = answer.Id,
                ["object"] = "chat.completion.chunk",
                ["model"] = answer.Model,
                ["choices"] = new JsonArray(choice),
            };
            if (usage is "zero first" or "growing")
            {
                int counted = usage == "growing" ? Math.Min(events.Count, answer.Usage.Completion) : 0;
                int asked = usage == "growing" ? answer.Usage.Prompt : 0;
                chunk["usage"] = new JsonObject { ["prompt_tokens"] = asked, ["completion_tokens"] = counted, ["total_tokens"] = asked + counted };
            }

            events.Add(chunk);
        }

        if (usage is not ("none" or "choice"))
        {
            events.Add(usage == "groq"
                ? new() { ["id"] = answer.Id, ["choices"] = new JsonArray(), ["x_groq"] = new JsonObject { ["usage"] = ToNode(answer.Usage) } }
                : new() { ["id"] = answer.Id, ["choices"] = Chance(2) ? new JsonArray() : null, ["usage"] = ToNode(answer.Usage) });
        }

        return events;
    }

    private byte[] Frame(List<JsonObject> events)
    {
        string form = Pick("usual", "usual", "no space", "bare lines", "glued", "no blank lines", "several data lines", "named events");
        string eol = Pick("\n", "\n", "\r\n", "\r");
        StringBuilder stream = new(Chance(4) ? "\uFEFF" : "");
        for (int i = 0; i < events.Count; i++)
        {
            string data = events[i].ToJsonString(_json);
            bool isOpen = i % 3 != 2 && i < events.Count - 1;
            string noise = Chance(6) ? Pick($": PROCESSING{eol}{eol}", $"event: ping{eol}data: {{\"type\":\"ping\"}}{eol}{eol}", $"{eol}{eol}") : "";
            stream.Append(form is "no blank lines" or "glued" ? "" : noise).Append(form switch
            {
                "bare lines" => data + eol,
                "no space" => $"data:{data}{eol}{eol}",
                "glued" => $"{(i % 3 == 0 ? "data: " : "")}{data}{(isOpen ? "" : eol + eol)}",
                "no blank lines" => $"data: {data}{eol}{(isOpen ? "" : eol)}",
                "several data lines" => $"id: {i}{eol}data: {data.Replace(",\"choices\":", $",{eol}data: \"choices\":", StringComparison.Ordinal)}{eol}{eol}",
                "named events" => $"event: message{eol}data: {data}{eol}retry: 5{eol}{eol}",
                _ => $"data: {data}{eol}{eol}",
            });
        }

        stream.Append(Pick("", $"data: [DONE]{eol}{eol}", $"data: [DONE]{eol}{eol}", "data: [DONE]"));
        return Encoding.UTF8.GetBytes(stream.ToString());
    }

    private JsonObject ToMessage(ChatAnswer answer)
    {
        JsonObject message = new() { ["role"] = "assistant" };
        if (answer.Reasoning is { } reasoning)
        {
            message["reasoning_content"] = reasoning;
        }

        message["content"] = answer.Pieces is { } pieces ? string.Concat(pieces) : null;
        if (answer.ToolCalls.Count > 0)
        {
            message["tool_calls"] = new JsonArray(
            [
                .. answer.ToolCalls.Select((c, i) => new JsonObject
                {
                    ["id"] = _omitsIds ? null : c.Id,
                    ["index"] = i,
                    ["type"] = "function",
                    ["function"] = new JsonObject { ["name"] = c.Name, ["arguments"] = c.Arguments },
                }),
            ]);
        }

        return message;
    }

    private static JsonNode ToNode(TokenCounts usage)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter json = new(bytes);
        usage.WriteTo(json);
        json.Flush();
        return JsonNode.Parse(bytes.WrittenSpan)!;
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void AddDelta(JsonObject delta) => _choices.Add(new JsonObject { ["delta"] = delta, ["finish_reason"] = null });

    private void Number(JsonObject choice)
    {
        switch (Pick("right", "right", "absent", "null"))
        {
            case "right":
                choice["index"] = 0;
                break;
            case "null":
                choice["index"] = null;
                break;
        }
    }

    private bool Chance(int of) => random.Next(of) == 0;

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
