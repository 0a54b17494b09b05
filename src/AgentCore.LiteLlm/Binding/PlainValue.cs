using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace AgentCore.LiteLlm.Binding;

/// <summary>What a user gave, without the wrapper that PowerShell puts around values now and then.</summary>
internal static class PlainValue
{
    /// <summary>Takes the wrapper off. An object that is made of properties alone stays one: without its wrapper it would have none.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Of(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
