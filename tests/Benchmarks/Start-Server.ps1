# A loopback endpoint in a process of its own: prints its base URL and serves until its standard input closes.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../AgentCore.LiteLlm.psd1"

$options = [AgentCore.LiteLlm.TestEndpoints.TestEndpointOptions]@{ RepeatLast = $true; MaxRecordedRequests = 1 }
$endpoint = [AgentCore.LiteLlm.TestEndpoints.TestEndpoint]::Start($options)
$reply = '{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"Hello from the endpoint."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}'
$endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(200, $reply))
[Console]::Out.WriteLine($endpoint.BaseUrl)
$null = [Console]::In.ReadToEnd()
$endpoint.Dispose()
