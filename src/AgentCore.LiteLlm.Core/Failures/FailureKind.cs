namespace AgentCore.LiteLlm.Failures;

/// <summary>What kind of failure ended a call. The set is closed, and each name is also the id of the error record.</summary>
public enum FailureKind
{
    /// <summary>The endpoint does not accept the key (401).</summary>
    AuthenticationFailed,

    /// <summary>The key is known but may not do this (403).</summary>
    PermissionDenied,

    /// <summary>The endpoint does not know the model.</summary>
    ModelNotFound,

    /// <summary>The address is not that of a chat-completions endpoint (404, 405 or a redirect).</summary>
    WrongPath,

    /// <summary>Too many requests or tokens (429).</summary>
    RateLimited,

    /// <summary>A budget, credit or quota is used up; waiting does not help.</summary>
    BudgetExceeded,

    /// <summary>The prompt is longer than the model's context.</summary>
    ContextLengthExceeded,

    /// <summary>A content policy stopped the prompt or the answer.</summary>
    ContentFiltered,

    /// <summary>The endpoint does not accept the request as it was written (400, 422).</summary>
    BadRequest,

    /// <summary>The endpoint failed (500 and its like).</summary>
    ServerError,

    /// <summary>Something before the endpoint failed (502, 503, 504, 520 to 524, 529).</summary>
    GatewayError,

    /// <summary>A time limit passed.</summary>
    TimedOut,

    /// <summary>No connection, or it broke before the answer began.</summary>
    ConnectionFailed,

    /// <summary>The answer broke off before it was complete.</summary>
    ReplyCutOff,

    /// <summary>The answer is longer than any model's, and was not read to its end.</summary>
    ReplyTooLong,

    /// <summary>The endpoint answered with something that is no chat completion.</summary>
    ReplyInvalid,

    /// <summary>The model answered, and no answer fits the schema asked for.</summary>
    OutputSchemaMismatch,

    /// <summary>A cassette that is replayed has no answer to the request.</summary>
    CassetteMismatch,

    /// <summary>A run with tools took all the turns it may take, and the model still calls tools.</summary>
    IterationLimitReached,

    /// <summary>A run with tools used the tokens it may use.</summary>
    TokenLimitReached,

    /// <summary>A run with tools cost what it may cost.</summary>
    CostLimitReached,

    /// <summary>In several turns in a row every call of a tool failed.</summary>
    ToolErrorsRepeated,

    /// <summary>The model makes the same call of a tool again and again, although it brings the same result.</summary>
    ToolCallRepeated,

    /// <summary>In a run with tools the model answered nothing, also when asked again, or in the last turn it may take.</summary>
    ReplyEmpty,

    /// <summary>Personal data could not be looked for, so nothing was sent.</summary>
    ProtectionFailed,

    /// <summary>The request holds personal data of a kind that must not leave, so nothing was sent.</summary>
    ProtectionBlocked,

    /// <summary>The endpoint does not know the batch, or a file of it.</summary>
    BatchNotFound,

    /// <summary>A batch has ended, and holds nothing for one of its items.</summary>
    BatchItemMissing,

    /// <summary>The call was cancelled.</summary>
    Cancelled,

    /// <summary>A hook of the blueprint failed, so the run was stopped.</summary>
    HookFailed,

    /// <summary>What a run did could not be written into its audit log, so the run was stopped.</summary>
    AuditLogFailed,

    /// <summary>A run that is kept waits for a person's decision about a call of a tool.</summary>
    ApprovalPending,

    /// <summary>What a run came to could not be written down, so it was stopped.</summary>
    SessionFailed,

    /// <summary>A remote agent failed, gave the task up, or does not take it.</summary>
    AgentFailed,

    /// <summary>A remote agent asks back, and nobody can answer.</summary>
    AgentInputRequired,

    /// <summary>What an agent remembers could not be read, so nothing was sent.</summary>
    MemoryFailed,
}
