using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Structured;

/// <summary>
/// Gets answers that fit a schema: asks in the best form the endpoint takes, remembers which that is, and lets the model mend
/// what departs from the schema. Requests without a schema pass through.
/// </summary>
/// <param name="inner">What makes the calls.</param>
/// <param name="memory">What is known of endpoints.</param>
/// <param name="time">The clock.</param>
internal sealed class StructuredProvider(IChatProvider inner, DialectMemory memory, TimeProvider time) : IChatProvider
{
    /// <summary>How often a model may mend its answer.</summary>
    public const int MostRepairs = 2;

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Output is { } schema ? AskAsync(request, schema, cancellationToken) : inner.AnswerAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> AskAsync(ChatRequest request, OutputSchema schema, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        OutputForm form = OutputRequest.FormFor(request, memory.For(request));
        ImmutableArray<ChatMessage> messages = request.Messages;
        AgentReply? whole = null;
        Spent spent = Spent.Nothing;
        int repairs = 0;
        while (true)
        {
            ChatRequest asked = OutputRequest.In(form, request, messages) with { TimeSpent = request.TimeSpent + time.GetElapsedTime(start) };
            ChatAttempt tried = new(inner.AnswerAsync(asked, cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    yield return tried.Current;
                }
            }

            if (tried.Reply is not { } reply)
            {
                ChatFailure failure = tried.Failure!.Failure;
                if (tried.HasBegun || !FormRefusal.Is(failure, form))
                {
                    throw tried.Failure.After(whole is null ? spent : spent.Add(Spent.Unanswered));
                }

                // A model that turns out to think takes no tool that is required, either.
                spent = spent.Add(failure.Spent);
                form = ForbidsForce(failure) && form == OutputForm.ForcedTool ? OutputForm.RequiredTool : form;
                yield return Descend(request, ref form, "refuses");
                continue;
            }

            spent = spent.Add(reply.Spent);
            whole = (whole is null ? reply : reply.After(whole)) with { Spent = spent, Duration = time.GetElapsedTime(start) };
            OutputCandidate? found = OutputReader.Find(reply, schema);
            if (found is { IsFit: true })
            {
                memory.Learn(request, memory.For(request) with { OutputForm = form });
                yield return new ChatEvent.Completed(ToReply(whole, found, schema));
                yield break;
            }

            if (found is null
                && form < OutputForm.Instruction
                && reply.ToolCalls.IsEmpty
                && reply.Refusal is null
                && (!Finish.IsCut(reply.FinishReason) || IsCutProse(reply)))
            {
                // The endpoint let the model answer in prose: it ignores the form, and asking again in it would not help.
                yield return Descend(request, ref form, "ignores");
                messages = request.Messages;
                continue;
            }

            if (repairs == MostRepairs || reply.Refusal is not null || Finish.IsCut(reply.FinishReason))
            {
                throw new ChatException(OutputMismatch.Of(whole, found, schema));
            }

            repairs++;
            messages = messages.AddRange(OutputRepair.MessagesFor(reply, found, schema, form));
            yield return new ChatEvent.Notice(string.Create(
                CultureInfo.InvariantCulture,
                $"The answer of '{request.Model}' does not fit the schema '{schema.Name}' "
                    + $"({(found is null ? "it is no JSON" : $"{found.Violations.Length} violations")}); it is asked to mend it, {repairs} of {MostRepairs}."));
        }
    }

    private static bool ForbidsForce(ChatFailure failure) =>
        failure.ProviderMessage?.Contains("thinking may not be enabled when", StringComparison.OrdinalIgnoreCase) == true;

    // JSON that was cut at the limit shows that the form is taken; words that were cut show that it is not.
    private static bool IsCutProse(AgentReply reply) =>
        Finish.IsAtLimit(reply.FinishReason) && reply.Text.AsSpan().TrimStart() is [var first, ..] and not ['`', '`', '`', ..] && first is not ('{' or '[');

    private static ChatEvent.Notice Descend(ChatRequest request, ref OutputForm form, string what)
    {
        OutputForm before = form++;
        return new ChatEvent.Notice(
            $"{request.Endpoint.AbsoluteUri} {what} structured output by {Describe(before)} for model '{request.Model}'; it is asked by {Describe(form)} "
                + "instead.");
    }

    private static string Describe(OutputForm form) => form switch
    {
        OutputForm.ForcedTool => "a forced tool",
        OutputForm.RequiredTool => "a required tool",
        OutputForm.ResponseFormat => "'response_format'",
        _ => "instruction",
    };

    // The call of the output tool is how the answer travels, no wish of the model.
    internal static AgentReply ToReply(AgentReply reply, OutputCandidate found, OutputSchema schema) => reply with
    {
        Output = found.Value,
        Text = string.IsNullOrWhiteSpace(reply.Text) ? found.Value.GetRawText() : reply.Text,
        ToolCalls = [.. reply.ToolCalls.Where(c => c.Name != schema.Name)],
    };
}
