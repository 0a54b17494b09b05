using Tomlyn;
using Tomlyn.Parsing;

namespace AgentCore.LiteLlm.Requirements.Toml;

/// <summary>
/// Reads TOML into a small tree. Tomlyn's events are read one by one and its own limit of depth holds, so nothing recurses into foreign
/// text.
/// </summary>
internal static class TomlTree
{
    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">What is wrong with it, and on which line; null when nothing is.</param>
    /// <returns>The document; null with a <paramref name="problem"/>.</returns>
    public static TomlNode? Read(string text, out (int Line, string Message)? problem)
    {
        TomlParser parser = TomlParser.Create(text, new TomlParserOptions());
        Stack<TomlNode> open = new();
        Stack<string> names = new();
        TomlNode root = new TomlNode.Table([], 1);
        int line = 1;
        problem = null;
        try
        {
            while (parser.MoveNext())
            {
                line = parser.Current.Line > 0 ? parser.Current.Line : line;
                switch (parser.Current.Kind)
                {
                    case TomlParseEventKind.PropertyName:
                        names.Push(parser.GetPropertyName());
                        break;
                    case TomlParseEventKind.StartTable when open.Count == 0:
                        open.Push(root);
                        break;
                    case TomlParseEventKind.StartTable:
                        Open(new TomlNode.Table([], line));
                        break;
                    case TomlParseEventKind.StartArray:
                        Open(new TomlNode.List([], line));
                        break;
                    case TomlParseEventKind.EndTable or TomlParseEventKind.EndArray:
                        open.Pop();
                        break;
                    case TomlParseEventKind.String:
                        Add(new TomlNode.Text(parser.GetString(), line));
                        break;
                    case TomlParseEventKind.Integer or TomlParseEventKind.Float or TomlParseEventKind.Boolean or TomlParseEventKind.DateTime:
                        Add(new TomlNode.Other(line));
                        break;
                }
            }

            return root;
        }
        catch (ArgumentOutOfRangeException)
        {
            // Tomlyn's answer to an escape such as \UFFFFFFFF that stands for no character.
            problem = (line, "The file is not TOML from here on.");
            return null;
        }
        catch (TomlException e)
        {
            problem = (e.Line is > 0 and int at ? at : line, "The file is not TOML from here on.");
            return null;
        }

        // A table may go on after others: [tool.a], [project], [tool.b]. What is named again is what was opened before.
        void Open(TomlNode node)
        {
            if (open.Peek() is TomlNode.Table table && table.Entries.TryGetValue(names.Peek(), out TomlNode? before) && Continue(before, node) is { } again)
            {
                names.Pop();
                open.Push(again);
                return;
            }

            Add(node);
            open.Push(node);
        }

        void Add(TomlNode node)
        {
            if (open.Peek() is TomlNode.List list)
            {
                list.Items.Add(node);
            }
            else
            {
                ((TomlNode.Table)open.Peek()).Entries[names.Pop()] = node;
            }
        }
    }

    // [package.x] after [[package]] belongs to the last of them.
    private static TomlNode? Continue(TomlNode before, TomlNode node) => (before, node) switch
    {
        (TomlNode.Table, TomlNode.Table) or (TomlNode.List, TomlNode.List) => before,
        (TomlNode.List { Items: [.., TomlNode.Table last] }, TomlNode.Table) => last,
        _ => null,
    };
}
