namespace AgentCore.LiteLlm.Diagrams;

/// <summary>As what a graph of agents is drawn.</summary>
public enum DiagramFormat
{
    /// <summary>Text of at most 80 columns, layer by layer.</summary>
    Text,

    /// <summary>A Mermaid flowchart, as Markdown on many a site shows it.</summary>
    Mermaid,

    /// <summary>A graph in Graphviz's language.</summary>
    Dot,
}
