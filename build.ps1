#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests, checks or shows the module.

.DESCRIPTION
Needs the .NET 10 SDK and PowerShell 7.6 or later. Every task restores and builds what it needs.

Package empties bin/, so no session may have the module loaded from it. Publish takes its key from -ApiKey, or from the environment
variable PSGALLERY_API_KEY; with -WhatIf it packs, checks and sends nothing.

.EXAMPLE
./build.ps1 -Task Demo
Runs a sample blueprint in simulation: no network, no key.

.EXAMPLE
./build.ps1 -Task Package
Makes the module's folder and the .nupkg in artifacts/package.

.EXAMPLE
./build.ps1 -Task Publish -WhatIf

.EXAMPLE
./build.ps1 -Task Test
Runs the xunit and Pester suites; Pester is installed from the Gallery into artifacts/ where it is missing.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Check', 'Benchmark', 'Package', 'Publish')]
    [string] $Task = 'Build',

    # The key of the gallery's account, for Publish.
    [securestring] $ApiKey
)

$ErrorActionPreference = 'Stop'

function Invoke-Native {
    param([string] $Program, [string[]] $Arguments)

    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

function New-Package {
    if (Test-Path -LiteralPath bin) {
        Remove-Item -LiteralPath bin -Recurse -WhatIf:$false -Confirm:$false
    }

    Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--configuration', 'Release', '-p:Precompile=true' | Out-Host
    Invoke-Native dotnet 'exec', 'artifacts/bin/AgentCore.LiteLlm.Build/release/AgentCore.LiteLlm.Build.dll', 'package', '.', 'artifacts/bin/AgentCore.LiteLlm/release/AgentCore.LiteLlm.deps.json', 'artifacts/package'
    $null = Test-ModuleManifest -Path artifacts/package/AgentCore.LiteLlm/AgentCore.LiteLlm.psd1
    $version = (Import-PowerShellDataFile -LiteralPath AgentCore.LiteLlm.psd1).ModuleVersion
    Get-Item -Path "artifacts/package/AgentCore.LiteLlm.$version*.nupkg"
}

function Publish-Package {
    param([IO.FileInfo] $Package)

    # The key never stands on a command line, where other processes could read it.
    $key = if ($ApiKey) { [Net.NetworkCredential]::new('', $ApiKey).Password } else { $env:PSGALLERY_API_KEY }
    if (-not $key -and -not $WhatIfPreference) {
        throw 'Give -ApiKey, or set PSGALLERY_API_KEY.'
    }

    if ($PSCmdlet.ShouldProcess($Package.Name, 'Publish to the PowerShell Gallery')) {
        Publish-PSResource -NupkgPath $Package.FullName -Repository PSGallery -ApiKey $key
    }
}

Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--configuration', 'Release', '-p:Precompile=true' | Out-Host
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
        'Package' {
            New-Package
        }
        'Publish' {
            Publish-Package -Package (New-Package | Select-Object -Last 1)
        }
        'Benchmark' {
            Invoke-Native (Join-Path $PSHOME 'pwsh') '-NoProfile', '-File', 'tests/Benchmarks/Measure-Module.ps1'
        }
    }
}
finally {
    Pop-Location
}
