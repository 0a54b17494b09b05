# Loads the cmdlets and their packages into a load context of their own.
Import-Module (Join-Path $PSScriptRoot 'AgentCore.LiteLlm.Loader.dll')

$inner = foreach ($name in 'AgentCore.LiteLlm.Core', 'AgentCore.LiteLlm') {
    Import-Module -Assembly ([AgentCore.LiteLlm.Loader.LoadContext]::Load($name)) -PassThru
}

# Without this a second import finds the inner modules still loaded and exports nothing (PowerShell#20710).
$MyInvocation.MyCommand.ScriptBlock.Module.OnRemove = { $inner | Remove-Module -Force }
