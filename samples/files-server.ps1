# Runs the same agent against a real tool server, @modelcontextprotocol/server-filesystem, which npx fetches at the first time; it needs Node.js.
# The model is a scripted one in this process, so no key is needed; -RealModel asks that of the blueprint.
param([switch] $RealModel)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../AgentCore.LiteLlm.psd1"
$folder = (Resolve-Path "$PSScriptRoot/prompts").Path

# What only reads runs unasked; for any other tool you would be asked. Nothing of this session's environment reaches the server.
$servers = @{
    mcpServers = @{
        files = @{ command = 'npx'; args = '-y', '@modelcontextprotocol/server-filesystem@2026.8.31', $folder; readOnly = 'list_*', 'read_*' }
    }
}

if ($RealModel) {
    Invoke-AgentPrompt 'Who orders the ink?' -Blueprint "$PSScriptRoot/files-agent.yaml" -ToolServer $servers
    return
}

$endpoint = Start-AgentTestEndpoint @(
    @{ ToolCalls = @{ Name = 'list_directory'; Arguments = @{ path = $folder } } }
    @{ ToolCalls = @{ Name = 'read_text_file'; Arguments = @{ path = "$folder/order-agent-system.md" } } }
    'The agent of order-agent-system.md does.'
)
try {
    $before = $env:LITELLM_BASE_URL, $env:LITELLM_API_KEY
    $env:LITELLM_BASE_URL = $endpoint.BaseUrl
    $env:LITELLM_API_KEY = 'sk-1234'
    $reply = Invoke-AgentPrompt 'Who orders the ink?' -Blueprint "$PSScriptRoot/files-agent.yaml" -ToolServer $servers
    $reply.Steps | Where-Object Tool | ForEach-Object { "$($_.Tool) -> $($_.Result)" }
    $reply.Text
}
finally {
    $env:LITELLM_BASE_URL, $env:LITELLM_API_KEY = $before
    Stop-AgentTestEndpoint $endpoint
}
