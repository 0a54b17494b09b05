using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace AgentCore.LiteLlm.Tools;

/// <summary>The caller's host as tools see it: what they say reaches the user, but none ends the session or opens a prompt.</summary>
/// <param name="host">
/// The caller's host. The engine hands out one object that passes on to whatever host is in use, this one included: so everything is read
/// now.
/// </param>
internal sealed class ToolHost(PSHost host) : PSHost
{
    /// <summary>Gets a value indicating whether a tool told the host to exit.</summary>
    public bool HasBeenToldToExit { get; private set; }

    /// <inheritdoc/>
    public override string Name { get; } = host.Name;

    /// <inheritdoc/>
    public override Version Version { get; } = host.Version;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = host.InstanceId;

    /// <inheritdoc/>
    public override PSHostUserInterface? UI { get; } = host.UI;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture { get; } = host.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture { get; } = host.CurrentUICulture;

    /// <inheritdoc/>
    public override PSObject? PrivateData { get; } = host.PrivateData;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("A tool opens no prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("A tool opens no prompt.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => HasBeenToldToExit = true;
}
