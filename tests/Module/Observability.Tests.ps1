BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'What listeners of the process hear' {
    It 'is the agent and the call of its model, whose span the request carries, and no content' {
        $found = Invoke-Fresh @"
Add-Type -TypeDefinition '
using System.Diagnostics;
public static class Ear
{
    public static System.Collections.Concurrent.ConcurrentQueue<Activity> Heard = new();
    public static void Open() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = s => s.Name == "AgentCore.LiteLlm",
        Sample = (ref ActivityCreationOptions<ActivityContext> o) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = Heard.Enqueue,
    });
}'
Import-Module '$ManifestPath'
[Ear]::Open()
`$endpoint = [AgentCore.LiteLlm.TestEndpoints.TestEndpoint]::Start()
try {
    `$endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('a private answer'))
    `$blueprint = "id: a``nname: A``nversion: '1'``nprompt_ref: p``nmodel:``n  provider: litellm``n  model_id: m-1``n  temperature: 0``n  max_tokens: 9``n  base_url: `$(`$endpoint.BaseUrl)``n"
    `$null = Import-AgentBlueprint -Content `$blueprint | Resolve-AgentModel | Invoke-AgentPrompt -Prompt 'a private question' -System '' -Mode Production
    `$span = [Ear]::Heard.ToArray()
    [ordered]@{
        Names  = @(`$span.DisplayName)
        Inside = `$span[0].ParentSpanId -eq `$span[1].SpanId
        Parent = `$endpoint.Requests[0].FindHeader('traceparent') -like "00-`$(`$span[0].TraceId)-*"
        Tags   = @(`$span.TagObjects | ForEach-Object { "`$(`$_.Key)=`$(`$_.Value)" })
    } | ConvertTo-Json
}
finally {
    `$endpoint.Dispose()
}
"@ | ConvertFrom-Json

        $found.Names | Should -BeExactly 'chat m-1', 'invoke_agent A'
        $found.Inside | Should -BeTrue
        $found.Parent | Should -BeTrue
        $found.Tags | Should -Contain 'gen_ai.provider.name=litellm'
        $found.Tags | Should -Contain 'agentcore.mode=production'
        $found.Tags -join ' ' | Should -Not -Match 'private'
    }

    It 'is nothing in a process without listeners, whose requests carry no trace' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('yes'))
        try {
            $null = Invoke-AgentPrompt hi -Blueprint (New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)") -System ''

            $endpoint.Requests[0].FindHeader('traceparent') | Should -BeNullOrEmpty
        }
        finally {
            $endpoint.Dispose()
        }
    }
}
