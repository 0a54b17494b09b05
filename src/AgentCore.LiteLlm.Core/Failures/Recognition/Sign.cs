namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>What a word of an endpoint's error can be a sign of. The set is closed; <c>codes.tsv</c> and <c>words.tsv</c> say which words are which.</summary>
internal enum Sign
{
    /// <summary>The prompt is longer than the model's context.</summary>
    Context,

    /// <summary>Speaks of the context, and not of a prompt that is too long.</summary>
    NoContext,

    /// <summary>Something is said to be longer than it may be, and may be the prompt: what every vendor says in words of its own.</summary>
    Long,

    /// <summary>Speaks of the size of something other than the prompt.</summary>
    NotPrompt,

    /// <summary>The answer may not be as long as was asked for.</summary>
    OutputLimit,

    /// <summary>A filter or guardrail stopped the prompt or the answer.</summary>
    Filter,

    /// <summary>Speaks of filters or guardrails, and stopped nothing.</summary>
    NoFilter,

    /// <summary>Money, credit or a budget is used up.</summary>
    Budget,

    /// <summary>A quota is used up; it may come back by itself.</summary>
    Quota,

    /// <summary>What is used up comes back by itself.</summary>
    ComesBack,

    /// <summary>Too many requests or tokens at once.</summary>
    Rate,

    /// <summary>One request alone is larger than what may be sent in a while.</summary>
    TooLarge,

    /// <summary>The key is not accepted.</summary>
    Auth,

    /// <summary>The key, or whom it belongs to, is blocked.</summary>
    KeyBlocked,

    /// <summary>The key has expired.</summary>
    KeyExpired,

    /// <summary>A proxy has no database to look keys up in.</summary>
    NoDatabase,

    /// <summary>The key may not do this.</summary>
    Permission,

    /// <summary>The key may not use this model.</summary>
    ModelDenied,

    /// <summary>The key may not call this route.</summary>
    RouteDenied,

    /// <summary>The provider does not serve where the call comes from.</summary>
    Region,

    /// <summary>The model is not known.</summary>
    Model,

    /// <summary>Something other than the model is not known: a file, an item, an image.</summary>
    Thing,

    /// <summary>The address is not known.</summary>
    Path,

    /// <summary>A time limit passed at the endpoint.</summary>
    Timeout,

    /// <summary>The endpoint has too much to do.</summary>
    Overload,

    /// <summary>The endpoint failed.</summary>
    Server,

    /// <summary>The model's chat template does not take these messages.</summary>
    Template,

    /// <summary>The model does not read this kind of input.</summary>
    Input,

    /// <summary>A form of tools or of structured output is not taken, or could not be kept to.</summary>
    Form,

    /// <summary>A member of the request is not taken, or only with its default.</summary>
    Refused,

    /// <summary>The value of a member of the request is out of range.</summary>
    Value,

    /// <summary>The request is at fault, whatever the status says.</summary>
    Invalid,

    /// <summary>The endpoint speaks TLS, and was spoken to in clear text.</summary>
    WantsTls,

    /// <summary>Is called an error of the request; some servers call every error so.</summary>
    RequestError,
}
