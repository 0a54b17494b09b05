# Runs an agent with the tools of a server in simulation: no network, no key, and no server is started. Each declared tool is called once.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../AgentCore.LiteLlm.psd1"

$reply = Invoke-AgentPrompt 'What is in the notes?' -Blueprint "$PSScriptRoot/files-agent.yaml" -Mode Simulation -WarningAction SilentlyContinue
$reply.Steps | Where-Object Tool | ForEach-Object { "$($_.Tool) -> $($_.Result)" }
