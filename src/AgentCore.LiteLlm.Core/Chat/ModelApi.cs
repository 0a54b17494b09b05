namespace AgentCore.LiteLlm.Chat;

/// <summary>Which of OpenAI's two APIs a model is asked by.</summary>
public enum ModelApi
{
    /// <summary>Chat completions, until the endpoint says that the model wants the other one.</summary>
    Auto,

    /// <summary>Chat completions: <c>/chat/completions</c>, which every endpoint has.</summary>
    Chat,

    /// <summary>Responses: <c>/responses</c>, which the newest models of OpenAI need for tools.</summary>
    Responses,
}
