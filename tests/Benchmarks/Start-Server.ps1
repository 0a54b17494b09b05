<#
.SYNOPSIS
A loopback endpoint in a process of its own: prints its base URL and serves until its standard input closes.
#>
param(
    # What it answers: at once, with a stream of short events as OpenAI writes them, with a stream of long text, or with a call of each tool first.
    [ValidateSet('Reply', 'Stream', 'Text', 'Tool')]
    [string] $Kind = 'Reply',

    # How many events a stream has.
    [int] $Count = 1,

    # How long it thinks first, in milliseconds.
    [int] $Delay = 0
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../AgentCore.LiteLlm.psd1"

$options = [AgentCore.LiteLlm.TestEndpoints.TestEndpointOptions]@{ RepeatLast = $true; MaxRecordedRequests = 1 }
$endpoint = [AgentCore.LiteLlm.TestEndpoints.TestEndpoint]::Start($options)
$reply = '{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"Hello from the endpoint."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}'

# An event is 230 bytes, of which 6 are text; of the long ones, nearly all is.
$event = 'data: {"id":"chatcmpl-0123456789","object":"chat.completion.chunk","created":1700000000,"model":"bench-2026-01-01","service_tier":"default","system_fingerprint":"fp_0123456789","choices":[{"index":0,"delta":{"content":"%"},"finish_reason":null}]}' + "`n`n"
$end = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}' + "`n`ndata: [DONE]`n`n"

# The same by /responses.
$response = '{"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"bench","error":null,"incomplete_details":null,"output":[{"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello from the endpoint.","annotations":[]}]}],"usage":{"input_tokens":3,"input_tokens_details":{"cached_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":8}}'
$delta = 'event: response.output_text.delta' + "`n" + 'data: {"type":"response.output_text.delta","item_id":"msg_0123456789abcdef0123456789abcdef","output_index":0,"content_index":0,"delta":"%","logprobs":[],"sequence_number":7,"obfuscation":"0123456789"}' + "`n`n"
$completed = 'event: response.completed' + "`n" + 'data: {"type":"response.completed","response":{"object":"response","status":"completed","output":[]}}' + "`n`n"

function New-Scripted([string] $Path, [string] $Whole, [string] $Piece, [string] $End) {
    $scripted = $Kind -eq 'Reply' ? [AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(200, $Whole) :
    [AgentCore.LiteLlm.TestEndpoints.TestReply+Raw]::new([AgentCore.LiteLlm.TestEndpoints.TestStep[]](
            [AgentCore.LiteLlm.TestEndpoints.TestStep]::Head(),
            [AgentCore.LiteLlm.TestEndpoints.TestStep+Repeat]::new($Piece.Replace('%', ($Kind -eq 'Text' ? 'lorem ipsum ' * 833 : ' lorem')), $Count),
            [AgentCore.LiteLlm.TestEndpoints.TestStep+Bytes]::new($End),
            [AgentCore.LiteLlm.TestEndpoints.TestStep+Close]::new()))

    # Set by reflection: the properties can only be set where a reply is made.
    $scripted.GetType().GetProperty('Delay').SetValue($scripted, [TimeSpan]::FromMilliseconds($Delay))
    $scripted.GetType().GetProperty('WhenPathEndsWith').SetValue($scripted, $Path)
    $scripted
}

# What nothing is said of is answered by a model that calls tools.
if ($Kind -ne 'Tool') {
    $endpoint.Enqueue((New-Scripted '/responses' $response $delta $completed))
    $endpoint.Enqueue((New-Scripted '/chat/completions' $reply $event $end))
}

[Console]::Out.WriteLine($endpoint.BaseUrl)
$null = [Console]::In.ReadToEnd()
$endpoint.Dispose()
