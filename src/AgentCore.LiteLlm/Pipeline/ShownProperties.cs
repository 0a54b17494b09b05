using System.Management.Automation.Runspaces;
using System.Reflection;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What PowerShell shows of an object that comes after one of another type, when it uses no view.</summary>
internal static class ShownProperties
{
    /// <summary>Tells the session. A file of types would do it too, but two of them, of two copies of the module, end the second import.</summary>
    public static void Tell()
    {
        // Update-TypeData does the same in tens of milliseconds. Where the table is elsewhere, or is shared and closed, all properties are shown.
        object? session = typeof(Runspace).GetProperty("ExecutionContext", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(Runspace.DefaultRunspace);
        PropertyInfo? property = session?.GetType().GetProperty(nameof(TypeTable), BindingFlags.Instance | BindingFlags.NonPublic);
        if (property?.GetValue(session) is not TypeTable table)
        {
            return;
        }

        try
        {
            Add(
                table,
                $"{nameof(Chat)}.{nameof(AgentReply)}",
                [
                    nameof(AgentReply.Text), nameof(AgentReply.FinishReason), nameof(AgentReply.Usage), nameof(AgentReply.Model), nameof(AgentReply.Endpoint),
                    nameof(AgentReply.Duration), nameof(AgentReply.Mode), nameof(AgentReply.Simulated),
                ]);
            Add(
                table,
                $"{nameof(Routing)}.{nameof(ResolvedModel)}",
                [
                    nameof(ResolvedModel.ModelId), nameof(ResolvedModel.Endpoint), nameof(ResolvedModel.Route), nameof(ResolvedModel.Provider),
                    nameof(ResolvedModel.ApiKeyVariable), nameof(ResolvedModel.HasApiKey), nameof(ResolvedModel.OmittedHeaders),
                    nameof(ResolvedModel.Warnings),
                ]);
            Add(
                table,
                $"{nameof(Blueprints)}.{nameof(AgentBlueprint)}",
                [
                    nameof(AgentBlueprint.Id), nameof(AgentBlueprint.Name), nameof(AgentBlueprint.Version), nameof(AgentBlueprint.PromptRef),
                    nameof(AgentBlueprint.Path),
                ]);
            Add(
                table,
                $"{nameof(Diagnostics)}.{nameof(Diagnostic)}",
                [
                    nameof(Diagnostic.Severity), nameof(Diagnostic.Code), nameof(Diagnostic.Line), nameof(Diagnostic.Column), nameof(Diagnostic.Path),
                    nameof(Diagnostic.Message), nameof(Diagnostic.Suggestion),
                ]);
            Add(
                table,
                $"{nameof(Evaluations)}.{nameof(EvaluationResult)}",
                [
                    nameof(EvaluationResult.Outcome), nameof(EvaluationResult.Title), nameof(EvaluationResult.Duration), nameof(EvaluationResult.Cost),
                    nameof(EvaluationResult.Message),
                ]);
        }
        catch (InvalidOperationException)
        {
            // Shared and closed.
        }
    }

    // By its name, since an import would wait for the type to be loaded; and an array, since a collection of a value type of ours is code that no image holds.
    private static void Add(TypeTable table, string type, string[] properties) =>
        table.AddType(new TypeData($"AgentCore.LiteLlm.{type}") { DefaultDisplayPropertySet = new PropertySetData(properties), IsOverride = true });
}
