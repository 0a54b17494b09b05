using AgentCore.LiteLlm.Diagnostics;
using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>Reads one YAML document into a tree and stops at what could hurt: depth, size, aliases, foreign tags.</summary>
internal static class YamlReader
{
    /// <summary>How deep values may be nested: deeper ones could overflow the stack.</summary>
    public const int MaximumDepth = 64;

    /// <summary>How many values a document may hold, keys included.</summary>
    public const int MaximumNodes = 20_000;

    /// <summary>How many times as much text as there is aliases may stand for: whatever reads values reads no more than this.</summary>
    public const int MaximumAliased = 8;

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text, already free of forbidden characters.</param>
    /// <param name="findings">Where findings go.</param>
    /// <returns>The root, or null when there is none or reading had to stop.</returns>
    public static YamlNode? Read(string text, Findings findings)
    {
        YamlTokens tokens = new(text, findings);
        YamlDirectives directives = new(tokens);
        tokens.Take();
        if (!BeginsDocument(tokens, directives))
        {
            if (!tokens.IsStopped)
            {
                findings.Error(DiagnosticCodes.DocumentEmpty, TextPlace.Start, "The file is empty: nothing stands in it.", "Begin with 'id: ...'.");
            }

            return null;
        }

        YamlNodes nodes = new(tokens, directives, MaximumAliased * (long)text.Length);
        YamlNode root = tokens.Peek() is VersionDirective or TagDirective or DocumentStart or DocumentEnd or StreamEnd
            ? nodes.Empty(tokens.Position)
            : nodes.Read(NodePosition.BlockEntry, depth: 1);
        ReadEnd(tokens, directives);
        return tokens.IsStopped ? null : root;
    }

    private static bool BeginsDocument(YamlTokens tokens, YamlDirectives directives)
    {
        switch (tokens.Peek())
        {
            case null or StreamEnd:
                return false;
            case DocumentEnd:
                tokens.Skip();
                if (tokens.Peek() is not StreamEnd)
                {
                    tokens.Refuse("expected <document start>");
                }

                return false;
            case VersionDirective or TagDirective or DocumentStart:
                return directives.Read();
            default:
                return true;
        }
    }

    // A blueprint is one document, so what follows it must be nothing.
    private static void ReadEnd(YamlTokens tokens, YamlDirectives directives)
    {
        if (tokens.Peek() is not (DocumentEnd or DocumentStart or StreamEnd))
        {
            tokens.Refuse("expected <document end>");
        }

        while (tokens.Peek() is DocumentEnd)
        {
            tokens.Skip();
        }

        if (tokens.Peek() is not { } next || next is StreamEnd)
        {
            return;
        }

        if (next is Scalar or BlockMappingStart || directives.Read())
        {
            tokens.Stop(DiagnosticCodes.YamlSecondDocument, next.Start, "A second document begins here; a file holds one.", "Put it in a file of its own.");
        }
    }
}
