using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Agents;

/// <summary>Names the ends of a run that are no answer.</summary>
internal static class RunEnd
{
    private const string SeeSteps = "Exception.Failure.Steps says what it did.";

    public static ChatFailure Iterations(ChatRequest request, int most) => Of(
        request,
        FailureKind.IterationLimitReached,
        string.Create(CultureInfo.InvariantCulture, $"'{request.Model}' still calls tools in turn {most}, the last that the run may take."),
        $"Raise 'runtime.max_iterations' or the call's own limit, or look at why it does not come to an end: {SeeSteps}");

    public static ChatFailure Time(ChatRequest request) => Of(
        request,
        FailureKind.TimedOut,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The run of '{request.Model}' did not come to an answer within the limit of {request.TimeLimit!.Value.TotalSeconds:0.###} s."),
        $"Raise 'runtime.max_execution_time' or the call's own limit, or look at which step took long: {SeeSteps}");

    public static ChatFailure Tokens(ChatRequest request, long used, long most) => Of(
        request,
        FailureKind.TokenLimitReached,
        string.Create(CultureInfo.InvariantCulture, $"The run of '{request.Model}' has used {used} tokens without an answer, and its limit is {most}."),
        "Raise the limit of tokens, or let its tools return less.");

    public static ChatFailure Cost(ChatRequest request, decimal spent, decimal most) => Of(
        request,
        FailureKind.CostLimitReached,
        string.Create(CultureInfo.InvariantCulture, $"The run of '{request.Model}' has cost {spent} US dollars without an answer, and its limit is {most}."),
        "Raise the limit of cost, or let its tools return less.");

    public static ChatFailure Errors(ChatRequest request, int turns) => Of(
        request,
        FailureKind.ToolErrorsRepeated,
        string.Create(CultureInfo.InvariantCulture, $"'{request.Model}' called tools in {turns} turns in a row, and every call failed."),
        $"{SeeSteps} The tool may be broken, or its description may mislead the model.");

    public static ChatFailure Repeated(ChatRequest request, ToolCall call, int most) => Of(
        request,
        FailureKind.ToolCallRepeated,
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{request.Model}' keeps calling '{SecretShapes.Excerpt(call.Name)}' with the same arguments, although {most} times it brought the same result."),
        $"{SeeSteps} A stronger model, or a result that says what to do next, may help.");

    public static ChatFailure Silent(ChatRequest request) => Of(
        request,
        FailureKind.ReplyEmpty,
        $"'{request.Model}' answered nothing, no text and no call of a tool, and the run asks it no more.",
        $"Ask again, or choose a stronger model. {SeeSteps}");

    public static ChatFailure Hook(ChatRequest request, string hook, string problem) => Of(
        request,
        FailureKind.HookFailed,
        $"The hook '{SecretShapes.Excerpt(hook)}' failed, so the run of '{request.Model}' was stopped: {problem}",
        "Mend what is bound to the hook.");

    public static ChatFailure Deferred(ChatRequest request, string[] tools) => Of(
        request,
        FailureKind.ApprovalPending,
        $"The run of '{request.Model}' waits for a decision about {(tools.Length == 1 ? "a call" : "calls")} of "
            + $"{string.Join(", ", tools.Distinct(StringComparer.Ordinal).Select(t => $"'{SecretShapes.Excerpt(t)}'"))}.",
        "Decide about each call that waits, and let the run go on.");

    public static ChatFailure Cancelled(ChatRequest request) => Of(request, FailureKind.Cancelled, $"The run of '{request.Model}' was cancelled.", null);

    private static ChatFailure Of(ChatRequest request, FailureKind kind, string summary, string? advice) => new()
    {
        Kind = kind,
        Summary = summary,
        Advice = advice,
        Endpoint = request.Endpoint.AbsoluteUri,
    };
}
