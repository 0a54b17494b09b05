namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What an evaluator looks at.</summary>
public enum EvaluatorLevel
{
    /// <summary>One exchange, <c>TRACE</c>.</summary>
    Trace,

    /// <summary>A whole session, <c>SESSION</c>.</summary>
    Session,

    /// <summary>One step, <c>SPAN</c>.</summary>
    Span,
}
