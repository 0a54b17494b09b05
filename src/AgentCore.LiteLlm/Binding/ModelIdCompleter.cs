using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Completes the names of models by asking the endpoint that the command line leads to. It waits a second at most, and fails silently.</summary>
internal sealed class ModelIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (FindQuery(fakeBoundParameters) is not { } query)
        {
            return [];
        }

        return CompletionText.Matching(KnownModels.Find(query), wordToComplete);
    }

    // A key never goes anywhere for a completion that a call would not take it to: unencrypted is asked without, or not at all.
    private static EndpointQuery? FindQuery(IDictionary bound)
    {
        ResolvedModel? model = Find(bound, "Model") as ResolvedModel ?? FindByBlueprint(bound);
        if (model is not null)
        {
            return model.SecretHeaders.Length > 0 && EndpointAddress.IsUnencrypted(model.Address) ? null : EndpointQuery.For(model, KnownModels.TimeLimit);
        }

        Uri? address = Find(bound, "BaseUrl") is { } text ? EndpointAddress.Read($"{text}").Value : null;
        return address is null ? null : new EndpointQuery { BaseUrl = address, TimeLimit = KnownModels.TimeLimit };
    }

    private static ResolvedModel? FindByBlueprint(IDictionary bound)
    {
        string? baseUrl = Find(bound, "BaseUrl")?.ToString();
        if (ReadBlueprint(Find(bound, "Blueprint")) is not { } blueprint)
        {
            return null;
        }

        ModelOverrides overrides = new() { ModelId = "model", BaseUrl = baseUrl };
        return ModelResolver.Resolve(blueprint, overrides, new ProcessVariables()).Value;
    }

    private static AgentBlueprint? ReadBlueprint(object? argument)
    {
        try
        {
            string? path = argument switch
            {
                AgentBlueprint => null,
                FileInfo file => file.FullName,
                string text => FilePaths.OfCompletion()?.Literal(text),
                _ => null,
            };
            Checked<AgentBlueprint>? read = path is null ? null : BlueprintFile.Read(path);
            return argument as AgentBlueprint ?? (read is { IsUsable: true } ? read.Value : null);
        }
        catch (FileException)
        {
            return null;
        }
    }

    private static object? Find(IDictionary bound, string name) => bound.Contains(name) ? PlainValue.Of(bound[name]) : null;
}
