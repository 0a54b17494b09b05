# Loads the cmdlets and their packages into a load context of their own.
# No cmdlet is called before them: Add-Type or Join-Path would first load the module they live in, at several times our own cost.
$null = [System.Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath("$PSScriptRoot/AgentCore.LiteLlm.Loader.dll")

$inner = foreach ($name in 'AgentCore.LiteLlm.Core', 'AgentCore.LiteLlm') {
    Import-Module -Assembly ([AgentCore.LiteLlm.Loader.LoadContext]::Load($name)) -PassThru
}

# Without this a second import finds the inner modules still loaded and exports nothing (PowerShell#20710).
$MyInvocation.MyCommand.ScriptBlock.Module.OnRemove = { $inner | Remove-Module -Force }
