using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Keywords;
using AgentCore.LiteLlm.Schemas.Patterns;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>One check of one value: where it is, what it has found, and how much work is left to it.</summary>
internal sealed class SchemaRun
{
    private const int DeepestNesting = 1000;
    private const int MostSteps = 10_000_000;

    private readonly InstancePath _path = new();
    private readonly List<SchemaResource> _scope = [];
    private SchemaFindings? _findings;
    private int _nesting;
    private int _steps;

    /// <summary>Gets a value indicating whether only the verdict counts, so that the first failure may end the matter.</summary>
    public bool IsQuiet => _findings is null;

    /// <summary>Gets the time that patterns may still take.</summary>
    public PatternTime PatternTime { get; } = new();

    public int Depth => _path.Depth;

    public ImmutableArray<SchemaViolation> Check(SchemaNode root, JsonElement instance)
    {
        SchemaFindings findings = new();
        try
        {
            if (Quietly(root, instance, null))
            {
                return [];
            }

            _findings = findings;
            Apply(root, instance, null);
        }
        catch (SchemaRunStoppedException e)
        {
            // What was found before stays true; it is put after the reason why there may be more.
            SchemaFindings all = new();
            all.Add(new Finding(_path.ToString(), _path.Depth, null, e.Message));
            all.AddAll(findings);
            findings = all;
        }

        return findings.ToViolations();
    }

    /// <summary>Holds the current value against a schema.</summary>
    public bool Apply(SchemaNode node, JsonElement instance, EvaluatedParts? parts)
    {
        Spend();
        if (_nesting == DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SchemaRunStoppedException.TooDeep();
        }

        bool enters = _scope.Count == 0 || !ReferenceEquals(_scope[^1], node.Resource);
        if (enters)
        {
            _scope.Add(node.Resource);
        }

        _nesting++;
        bool fits = node.Evaluate(instance, this, parts);
        _nesting--;
        if (enters)
        {
            _scope.RemoveAt(_scope.Count - 1);
        }

        return fits;
    }

    public bool ApplyToProperty(SchemaNode node, JsonElement value, string name)
    {
        _path.Enter(name);
        bool fits = Apply(node, value, null);
        _path.Leave();
        return fits;
    }

    public bool ApplyToItem(SchemaNode node, JsonElement value, int index)
    {
        _path.Enter(index);
        bool fits = Apply(node, value, null);
        _path.Leave();
        return fits;
    }

    /// <summary>Holds the current value against a schema for the verdict alone.</summary>
    public bool Quietly(SchemaNode node, JsonElement instance, EvaluatedParts? parts)
    {
        SchemaFindings? findings = _findings;
        _findings = null;
        bool fits = Apply(node, instance, parts);
        _findings = findings;
        return fits;
    }

    public bool QuietlyToItem(SchemaNode node, JsonElement value, int index)
    {
        _path.Enter(index);
        bool fits = Quietly(node, value, null);
        _path.Leave();
        return fits;
    }

    /// <summary>Collects what stands against the current value in one branch, without counting it yet.</summary>
    public SchemaFindings Try(SchemaNode node, JsonElement instance)
    {
        SchemaFindings? outer = _findings;
        SchemaFindings findings = new();
        _findings = findings;
        Apply(node, instance, null);
        _findings = outer;
        return findings;
    }

    /// <summary>Says whether a failure has to be put in words; when the list is full it is only counted.</summary>
    public bool TakesWords() => _findings?.CountIfFull() == false;

    public bool Fail(Keyword rule, string explanation, Expectation? expectation = null)
    {
        if (TakesWords())
        {
            _findings!.Add(new Finding(_path.ToString(), _path.Depth, rule, explanation) { Expectation = expectation });
        }

        return false;
    }

    /// <summary>Objects to a property of the current value by that property's own path.</summary>
    public bool FailProperty(Keyword rule, string name, string explanation)
    {
        _path.Enter(name);
        Fail(rule, explanation);
        _path.Leave();
        return false;
    }

    /// <summary>Takes over the findings of a branch.</summary>
    public bool Fail(SchemaFindings findings)
    {
        _findings?.AddAll(findings);
        return false;
    }

    /// <summary>Finds the schema that the outermost resource in play gives a dynamic anchor.</summary>
    public SchemaNode? FindDynamic(string anchor)
    {
        foreach (SchemaResource resource in _scope)
        {
            if (resource.DynamicAnchors.TryGetValue(anchor, out SchemaNode? node))
            {
                return node;
            }
        }

        return null;
    }

    private void Spend()
    {
        if (++_steps > MostSteps)
        {
            throw new SchemaRunStoppedException("takes more work to check than is allowed");
        }
    }
}
