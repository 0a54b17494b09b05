#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests, checks or shows the module.

.DESCRIPTION
Needs the .NET 10 SDK and PowerShell 7.6 or later, which the SDK brings too: 'dotnet tool restore', then 'dotnet pwsh build.ps1'.
Every task restores and builds what it needs.

Package empties bin/ and en-US/, so no session may have the module loaded from it. Publish takes its key from -ApiKey, or from the environment
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
Runs the xunit and Pester suites.

.EXAMPLE
./build.ps1 -Task Test -Path tests/Module/Manifest.Tests.ps1
Runs one Pester file against what was just changed.

.EXAMPLE
./build.ps1 -Task Check
Runs what CI holds besides the tests: the format, and the analyzers, which no other build runs.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Check', 'Benchmark', 'Package', 'Publish')]
    [string] $Task = 'Build',

    # The Pester file or folder that Test runs, with nothing else; wildcards are taken.
    [string] $Path,

    # The key of the gallery's account, for Publish.
    [securestring] $ApiKey,

    # Where the docs folder is published, for Package and Publish: Get-Help -Online opens the pages there. An https address; none when not given.
    [uri] $PagesAddress
)

$ErrorActionPreference = 'Stop'

function Invoke-Native {
    param([string] $Program, [string[]] $Arguments)

    Write-Host "[$($started.Elapsed.ToString('m\:ss'))] $(Split-Path -Leaf $Program) $(($Arguments | Select-Object -First 2) -join ' ')"
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

# The module is tried in a PowerShell of its own: what a session has loaded stays loaded. As a .NET tool PowerShell is an assembly that dotnet runs.
function Invoke-PowerShell {
    param([string[]] $Arguments)

    $program = [Environment]::ProcessPath
    $before = (Split-Path -LeafBase $program) -eq 'dotnet' ? @("$PSHOME/pwsh.dll") : @()
    Invoke-Native $program ($before + '-NoProfile' + $Arguments)
}

function Invoke-PesterFile {
    Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--verbosity', 'quiet', '-nologo'
    $find = 'msbuild', 'tests/AgentCore.LiteLlm.Module.Tests', '-getProperty:PesterModule'
    $pester = Invoke-Native dotnet $find
    if (-not (Test-Path -LiteralPath $pester)) {
        Invoke-Native dotnet 'restore', 'tests/AgentCore.LiteLlm.Module.Tests', '--verbosity', 'quiet'
        $pester = Invoke-Native dotnet $find
    }

    Invoke-PowerShell '-File', 'tests/Module/Support/Invoke-Suite.ps1', '-Pester', $pester, '-Path', $Path
}

function New-Package {
    'bin', 'en-US' | Where-Object { Test-Path -LiteralPath $_ } | Remove-Item -Recurse -WhatIf:$false -Confirm:$false

    # MSBuild would take these two characters for signs of its own.
    $address = "$($PagesAddress.OriginalString)".Replace('%', '%25').Replace(';', '%3B')
    Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--configuration', 'Release', '-p:Precompile=true', "-p:PagesAddress=$address" | Out-Host
    $tool = 'artifacts/bin/AgentCore.LiteLlm.Build/release/AgentCore.LiteLlm.Build.dll'
    $deps = 'artifacts/bin/AgentCore.LiteLlm/release/AgentCore.LiteLlm.deps.json'
    Invoke-Native dotnet 'exec', $tool, 'package', '.', $deps, 'artifacts/package'
    $null = Test-ModuleManifest -Path artifacts/package/AgentCore.LiteLlm/AgentCore.LiteLlm.psd1
    $version = (Import-PowerShellDataFile -LiteralPath AgentCore.LiteLlm.psd1).ModuleVersion
    $package = Get-Item -Path "artifacts/package/AgentCore.LiteLlm.$version*.nupkg"
    Invoke-Native dotnet 'exec', $tool, 'check', $package.FullName
    $package
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

# Rough guesses, not measured: they say whether to wait or to go for a coffee. A first time restores packages too.
$takes = @{
    Build = 'a minute'; Demo = 'a minute or more'; Test = 'ten minutes or more; one file takes a minute'; Check = 'five minutes'
    Package = 'two minutes'; Publish = 'two minutes'; Benchmark = 'ten minutes or more'
}
Write-Host "$($Task): takes about $($takes[$Task]) the first time."
$started = [Diagnostics.Stopwatch]::StartNew()
Push-Location -LiteralPath $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--configuration', 'Release', '-p:Precompile=true' | Out-Host
        }
        'Demo' {
            Invoke-Native dotnet 'build', 'src/AgentCore.LiteLlm', '--configuration', 'Release', '--verbosity', 'quiet', '-nologo'
            Invoke-PowerShell '-File', 'samples/quickstart.ps1'
        }
        'Test' {
            if ($Path) {
                Invoke-PesterFile
                break
            }

            # The suite finds this very PowerShell first, wherever it is installed.
            $env:PATH = (Split-Path ([Environment]::ProcessPath)) + [IO.Path]::PathSeparator + $env:PATH
            Invoke-Native dotnet 'test', 'Module.sln'
        }
        'Check' {
            # A variable, not a parameter: dotnet format takes no properties.
            $env:Analyze = 'true'
            try {
                Invoke-Native dotnet 'format', 'Module.sln', '--verify-no-changes'
                Invoke-Native dotnet 'build', 'Module.sln', '--configuration', 'Release', '--no-incremental'
            }
            finally {
                $env:Analyze = $null
            }
        }
        'Package' {
            New-Package
        }
        'Publish' {
            Publish-Package -Package (New-Package | Select-Object -Last 1)
        }
        'Benchmark' {
            Invoke-PowerShell '-File', 'tests/Benchmarks/Measure-Module.ps1'
        }
    }
}
finally {
    Pop-Location
    Write-Host "$($Task): ended after $($started.Elapsed.ToString('m\:ss'))."
}
