using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>What stands before a value: its anchor, its tag, or both in either order.</summary>
internal sealed class NodeProperties
{
    private readonly Anchor? _anchor;

    private NodeProperties(Anchor? anchor, string? tagName, Mark start)
    {
        _anchor = anchor;
        TagName = tagName;
        Start = start;
    }

    /// <summary>Gets the name of the anchor; null when there is none.</summary>
    public string? AnchorName => _anchor?.Value.Value;

    /// <summary>Gets the whole tag; null when there is none.</summary>
    public string? TagName { get; }

    /// <summary>Gets the place where the first of them begins.</summary>
    public Mark Start { get; }

    /// <summary>Reads them.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="directives">What tags mean.</param>
    /// <returns>The properties; null when there are none.</returns>
    public static NodeProperties? Read(YamlTokens tokens, YamlDirectives directives)
    {
        if (tokens.Peek() is not (Anchor or Tag))
        {
            return null;
        }

        Mark start = tokens.Peek()!.Start;
        Anchor? anchor = null;
        string? tagName = null;
        while (true)
        {
            switch (tokens.Peek())
            {
                case Anchor when anchor is not null:
                    tokens.Refuse("more than one anchor");
                    break;
                case Anchor first:
                    anchor = first;
                    tokens.Skip();
                    continue;
                case Tag tag when tagName is null:
                    tagName = directives.Resolve(tag);
                    if (tagName is not null)
                    {
                        tokens.Skip();
                        continue;
                    }

                    tokens.Refuse("undefined tag handle");
                    break;
            }

            return new NodeProperties(anchor, tagName, start);
        }
    }

    /// <summary>Refuses a tag that does not say what a list or mapping is anyway.</summary>
    /// <param name="tokens">Where findings go.</param>
    /// <param name="expected">What it is.</param>
    public void CheckCollectionTag(YamlTokens tokens, string expected)
    {
        if (TagName is not null and not ("!" or "?") && TagName != expected)
        {
            RefuseTag(tokens);
        }
    }

    /// <summary>Refuses the tag.</summary>
    /// <param name="tokens">Where findings go.</param>
    public void RefuseTag(YamlTokens tokens) => tokens.Report(
        DiagnosticCodes.YamlTag,
        Start,
        $"The tag '{SecretShapes.Excerpt(TagName!)}' is not allowed: a blueprint holds text, numbers, booleans, lists and mappings only.",
        "Delete the tag; if the '!' is part of the text, put the text in quotes.");
}
