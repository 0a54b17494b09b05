<#
.SYNOPSIS
Measures the module beside its peers, in one run, and prints a Markdown table with ratios.

.DESCRIPTION
Every figure is the median of runs that take turns with the peer's, so that a change of the machine's mood meets both.
A peer that is not installed is left out, with a line that says so. Nothing leaves the machine.
#>
param(
    # How many fresh processes each start-up figure takes.
    [ValidateRange(3, 1000)]
    [int] $Processes = 15,

    # How many calls each warm figure takes, after as many to warm up.
    [ValidateRange(100, 1000000)]
    [int] $Calls = 2000
)

$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
$pwsh = Join-Path $PSHOME 'pwsh'
$manifest = "$root/AgentCore.LiteLlm.psd1"
$peer = "$root/artifacts/bin/Peer/release/AgentCore.LiteLlm.Benchmarks.Peer.dll"

foreach ($project in 'src/AgentCore.LiteLlm', 'tests/Benchmarks/Peer') {
    & dotnet build "$root/$project" --configuration Release -p:Precompile=true --verbosity quiet -nologo
    if ($LASTEXITCODE -ne 0) { throw "$project did not build." }
}

function Get-Median([double[]] $Values) {
    $sorted = $Values | Sort-Object
    $sorted[[Math]::Floor($sorted.Count / 2)]
}

# Runs a command in a fresh process and returns what it wrote.
function Invoke-Fresh([string] $Command) {
    $start = [Diagnostics.ProcessStartInfo]::new($pwsh, [string[]]('-NoProfile', '-NonInteractive', '-Command', $Command))
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $text = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "A measured process failed: $Command" }
    $text
}

# Times a table of commands in turns: label -> median milliseconds of the whole process.
function Measure-Process([Collections.Specialized.OrderedDictionary] $Commands) {
    $times = @{}
    foreach ($turn in 0..$Processes) {
        foreach ($label in $Commands.Keys) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $null = Invoke-Fresh $Commands[$label]
            if ($turn -gt 0) { $times[$label] += @($clock.Elapsed.TotalMilliseconds) }
        }
    }

    $medians = [ordered]@{}
    foreach ($label in $Commands.Keys) { $medians[$label] = Get-Median $times[$label] }
    $medians
}

# Times Import-Module inside fresh processes, in turns.
function Measure-Import([Collections.Specialized.OrderedDictionary] $Modules) {
    $times = @{}
    foreach ($turn in 0..$Processes) {
        foreach ($label in $Modules.Keys) {
            $text = Invoke-Fresh "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$($Modules[$label])'; `$w.Elapsed.TotalMilliseconds"
            if ($turn -gt 0) { $times[$label] += @([double] $text) }
        }
    }

    $medians = [ordered]@{}
    foreach ($label in $Modules.Keys) { $medians[$label] = Get-Median $times[$label] }
    $medians
}

# Times one kind of warm call, in turns: label -> median milliseconds a call, over ten rounds.
function Measure-Call([Collections.Specialized.OrderedDictionary] $Actions) {
    $times = @{}
    $prompts = 1..([int]($Calls / 10)) | ForEach-Object { "prompt $_" }
    foreach ($round in -10..9) {
        foreach ($label in $Actions.Keys) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $null = & $Actions[$label] $prompts
            if ($round -ge 0) { $times[$label] += @($clock.Elapsed.TotalMilliseconds / $prompts.Count) }
        }
    }

    $medians = [ordered]@{}
    foreach ($label in $Actions.Keys) { $medians[$label] = Get-Median $times[$label] }
    $medians
}

function Write-Table([string] $Title, [Collections.Specialized.OrderedDictionary] $Medians, [string] $Ours) {
    ''
    "| $Title | ms | ours / this |"
    '|---|--:|--:|'
    foreach ($label in $Medians.Keys) {
        '| {0} | {1:0.###} | {2} |' -f $label, $Medians[$label], ($label -eq $Ours ? '' : '{0:0.00}' -f ($Medians[$Ours] / $Medians[$label]))
    }
}

# Copies a sample to as many files as one round reads; every file is opened, read and checked anew.
function New-BlueprintFolder([int] $Files = 2000) {
    $folder = [IO.Directory]::CreateTempSubdirectory('agentcore-bench-').FullName
    $text = [IO.File]::ReadAllText("$root/samples/proxy-agent.yaml")
    foreach ($number in 1..$Files) {
        [IO.File]::WriteAllText("$folder/$number.yaml", $text.Replace('analysis-agent', "analysis-agent-$number"))
    }

    $folder
}

# Times blueprints from disk through the pipeline: the median of ten rounds over all files, after two to warm up.
function Measure-Blueprint([string] $Folder) {
    $paths = [IO.Directory]::GetFiles($Folder)
    foreach ($command in 'Import-AgentBlueprint', 'Test-AgentBlueprint') {
        $rates = foreach ($round in -2..9) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $answers = @($paths | & $command)
            if ($answers.Count -ne $paths.Count) { throw "$command answered $($answers.Count) times for $($paths.Count) files." }
            if ($round -ge 0) { $paths.Count / $clock.Elapsed.TotalSeconds }
        }

        '| `{0}` | {1:0} |' -f $command, (Get-Median $rates)
    }
}

# Sends 100,000 paths through one pipeline of a fresh process: the files of the folder, again and again, none kept.
# Memory is what is alive after a collection, and the whole process's, both when a tenth has passed and at the end.
function Measure-BlueprintMemory([string] $Folder) {
    Invoke-Fresh @"
Import-Module '$manifest'
`$paths = [IO.Directory]::GetFiles('$Folder')
`$turns = 100000 / `$paths.Count
`$seen = 0
1..`$turns | ForEach-Object { `$paths } | Import-AgentBlueprint | ForEach-Object {
    if (++`$seen -in 10000, 100000) {
        `$alive = [GC]::GetTotalMemory(`$true) / 1MB
        '| {0:N0} | {1:0.0} | {2:0} |' -f `$seen, `$alive, ([Diagnostics.Process]::GetCurrentProcess().WorkingSet64 / 1MB)
    }
}
"@
}

function Write-BlueprintTables {
    Import-Module $manifest
    $folder = New-BlueprintFolder
    try {
        ''
        '| 2,000 blueprints from disk through one pipeline | a second |'
        '|---|--:|'
        Measure-Blueprint $folder
        ''
        '| blueprints through one pipeline | alive, MB | working set, MB |'
        '|--:|--:|--:|'
        (Measure-BlueprintMemory $folder).TrimEnd()
    }
    finally {
        [IO.Directory]::Delete($folder, $true)
    }
}

$psOpenAI = Get-Module -ListAvailable -Name PSOpenAI | Select-Object -First 1
"PowerShell $($PSVersionTable.PSVersion), .NET $([Environment]::Version), $([Environment]::ProcessorCount) cores, medians of $Processes processes and of 10 rounds over $Calls calls"
if (-not $psOpenAI) { 'PSOpenAI is not installed: left out.' }

$modules = [ordered]@{ 'AgentCore.LiteLlm' = $manifest; 'an empty compiled module' = $peer }
if ($psOpenAI) { $modules['PSOpenAI'] = $psOpenAI.Path }
Write-Table 'Import-Module' (Measure-Import $modules) 'AgentCore.LiteLlm'

$start = [Diagnostics.ProcessStartInfo]::new($pwsh, [string[]]('-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/Start-Server.ps1"))
$start.RedirectStandardInput = $true
$start.RedirectStandardOutput = $true
$server = [Diagnostics.Process]::Start($start)
try {
    $baseUrl = $server.StandardOutput.ReadLine()
    $env:BENCH_BASE_URL = $baseUrl
    $env:BENCH_API_KEY = 'sk-bench'
    $body = '{"model":"bench","messages":[{"role":"user","content":"hi"}],"temperature":0.3,"max_tokens":100}'
    $rest = "Invoke-RestMethod -Uri $baseUrl/chat/completions -Method Post -Body '$body' -ContentType application/json -Headers @{ Authorization = 'Bearer sk-bench' }"
    $commands = [ordered]@{
        'AgentCore.LiteLlm: import, blueprint, resolve, invoke' = "Import-Module '$manifest'; Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench.yaml' -System ''"
        'Invoke-RestMethod'                                      = $rest
        'pwsh alone'                                             = '1'
    }
    if ($psOpenAI) {
        $commands['PSOpenAI'] = "Import-Module '$($psOpenAI.Path)'; Request-ChatCompletion -Message hi -Model bench -ApiBase $baseUrl -ApiKey sk-bench"
    }

    Write-Table 'Process start to first reply' (Measure-Process $commands) 'AgentCore.LiteLlm: import, blueprint, resolve, invoke'

    Import-Module $manifest
    Import-Module $peer
    $model = Resolve-AgentModel "$PSScriptRoot/bench.yaml"
    Write-Table 'One warm call, prompts through one pipeline' (Measure-Call ([ordered]@{
                'AgentCore.LiteLlm'           = { param($prompts) $prompts | Invoke-AgentPrompt -Model $model -System '' }
                'HttpClient in a compiled cmdlet' = { param($prompts) $prompts | Invoke-BareHttp -Endpoint "$baseUrl/chat/completions" }
            })) 'AgentCore.LiteLlm'

    $actions = [ordered]@{
        'AgentCore.LiteLlm'           = { param($prompts) foreach ($prompt in $prompts) { Invoke-AgentPrompt $prompt -Model $model -System '' } }
        'HttpClient in a compiled cmdlet' = { param($prompts) foreach ($prompt in $prompts) { Invoke-BareHttp $prompt -Endpoint "$baseUrl/chat/completions" } }
        'Invoke-RestMethod'           = { param($prompts) foreach ($prompt in $prompts) { Invoke-RestMethod -Uri "$baseUrl/chat/completions" -Method Post -Body $body -ContentType application/json -Headers @{ Authorization = 'Bearer sk-bench' } } }
    }
    if ($psOpenAI) {
        Import-Module $psOpenAI.Path
        $actions['PSOpenAI'] = { param($prompts) foreach ($prompt in $prompts) { Request-ChatCompletion -Message $prompt -Model bench -ApiBase $baseUrl -ApiKey (ConvertTo-SecureString sk-bench -AsPlainText -Force) } }
    }

    Write-Table 'One warm call, a cmdlet call each' (Measure-Call $actions) 'AgentCore.LiteLlm'
}
finally {
    $server.StandardInput.Close()
    $server.WaitForExit()
}

Write-BlueprintTables
