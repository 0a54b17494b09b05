#!/usr/bin/env -S dotnet run
#:project ../src/AgentCore.LiteLlm.Core
#:property TargetFramework=net10.0
#:property PublishAot=false

// The module's main job without PowerShell: plan the calls of a blueprint, show where they go, ask one question.
//   dotnet run samples/quickstart.cs                              a sample, in simulation: no network, no key
//   dotnet run samples/quickstart.cs -- agent.yaml "a question"   a real call (EXECUTION_MODE decides the mode)
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;

if (args.Length is not (0 or 2))
{
    Console.Error.WriteLine("usage: dotnet run samples/quickstart.cs [-- <blueprint> <prompt>]");
    return 2;
}

string folder = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? "samples";
(string path, string prompt, ExecutionMode? mode) = args.Length == 2
    ? (args[0], args[1], (ExecutionMode?)null)
    : (Path.Combine(folder, "proxy-agent.yaml"), "What does this module do?", ExecutionMode.Simulation);

// One client for the whole program: it keeps connections, and what it learns of endpoints.
using AgentClient client = new();
try
{
    // Every finding has its place; only errors end the run.
    Checked<ChatPlan> plan = await client.PlanFileAsync(path, new CallOptions { Mode = mode });
    foreach (Diagnostic finding in plan.Diagnostics)
    {
        Console.Error.WriteLine(finding);
    }

    if (!plan.IsUsable)
    {
        return 1;
    }

    Console.WriteLine($"blueprint  {path}");
    Console.WriteLine($"model      {plan.Value!.Model.ModelId}");
    Console.WriteLine($"endpoint   {plan.Value.Model.Endpoint}");
    Console.WriteLine($"route      {plan.Value.Model.Route}");
    Console.WriteLine($"prompt     {prompt}");

    await foreach (ChatEvent item in client.AnswerAsync(plan.Value, prompt))
    {
        switch (item)
        {
            case ChatEvent.Notice notice:
                Console.Error.WriteLine(notice.Message);
                break;
            case ChatEvent.Warning warning:
                Console.Error.WriteLine(warning.Message);
                break;
            case ChatEvent.Completed { Reply: var reply }:
                Console.WriteLine($"answer     {reply.Text}");
                if (reply.Output is not null)
                {
                    Console.WriteLine($"output     {reply.Output}");
                }

                string simulated = reply.Simulated ? ", simulated" : "";
                Console.WriteLine($"usage      {reply.Usage}, finished by {reply.FinishReason}, {reply.Duration.TotalMilliseconds:0} ms{simulated}");
                break;
        }
    }

    return 0;
}
catch (Exception e) when (e is ChatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
