using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>A judge that can be asked about the answers of one agent.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Plan">How it is asked.</param>
/// <param name="Redactor">What takes the agent's secrets out of what it sees.</param>
/// <param name="Budget">What its judgements may cost.</param>
internal sealed partial record SeatedJudge(Judge Judge, ChatPlan Plan, Redactor Redactor, EvaluationBudget Budget)
{
    /// <summary>Gets the lowest mark that passes.</summary>
    public required double AtLeast { get; init; }

    /// <summary>Gets what counts for the case; null for nothing beside what the judge is told.</summary>
    public string? Criteria { get; init; }

    /// <summary>Makes the schema of what a judge answers: the reason first, so that the mark follows from it.</summary>
    /// <param name="judge">The judge.</param>
    public static OutputSchema SchemaOf(Judge judge)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("title", "judgement");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            json.WriteStartObject("reason");
            json.WriteString("type", "string");
            json.WriteEndObject();
            json.WriteStartObject("mark");
            WriteMark(json, judge);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("required");
            json.WriteStringValue("reason");
            json.WriteStringValue("mark");
            json.WriteEndArray();
            json.WriteBoolean("additionalProperties", false);
            json.WriteEndObject();
        }

        return OutputSchema.Read(Encoding.UTF8.GetString(bytes.ToArray()), out _)!;
    }

    /// <summary>
    /// Makes the request for a judgement. Nothing in it is secret, and personal data that was taken out of the agent's request is out of it too.
    /// </summary>
    /// <param name="asked">What the agent was asked.</param>
    /// <param name="reply">What it answered.</param>
    /// <param name="cancellationToken">Ends the search for personal data.</param>
    /// <returns>The request, whose answer keeps what stands for personal data.</returns>
    /// <exception cref="Failures.ChatException">It may not leave: something could not be looked at, or holds what must not leave.</exception>
    public async Task<ChatRequest> ToRequestAsync(ChatRequest asked, AgentReply reply, CancellationToken cancellationToken)
    {
        ChatRequest request = Plan.ToRequest(new ChatMessage(ChatRole.User, Write(asked, reply)), AgentConversation.Empty) with { Graph = null };
        if (asked.Protection is not { } session)
        {
            return request with { Protection = null };
        }

        (ChatRequest safe, _) = await new RequestProtection(request, session.With(reply.Vault), TimeProvider.System).ApplyAsync(cancellationToken)
            .ConfigureAwait(false);
        return safe;
    }

    /// <summary>Reads a judgement.</summary>
    /// <param name="reply">What the judge answered.</param>
    public Judgement Read(AgentReply reply)
    {
        JsonElement? output = reply.Output as JsonElement?;
        JsonElement? mark = output?.GetProperty("mark");
        string? label = mark is { ValueKind: JsonValueKind.String } word ? word.GetString() : null;
        return new Judgement
        {
            Judge = Judge.Name,
            Mark = reply.Simulated || mark is null ? null : label is null ? mark.Value.GetDouble() : Judge.Marks.First(m => m.Label == label).Value,
            Label = reply.Simulated ? null : label,
            AtLeast = AtLeast,
            Worst = Judge.Worst,
            Best = Judge.Best,
            Reason = Redactor.Redact(output?.GetProperty("reason").GetString() ?? ""),
            Model = reply.Model ?? reply.RequestedModel,
            Cost = reply.Cost,
            Duration = reply.Duration,
        };
    }

    private static void WriteMark(Utf8JsonWriter json, Judge judge)
    {
        if (judge.Marks.IsEmpty)
        {
            json.WriteString("type", "integer");
            json.WriteNumber("minimum", judge.Worst);
            json.WriteNumber("maximum", judge.Best);
            return;
        }

        json.WriteString("type", "string");
        json.WriteStartArray("enum");
        foreach (string label in judge.Marks.Select(m => m.Label).Distinct(StringComparer.Ordinal))
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
    }

    private string Write(ChatRequest asked, AgentReply reply)
    {
        string criteria = string.IsNullOrWhiteSpace(Criteria) ? "" : $"What counts: {Criteria.Trim()}";
        Regex? tags = FindTags(Judge.Instructions);
        string context = ToSafe(ToContext(asked, reply), tags);
        string answer = ToSafe(reply.Text.Length == 0 && reply.Refusal is { } refusal ? refusal : reply.Text, tags);
        bool hasPlace = Judge.Instructions.Contains("{criteria}", StringComparison.Ordinal);

        // In one pass: what is filled in may hold the name of a place.
        string text = Place().Replace(hasPlace ? Judge.Instructions : $"{Judge.Instructions.TrimEnd()}\n\n{{criteria}}", place => place.Value switch
        {
            "{context}" => context,
            "{assistant_turn}" => answer,
            _ => criteria,
        });
        string marks = Judge.Marks.IsEmpty
            ? string.Create(CultureInfo.InvariantCulture, $"The mark is a whole number from {Judge.Worst}, the worst, to {Judge.Best}, the best.")
            : "The mark is one of:\n" + string.Join('\n', Judge.Marks.Select(m => m.Definition.Length == 0 ? $"- {m.Label}" : $"- {m.Label}: {m.Definition}"));
        return $"{text.TrimEnd()}\n\nGive your reason in a few sentences, and then the mark. {marks}";
    }

    // What is judged must not end the tag that it stands in: what followed would be the judge's instruction.
    private string ToSafe(string text, Regex? tags)
    {
        string safe = SecretShapes.Mask(Redactor.Redact(text));
        return tags?.Replace(safe, "&lt;$1") ?? safe;
    }

    // Models read a tag however it is spelled: in any case, with blanks or characters that nobody sees, with the wide bracket, and as JSON escapes it.
    private static Regex? FindTags(string instructions)
    {
        const string gap = @"(?:\s|\p{Cf}|\\(?:[bfnrt]|u[0-9a-f]{4})?)*";
        string[] names = [.. Tag().Matches(instructions).Select(t => Regex.Escape(t.Groups[1].Value)).Distinct(StringComparer.OrdinalIgnoreCase)];
        return names.Length == 0 ? null : new Regex(
            $@"(?:[<\uFF1C\uFE64]|\\u003c)({gap}[/\uFF0F]?{gap}(?:{string.Join('|', names)}))\b",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    // Everything that was said before the answer, what tools returned included, and no system message: that is the agent's own.
    private static string ToContext(ChatRequest asked, AgentReply reply)
    {
        ChatMessage[] said = reply.Messages.IsEmpty ? [.. asked.Messages] : [.. reply.Messages];
        int end = Array.FindLastIndex(said, m => m.Role == ChatRole.Assistant && m.ToolCalls.IsEmpty);
        int before = reply.Messages.IsEmpty || end < asked.Messages.Length - 1 ? said.Length : end;
        return string.Join("\n\n", said.Take(before).Where(m => m.Role != ChatRole.System).Select(Describe));
    }

    private static string Describe(ChatMessage message)
    {
        string who = message.Role switch
        {
            ChatRole.User => "User",
            ChatRole.Assistant => "Assistant",
            _ => "Tool",
        };
        return string.Join('\n', [
            .. message.Text.Length == 0 && !message.ToolCalls.IsEmpty ? (string[])[] : [$"{who}: {message.Text}"],
            .. message.ToolCalls.Select(c => $"Assistant calls {c.Name} {c.Arguments}")]);
    }

    [GeneratedRegex(@"\{(?:context|assistant_turn|criteria)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex("</?([A-Za-z][A-Za-z0-9_.-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
