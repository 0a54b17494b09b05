# Imports a blueprint, shows where its calls would go, and asks a question in simulation: no network, no key.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../AgentCore.LiteLlm.psd1"

$blueprint = Import-AgentBlueprint "$PSScriptRoot/proxy-agent.yaml"
$blueprint | Resolve-AgentModel -WarningAction SilentlyContinue | Format-List

'What does this module do?', 'And what does it promise?' | Invoke-AgentPrompt -Blueprint $blueprint -Mode Simulation -WarningAction SilentlyContinue
