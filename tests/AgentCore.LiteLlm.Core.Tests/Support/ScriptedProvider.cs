using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Failures.Recognition;
using AgentCore.LiteLlm.Modes;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Answers each request with the next line of a script: pieces of text, then a reply, or a failure where one is given.</summary>
internal sealed class ScriptedProvider(params (string[] Pieces, ChatFailure? Failure)[] script) : IChatProvider
{
    private readonly List<ChatRequest> _requests = [];

    public IReadOnlyList<ChatRequest> Requests => _requests;

    /// <summary>Gets what happens while a request is being answered, such as time passing.</summary>
    public Action OnRequest { get; init; } = () => { };

    public static (string[] Pieces, ChatFailure? Failure) Answers(params string[] pieces) => (pieces, null);

    public static (string[] Pieces, ChatFailure? Failure) Fails(int status, string message = "no", TimeSpan? after = null) =>
        FailsAfter([], status, message, after);

    public static (string[] Pieces, ChatFailure? Failure) FailsAfter(string[] pieces, int status, string message = "no", TimeSpan? after = null)
    {
        RecognisedFailure meant = FailureRecogniser.Recognise(status, new ErrorBody(message, null, null), _ => null);
        return (pieces, new ChatFailure
        {
            Kind = meant.Kind,
            Summary = message,
            Endpoint = "e",
            HttpStatus = status,
            ProviderMessage = message,
            Retriable = meant.IsRetriable,
            RefusesForm = meant.RefusesForm,
            Parameter = meant.Parameter,
            IsParameterRefused = meant.IsParameterRefused,
            RefusesMember = meant.RefusesMember,
            RetryAfter = after,
        });
    }

    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string[] pieces, ChatFailure? failure) = script[Math.Min(_requests.Count, script.Length - 1)];
        _requests.Add(request);
        OnRequest();
        await Task.Yield();
        foreach (string piece in pieces)
        {
            yield return new ChatEvent.Arrived(new AgentChunk(ChunkKind.Text, piece));
        }

        if (failure is not null)
        {
            throw new ChatException(failure);
        }

        yield return new ChatEvent.Completed(new AgentReply
        {
            Text = string.Concat(pieces),
            RequestedModel = request.Model,
            Endpoint = "e",
            Mode = ExecutionMode.Production,
            Duration = TimeSpan.FromSeconds(3),
            TimeToFirstToken = TimeSpan.FromSeconds(1),
        });
    }
}
