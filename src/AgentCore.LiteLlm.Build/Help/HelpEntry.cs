namespace AgentCore.LiteLlm.Build.Help;

/// <summary>A heading within a section and what stands beneath it: a type that goes in or comes out.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Paragraphs">The text beneath it.</param>
internal sealed record HelpEntry(string Title, IReadOnlyList<string> Paragraphs);
