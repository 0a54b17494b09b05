# Agents over loopback whose model calls tools in its first turn; for suites that have dot-sourced Common.ps1.
# Starts an endpoint whose first turn makes the calls and whose second answers; gives the agent for it.
function Start-Agent {
    param([object[]] $Call = @(), [string] $Answer = 'done', [string] $More = '', [string] $Tail = '', [switch] $Forever)

    $calls = [AgentCore.LiteLlm.TestEndpoints.TestToolCall[]]@($Call | ForEach-Object { [AgentCore.LiteLlm.TestEndpoints.TestToolCall]::new($_[0], $_[1]) })
    $turn = [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ ToolCalls = $calls; Usage = [AgentCore.LiteLlm.TestEndpoints.TestUsage]::new(90, 10) }
    $script:endpoint = Start-Endpoint
    $endpoint.Enqueue($turn)
    if (-not $Forever) { $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new($Answer)) }
    New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)`n$More" -Tail $Tail
}

function Invoke-Run {
    param($Agent, [hashtable] $With)

    Invoke-AgentPrompt 'hi' -Blueprint $Agent -System '' @With
}

# What the model was told, of each call.
function Get-Told {
    @(($endpoint.Requests[1].Body | ConvertFrom-Json).messages | Where-Object role -EQ 'tool' | ForEach-Object content)
}
