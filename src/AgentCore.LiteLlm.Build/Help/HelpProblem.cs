namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Something wrong with a page.</summary>
/// <param name="Line">Where, from 1.</param>
/// <param name="Message">What, in one sentence.</param>
internal sealed record HelpProblem(int Line, string Message);
