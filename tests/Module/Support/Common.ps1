# What every suite needs: the module as a user imports it, blueprints and endpoints in one line, and an environment of its own.
$ErrorActionPreference = 'Stop'
$RepositoryRoot = [IO.Path]::GetFullPath("$PSScriptRoot/../../..")
$ManifestPath = Join-Path $RepositoryRoot 'AgentCore.LiteLlm.psd1'
Import-Module $ManifestPath

# Whoever runs the suite, a build server for one, has variables of their own by which the module, its libraries and PowerShell act.
'EXECUTION_MODE', 'CI', 'TF_BUILD', 'JENKINS_URL', 'TEAMCITY_VERSION', 'GITHUB_*', 'NO_COLOR', '*_PROXY', 'MODEL_PRICING', 'MODEL_DEFAULT_PRICING',
'PRESIDIO_*', 'PROMPT_REGISTRY_*', 'AGENTCORE_GATEWAY_URL', 'OTEL_*', 'AWS_*', 'LITELLM_*', 'OPENAI_*' |
    Remove-Item -Path { "env:$_" } -ErrorAction Ignore

# Writes a blueprint to the test's drive: the keys that each needs, and a model block of the test's own.
function New-Blueprint {
    param(
        [string] $Model = '',
        [string] $Tail = '',
        [string] $Name = "blueprint-$([guid]::NewGuid()).yaml"
    )

    $lines = @('id: test-agent', 'name: Test Agent', 'version: "1.0.0"', 'prompt_ref: system', 'model:', '  provider: litellm', '  temperature: 0.3', '  max_tokens: 100')
    $lines += $Model -split "`n" | Where-Object { $_.Trim() } | ForEach-Object { "  $_" }
    $path = Join-Path (Get-Item TestDrive:/).FullName $Name
    Set-Content -LiteralPath $path -Value (($lines -join "`n") + "`n" + $Tail)
    $path
}

# This variable makes every test endpoint answer in dialects that its number chooses: what comes of the suite must be the same.
$dialectSeed = $env:AGENTCORE_SUITE_DIALECT ? [int]$env:AGENTCORE_SUITE_DIALECT : $null
if ($null -ne $dialectSeed) {
    $global:PSDefaultParameterValues['Start-AgentTestEndpoint:DialectSeed'] = $dialectSeed
}

# Starts a loopback endpoint that answers with the given replies, the last one again and again.
function Start-Endpoint {
    param(
        [AgentCore.LiteLlm.TestEndpoints.TestReply[]] $Reply = @()
    )

    $endpoint = [AgentCore.LiteLlm.TestEndpoints.TestEndpoint]::Start([AgentCore.LiteLlm.TestEndpoints.TestEndpointOptions]@{ RepeatLast = $true; DialectSeed = $dialectSeed })
    $endpoint.Enqueue($Reply)
    $endpoint
}

# The assembly of a project as it was built last, in whichever configuration.
function Get-Built {
    param([string] $Name)

    Get-ChildItem "$RepositoryRoot/artifacts/bin/$Name/*/$Name.dll" | Sort-Object LastWriteTime | Select-Object -Last 1
}

# What starts this PowerShell once more: a program, and as a .NET tool the assembly that dotnet runs.
$PowerShellCommand = @([Environment]::ProcessPath; if ((Split-Path -LeafBase ([Environment]::ProcessPath)) -eq 'dotnet') { "$PSHOME/pwsh.dll" })

function Invoke-PowerShell {
    $program, $before = $PowerShellCommand[0], @($PowerShellCommand | Select-Object -Skip 1)
    if ($MyInvocation.ExpectingInput) { $input | & $program @before @args } else { & $program @before @args }
}

# Runs a script in a fresh PowerShell process and returns what it wrote.
function Invoke-Fresh {
    param([string] $Script)

    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'; $Script"))
    Invoke-PowerShell -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded
}
