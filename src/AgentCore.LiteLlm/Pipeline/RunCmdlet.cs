using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Binding;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The parameters of cmdlets that look at what is kept in folders of sessions.</summary>
public abstract class RunCmdlet : PSCmdlet
{
    /// <summary>Gets or sets the key by which what is kept is encrypted; needed where it is.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? SessionKey { get; set; }

    /// <summary>Gets or sets the name of the environment variable that holds the key of -SessionKey.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    public string? SessionKeyVariable { get; set; }
}
