namespace AgentCore.LiteLlm.Build.Help;

/// <summary>One example of a page.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">What the user types.</param>
/// <param name="Remarks">What happens then, in paragraphs.</param>
internal sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks);
