#!/usr/bin/env -S dotnet run
#:project ../src/AgentCore.LiteLlm.Core
#:property TargetFramework=net10.0
#:property PublishAot=false

// The module's main job without PowerShell: import a blueprint, resolve where its calls go, ask one question.
//   dotnet run samples/quickstart.cs                              a sample, in simulation: no network, no key
//   dotnet run samples/quickstart.cs -- agent.yaml "a question"   a real call (EXECUTION_MODE decides the mode)
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Variables;
using AgentCore.LiteLlm.Wire;

if (args.Length is not (0 or 2))
{
    Console.Error.WriteLine("usage: dotnet run samples/quickstart.cs [-- <blueprint> <prompt>]");
    return 2;
}

string path = args.Length == 2 ? args[0] : Path.Combine(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? "samples", "proxy-agent.yaml");
string prompt = args.Length == 2 ? args[1] : "What does this module do?";
ExecutionMode? mode = args.Length == 2 ? null : ExecutionMode.Simulation;
ProcessVariables variables = new();

try
{
    Checked<AgentBlueprint> blueprint = BlueprintFile.Read(path);
    Checked<ResolvedModel>? model = Show(blueprint) ? ModelResolver.Resolve(blueprint.Value!, new ModelOverrides(), variables) : null;
    Checked<ChatPlan>? plan = model is not null && Show(model) ? ChatPlan.Make(model.Value!, new CallOptions { Mode = mode }, variables) : null;
    if (plan is null || !Show(plan))
    {
        return 1;
    }

    Console.WriteLine($"blueprint  {path}");
    Console.WriteLine($"model      {model!.Value!.ModelId}");
    Console.WriteLine($"endpoint   {model.Value.Endpoint}");
    Console.WriteLine($"route      {model.Value.Route}");
    Console.WriteLine($"prompt     {prompt}");

    using ChatTransport transport = plan.Value!.Mode == ExecutionMode.Simulation ? ChatTransport.Simulated() : ChatTransport.OverHttp();
    OpenAIChatProvider provider = new(transport, TimeProvider.System);
    await foreach (ChatEvent item in provider.AnswerAsync(plan.Value.ToRequest(prompt), CancellationToken.None))
    {
        switch (item)
        {
            case ChatEvent.Warning warning:
                Console.Error.WriteLine(warning.Message);
                break;
            case ChatEvent.Completed { Reply: var reply }:
                Console.WriteLine($"answer     {reply.Text}");
                Console.WriteLine($"usage      {reply.Usage?.InputTokens} in, {reply.Usage?.OutputTokens} out, finished by {reply.FinishReason}, {reply.Duration.TotalMilliseconds:0} ms{(reply.Simulated ? ", simulated" : "")}");
                break;
        }
    }

    return 0;
}
catch (ChatException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// Every finding has its place; only errors end the run.
static bool Show<T>(Checked<T> result)
    where T : class
{
    foreach (Diagnostic finding in result.Diagnostics)
    {
        Console.Error.WriteLine(finding);
    }

    return result.IsUsable;
}
