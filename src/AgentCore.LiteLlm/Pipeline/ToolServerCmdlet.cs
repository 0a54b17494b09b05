using System.Management.Automation;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that ask tool servers about themselves.</summary>
public abstract class ToolServerCmdlet : TransportCmdlet
{
    /// <summary>
    /// Gets or sets the blueprint whose servers are asked: an object of Import-AgentBlueprint, or a path. Without it, every server of -ToolServer is.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>
    /// Gets or sets the tool servers: the path of a JSON file with <c>mcpServers</c>, or a hashtable that means the same. Servers of the blueprint that are not
    /// named there are looked for at its gateway.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FileCompleter))]
    public object? ToolServer { get; set; }

    /// <summary>Gets or sets the names of the servers to ask; wildcards are expanded. All when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ToolServerCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets the longest that a server may take to be ready and to list its tools, in seconds, from 1; 60 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int OperationTimeoutSeconds { get; set; } = 60;
}
