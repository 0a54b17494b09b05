# Runs the cases beside tools-agent.yaml in simulation, shows what came of them, and ends with 1 when one did not pass, as a CI job does.
param([string] $ReportPath = (Join-Path ([IO.Path]::GetTempPath()) 'agent-evaluation.xml'))

$ErrorActionPreference = 'Stop'

# It brings the module and the tools Get-Stock and Get-Price.
. "$PSScriptRoot/tools.ps1" | Out-Null

Invoke-AgentEvaluation "$PSScriptRoot/tools-agent.cases.yaml" -Mode Simulation -Tool Get-Stock, Get-Price -ReportPath $ReportPath -WarningAction SilentlyContinue -OutVariable results
if ($results | Where-Object -Not Passed) { exit 1 }
