using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Finds schemas that lead back to themselves without looking deeper into the value: no value could ever be checked.</summary>
internal static class CircleSearch
{
    public static void Report(IEnumerable<SchemaNode> nodes, List<SchemaProblem> problems)
    {
        HashSet<SchemaNode> done = [];
        foreach (SchemaNode start in nodes)
        {
            Walk(start, done, problems);
        }
    }

    // Depth first with a stack of its own, because a chain of references may be as long as the document.
    private static void Walk(SchemaNode start, HashSet<SchemaNode> done, List<SchemaProblem> problems)
    {
        HashSet<SchemaNode> open = [];
        Stack<Step> way = new();
        Enter(start);
        while (way.TryPeek(out Step? top))
        {
            if (!top.Next.TryDequeue(out SchemaNode? next))
            {
                open.Remove(top.Node);
                done.Add(top.Node);
                way.Pop();
            }
            else if (open.Contains(next))
            {
                problems.Add(new SchemaProblem(
                    top.Node.Pointer,
                    $"This schema leads back to '#{next.Pointer}' without looking deeper into the value, so checking would never end."));
            }
            else
            {
                Enter(next);
            }
        }

        void Enter(SchemaNode node)
        {
            if (!done.Contains(node) && open.Add(node))
            {
                way.Push(new Step(node, new Queue<SchemaNode>(node.InPlace)));
            }
        }
    }

    private sealed record Step(SchemaNode Node, Queue<SchemaNode> Next);
}
