using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace AgentCore.LiteLlm.Tools;

/// <summary>The caller's host as tools see it: everything reaches the user, but no tool can end the session.</summary>
/// <param name="host">The caller's host.</param>
internal sealed class ToolHost(PSHost host) : PSHost
{
    /// <summary>Gets a value indicating whether a tool told the host to exit.</summary>
    public bool HasBeenToldToExit { get; private set; }

    /// <inheritdoc/>
    public override string Name => host.Name;

    /// <inheritdoc/>
    public override Version Version => host.Version;

    /// <inheritdoc/>
    public override Guid InstanceId => host.InstanceId;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => host.UI;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => host.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => host.CurrentUICulture;

    /// <inheritdoc/>
    public override PSObject PrivateData => host.PrivateData;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => host.EnterNestedPrompt();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => host.ExitNestedPrompt();

    /// <inheritdoc/>
    public override void NotifyBeginApplication() => host.NotifyBeginApplication();

    /// <inheritdoc/>
    public override void NotifyEndApplication() => host.NotifyEndApplication();

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => HasBeenToldToExit = true;
}
