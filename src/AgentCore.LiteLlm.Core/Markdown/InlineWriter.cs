using System.Collections.Immutable;
using AgentCore.LiteLlm.Terminal;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AgentCore.LiteLlm.Markdown;

/// <summary>Makes text that looks like something of what stands within a paragraph.</summary>
internal static class InlineWriter
{
    /// <summary>Writes the text of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="style">How the text looks of its own accord.</param>
    public static ImmutableArray<StyledText> Write(LeafBlock block, TextStyle style)
    {
        ImmutableArray<StyledText>.Builder text = ImmutableArray.CreateBuilder<StyledText>();
        Write(block.Inline, style, text);
        return text.ToImmutable();
    }

    private static void Write(Inline? inline, TextStyle style, ImmutableArray<StyledText>.Builder text)
    {
        switch (inline)
        {
            case LiteralInline literal:
                text.Add(new StyledText(literal.Content.ToString(), style));
                break;
            case CodeInline code:
                text.Add(new StyledText(code.Content, style | TextStyle.Code));
                break;
            case LineBreakInline line:
                text.Add(new StyledText(line.IsHard ? "\n" : " ", style));
                break;
            case AutolinkInline link:
                text.Add(new StyledText(link.Url, style | TextStyle.Underline));
                break;
            case HtmlEntityInline entity:
                text.Add(new StyledText(entity.Transcoded.ToString(), style));
                break;
            case HtmlInline html:
                text.Add(new StyledText(html.Tag, style));
                break;
            case TaskList task:
                text.Add(new StyledText(task.Checked ? "[x]" : "[ ]", style));
                break;
            case LinkInline link:
                WriteLink(link, style, text);
                break;
            case EmphasisInline emphasis:
                WriteAll(emphasis, style | ToStyle(emphasis), text);
                break;
            case DelimiterInline delimiter:
                // What opens something that nothing closes.
                text.Add(new StyledText(delimiter.ToLiteral(), style));
                WriteAll(delimiter, style, text);
                break;
            case ContainerInline container:
                WriteAll(container, style, text);
                break;
        }
    }

    private static void WriteAll(ContainerInline container, TextStyle style, ImmutableArray<StyledText>.Builder text)
    {
        foreach (Inline inline in container)
        {
            Write(inline, style, text);
        }
    }

    // Where a link leads is in sight: what its words say is the model's.
    private static void WriteLink(LinkInline link, TextStyle style, ImmutableArray<StyledText>.Builder text)
    {
        int start = text.Count;
        WriteAll(link, style | TextStyle.Underline, text);
        string words = string.Concat(text.Skip(start).Select(t => t.Text));
        string url = link.Url ?? "";
        if (link.IsImage)
        {
            text.Insert(start, new StyledText("image: ", style | TextStyle.Dim));
        }

        if (words.Length == 0)
        {
            text.Add(new StyledText(url, style | TextStyle.Underline));
        }
        else if (url.Length > 0 && words != url && url != $"mailto:{words}")
        {
            text.Add(new StyledText($" ({url})", style | TextStyle.Dim));
        }
    }

    private static TextStyle ToStyle(EmphasisInline emphasis) => (emphasis.DelimiterChar, emphasis.DelimiterCount) switch
    {
        ('~', _) => TextStyle.Strike,
        (_, 1) => TextStyle.Italic,
        _ => TextStyle.Bold,
    };
}
