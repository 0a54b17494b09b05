using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Says what an endpoint's refusal means where batches are asked for.</summary>
internal static class BatchRefusal
{
    private static readonly string[] Paths = ["/batches", "/files", "invalid url"];

    /// <summary>Tells a batch that is not there from an endpoint that has none.</summary>
    public static ChatException Of(ChatException refusal)
    {
        ChatFailure failure = refusal.Failure;
        string words = failure.ProviderMessage ?? "";
        bool isAboutThing = failure.HttpStatus == 404
            && failure.Kind is FailureKind.WrongPath or FailureKind.ModelNotFound or FailureKind.BadRequest
            && (words.Contains("batch", StringComparison.OrdinalIgnoreCase) || words.Contains("file", StringComparison.OrdinalIgnoreCase))
            && !Array.Exists(Paths, p => words.Contains(p, StringComparison.OrdinalIgnoreCase));
        return isAboutThing
            ? new ChatException(failure with
            {
                Kind = FailureKind.BatchNotFound,
                Advice = "Check the id, and that key and endpoint are those that the batch was made with; files are deleted after a while.",
            })
            : failure is { Kind: FailureKind.WrongPath, HttpStatus: not (>= 300 and < 400) }
            ? new ChatException(failure with
            {
                Advice = (failure.Advice + " Not every endpoint has files and batches: OpenAI, Azure and LiteLLM proxies do; "
                    + "vLLM, Ollama and llama.cpp by themselves do not.").TrimStart(),
            })
            : refusal;
    }
}
