#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests, checks or shows the module.

.DESCRIPTION
Needs the .NET 10 SDK and PowerShell 7.4 or later. Every task restores and builds what it needs.

.EXAMPLE
./build.ps1 -Task Demo
Runs a sample blueprint in simulation: no network, no key.

.EXAMPLE
./build.ps1 -Task Test
Runs the xunit and Pester suites; Pester is installed from the Gallery into artifacts/ where it is missing.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Check', 'Benchmark')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'

function Invoke-Native {
    param([string] $Program, [string[]] $Arguments)

    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--configuration', 'Release', '-p:Precompile=true'
        }
        'Demo' {
            Write-Host 'Building; the first time takes a minute or more.'
            Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--configuration', 'Release', '--verbosity', 'quiet', '-nologo'
            Invoke-Native (Join-Path $PSHOME 'pwsh') '-NoProfile', '-File', 'samples/quickstart.ps1'
        }
        'Test' {
            # The suite is run by this very PowerShell, wherever it is installed.
            $env:PATH = $PSHOME + [IO.Path]::PathSeparator + $env:PATH
            Invoke-Native dotnet 'test', 'Module.sln'
        }
        'Check' {
            Invoke-Native dotnet 'format', 'Module.sln', '--verify-no-changes'
            Invoke-Native dotnet 'build', 'Module.sln', '--configuration', 'Release', '--no-incremental'
        }
        'Benchmark' {
            Invoke-Native (Join-Path $PSHOME 'pwsh') '-NoProfile', '-File', 'tests/Benchmarks/Measure-Module.ps1'
        }
    }
}
finally {
    Pop-Location
}
