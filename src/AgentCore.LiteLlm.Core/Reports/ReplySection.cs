using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Shows a reply.</summary>
internal static class ReplySection
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Says how it ended, in a word.</summary>
    /// <param name="reply">The reply.</param>
    public static ReportBadge State(AgentReply reply) =>
        reply.Refusal is not null ? new ReportBadge("refused", ReportTone.Warning)
        : Finish.IsCut(reply.FinishReason) ? new ReportBadge("cut off", ReportTone.Warning)
        : !reply.ToolCalls.IsEmpty ? new ReportBadge("asks for tools")
        : new ReportBadge("answered", ReportTone.Good);

    /// <summary>Says what was asked last.</summary>
    /// <param name="reply">The reply.</param>
    public static string Asked(AgentReply reply)
    {
        ChatMessage? asked = reply.Messages.LastOrDefault(m => m is { Role: ChatRole.User, HoldsToolImages: false });
        return asked is null ? "" : asked.Parts.IsEmpty ? asked.Text
            : $"{asked.Text}\n[{ReportFigures.Count(asked.Parts.Length, "attachment", "attachments")}]";
    }

    /// <summary>Shows a reply.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="title">The heading.</param>
    public static ReportSection Of(AgentReply reply, ReportText title) => new(title)
    {
        Badges = [State(reply), .. Badges(reply)],
        Blocks = [.. Blocks(reply)],
        Subject = new ReportSubject(reply.Vault, reply.Protection),
    };

    /// <summary>Shows what a reply is, under another heading.</summary>
    /// <param name="reply">The reply.</param>
    public static IEnumerable<ReportBlock> Blocks(AgentReply reply) =>
    [
        .. Texts(reply),
        .. Warnings(reply),
        .. StepBlocks.Of(reply.Steps, reply.Duration),
        .. FirstWait(reply),
        Facts(reply),
        .. RunFacts.Protection(reply.Protection),
        .. RunFacts.Gates(reply.Gates),
    ];

    /// <summary>Says what is special about where a reply came from.</summary>
    /// <param name="reply">The reply.</param>
    public static IEnumerable<ReportBadge> Badges(AgentReply reply)
    {
        if (reply.Simulated)
        {
            yield return new ReportBadge("simulated", ReportTone.Warning);
        }

        if (reply.Replayed)
        {
            yield return new ReportBadge("replayed");
        }

        if (reply.FromJournal)
        {
            yield return new ReportBadge("from a journal");
        }

        if (reply.Cached)
        {
            yield return new ReportBadge("from the gateway's cache");
        }

        if (reply.FallbackReason is not null)
        {
            yield return new ReportBadge("another model answered", ReportTone.Warning);
        }

        if (reply.Mode == ExecutionMode.Staging)
        {
            yield return new ReportBadge("staging");
        }
    }

    private static IEnumerable<ReportBlock> Texts(AgentReply reply)
    {
        if (Asked(reply) is { Length: > 0 } asked)
        {
            yield return Passage("What was asked", asked, isOpen: true);
        }

        if (reply.Text.Length > 0)
        {
            yield return Passage("What the model answered", reply.Text, isOpen: true);
        }

        if (reply.Refusal is { } refusal)
        {
            yield return Passage("Why the model refused", refusal, isOpen: true);
        }

        if (reply.Output is JsonElement output)
        {
            yield return new ReportBlock.Passage(
                "Structured output", ReportText.None, [new ReportPart("", ReportText.Said(Indent(output))) { IsCode = true }], IsOpen: true);
        }

        if (!reply.ToolCalls.IsEmpty)
        {
            yield return new ReportBlock.Passage(
                "Calls that the model asks for, and that were not made", ReportText.None,
                [.. reply.ToolCalls.Select(c => new ReportPart("call", ReportText.Said(c.ToString())) { IsCode = true })], IsOpen: true);
        }

        if (reply.Reasoning is { Length: > 0 } reasoning)
        {
            yield return Passage("How the model reasoned", reasoning, isOpen: false);
        }
    }

    private static IEnumerable<ReportBlock> Warnings(AgentReply reply) => reply.Warnings.IsEmpty ? [] :
        [new ReportBlock.Notes("Warnings", ReportTone.Warning, [.. reply.Warnings.Select(ReportText.Said)])];

    // Of a single turn it is how long nothing came, and how long the answer went on.
    private static IEnumerable<ReportBlock> FirstWait(AgentReply reply) =>
        reply.Steps.IsEmpty && reply.TimeToFirstToken is { } wait && wait < reply.Duration
            ? [new ReportBlock.Timeline("One turn over time", reply.Duration,
                [
                    new(TimelineBarKind.Fallback, "until the first piece of the answer", ReportText.None, TimeSpan.Zero, wait),
                    new(TimelineBarKind.Turn, "until its end", ReportText.None, wait, reply.Duration - wait),
                ])]
            : [];

    private static ReportBlock Facts(AgentReply reply) => new RunFacts()
        .Named("Model", reply.Model ?? reply.RequestedModel)
        .Named("Model that was asked", reply.Model is null || reply.Model == reply.RequestedModel ? "" : reply.RequestedModel)
        .Said("Why another model answered", reply.FallbackReason)
        .Named("Endpoint", reply.Endpoint)
        .Own("API", reply.Api == ModelApi.Responses ? "/responses" : "/chat/completions")
        .Own("Mode", reply.Mode.ToString())
        .Named("Prompt", RunFacts.Describe(reply.Prompt))
        .Own("Hash of the prompt", reply.Prompt?.Hash)
        .Own("Time", ReportFigures.Time(reply.Duration))
        .Own("Time to the first piece", reply.TimeToFirstToken is { } first ? ReportFigures.Time(first) : "")
        .Spent(reply.Spent)
        .Named("Why it ended", reply.FinishReason)
        .Named("Id of the request", reply.RequestId)
        .Named("Batch", reply.BatchItem is { } item ? $"{item.BatchId}, {item}" : "")
        .Named("Gateway", reply.Gateway.ToString())
        .ToBlock();

    private static string Indent(JsonElement json)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, Indented))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static ReportBlock.Passage Passage(string label, string text, bool isOpen) =>
        new(label, ReportText.None, [new ReportPart("", ReportText.Said(text))], isOpen);
}
