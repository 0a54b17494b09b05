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
    [int] $Calls = 2000,

    # What to measure; all of it when not given.
    [ValidateSet('Import', 'Start', 'Call', 'Stream', 'Concurrent', 'Stop', 'Memory', 'Blueprint', 'Protection')]
    [string[]] $Part = @('Import', 'Start', 'Call', 'Stream', 'Concurrent', 'Stop', 'Memory', 'Blueprint', 'Protection'),

    # How many pieces a measured stream has.
    [ValidateRange(1000, 10000000)]
    [int] $Chunks = 100000,

    # A host name whose resolution takes long here, to stop a call that resolves; no such row without one.
    [string] $SlowHost,

    # Takes what is built already.
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
$pwsh = Join-Path $PSHOME 'pwsh'
$manifest = "$root/AgentCore.LiteLlm.psd1"
$peer = "$root/artifacts/bin/Peer/release/AgentCore.LiteLlm.Benchmarks.Peer.dll"

foreach ($project in $NoBuild ? @() : @('src/AgentCore.LiteLlm', 'tests/Benchmarks/Peer')) {
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

# Starts Start-Server.ps1 and points the blueprint at it.
function Start-Server([string[]] $Arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new($pwsh, [string[]](@('-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/Start-Server.ps1") + $Arguments))
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $started = [Diagnostics.Process]::Start($start)
    $env:BENCH_BASE_URL = $started.StandardOutput.ReadLine()
    $env:BENCH_API_KEY = 'sk-bench'
    $started
}

function Stop-Server($Server) {
    $Server.StandardInput.Close()
    $Server.WaitForExit()
    $Server.Dispose()
}

# Chunks a second into the pipeline, in turns.
function Measure-Stream {
    $server = Start-Server '-Kind', 'Stream', '-Count', $Chunks
    try {
        $model = Resolve-AgentModel "$PSScriptRoot/bench.yaml"
        $actions = [ordered]@{
            'AgentCore.LiteLlm -Stream'       = { Invoke-AgentPrompt hi -Model $model -System '' -Stream }
            'HttpClient in a compiled cmdlet' = { Invoke-BareHttp hi -Endpoint "$env:BENCH_BASE_URL/chat/completions" -Stream }
        }
        $rates = @{}
        foreach ($round in 0..4) {
            foreach ($label in $actions.Keys) {
                $clock = [Diagnostics.Stopwatch]::StartNew()
                $null = & $actions[$label]
                if ($round -gt 0) { $rates[$label] += @($Chunks / $clock.Elapsed.TotalSeconds) }
            }
        }
        ''
        '| Streaming into the pipeline | chunks a second | bar |'
        '|---|--:|--:|'
        foreach ($label in $actions.Keys) { '| {0} | {1:0} | {2} |' -f $label, (Get-Median $rates[$label]), ($label -like 'AgentCore*' ? '50000' : '') }
    }
    finally { Stop-Server $server }
}

# Many calls of one second at once: within one pipeline where the cmdlet can, else a runspace each.
function Measure-Concurrent {
    $hasThrottle = (Get-Command Invoke-AgentPrompt).Parameters.ContainsKey('ThrottleLimit')
    $count = $hasThrottle ? 500 : 50
    $server = Start-Server '-Kind', 'Reply', '-Delay', '1000'
    try {
        $model = Resolve-AgentModel "$PSScriptRoot/bench.yaml"
        $prompts = 1..$count | ForEach-Object { "prompt $_" }
        $rows = [ordered]@{}
        $rows[$hasThrottle ? 'AgentCore.LiteLlm -ThrottleLimit' : 'AgentCore.LiteLlm in ForEach-Object -Parallel'] = {
            if ($hasThrottle) { $prompts | Invoke-AgentPrompt -Model $model -System '' -ThrottleLimit $count }
            else {
                $prompts | ForEach-Object -ThrottleLimit $count -Parallel {
                    Import-Module $using:manifest
                    Invoke-AgentPrompt $_ -Model $using:model -System ''
                }
            }
        }
        $rows['HttpClient in a compiled cmdlet, as many tasks'] = { Invoke-BareHttp hi -Endpoint "$env:BENCH_BASE_URL/chat/completions" -Concurrent $count }
        ''
        "| $count calls of 1 s at once | s | bar |"
        '|---|--:|--:|'
        foreach ($label in $rows.Keys) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $answers = @(& $rows[$label])
            if ($answers.Count -ne $count) { throw "$label answered $($answers.Count) of $count." }
            '| {0} | {1:0.00} | {2} |' -f $label, $clock.Elapsed.TotalSeconds, ($label -like '*-ThrottleLimit' ? '1.5' : '')
        }
    }
    finally { Stop-Server $server }
}

# Stops a command in a runspace of its own, once it is where it should be: milliseconds from the stop to the end of the pipeline.
function Measure-StopOnce([string] $Command, [scriptblock] $When) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript("Import-Module '$manifest'; Import-Module '$peer'; 'ready'; $Command")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $null = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        $limit = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $When $output)) {
            if ($limit.Elapsed.TotalSeconds -gt 30) { throw "Did not get there: $Command" }
            [Threading.Thread]::Sleep(2)
        }

        # Into the wait itself, wherever the signal came from.
        [Threading.Thread]::Sleep(300)
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalMilliseconds
    }
    finally { $shell.Dispose() }
}

function Measure-Stop {
    $steps = 'AgentCore.LiteLlm.TestEndpoints.TestStep'
    function New-Raw([string] $Text, [switch] $Holds) {
        $list = [Collections.Generic.List[AgentCore.LiteLlm.TestEndpoints.TestStep]]::new()
        if ($Text) { $list.Add((New-Object "$steps+Bytes" $Text)) }
        if ($Holds) { $list.Add((New-Object "$steps+Hold")) }
        [AgentCore.LiteLlm.TestEndpoints.TestReply+Raw]::new($list.ToArray())
    }

    # A listener whose queue is full: whoever connects next waits.
    $listener = [Net.Sockets.Socket]::new([Net.Sockets.SocketType]::Stream, [Net.Sockets.ProtocolType]::Tcp)
    $listener.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
    $listener.Listen(0)
    $waiting = [Collections.Generic.List[Net.Sockets.Socket]]::new()
    do {
        $client = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::InterNetwork, [Net.Sockets.SocketType]::Stream, [Net.Sockets.ProtocolType]::Tcp)
        $waiting.Add($client)
        $isQueued = $client.ConnectAsync('127.0.0.1', $listener.LocalEndPoint.Port).Wait(300)
    } while ($isQueued -and $waiting.Count -lt 20)

    $event = "data: {`"choices`":[{`"delta`":{`"content`":`"a`"}}]}`n`n"
    $stream = "HTTP/1.1 200 OK`r`nContent-Type: text/event-stream`r`n`r`n$event"
    $phases = [ordered]@{
        'connect'    = @{ Url = "http://127.0.0.1:$($listener.LocalEndPoint.Port)/v1"; When = { param($output) $output.Count -gt 0 } }
        'headers'    = @{ Reply = { New-Raw '' -Holds }; When = { $endpoint.RequestCount -gt 0 } }
        'streaming'  = @{ Reply = { New-Raw $stream -Holds }; When = { param($output) $output.Count -gt 1 } }
        'retry wait' = @{ Reply = { New-Raw "HTTP/1.1 503 Busy`r`nRetry-After: 30`r`nContent-Length: 0`r`n`r`n" }; When = { $endpoint.RequestCount -gt 0 }; IsOurs = $true }
    }
    if ($SlowHost) { $phases.Insert(0, 'resolve', @{ Url = "http://$SlowHost/v1"; When = { param($output) $output.Count -gt 0 } }) }

    ''
    '| Stopping a call, ms from the stop to the end of the pipeline | AgentCore.LiteLlm | HttpClient in a compiled cmdlet | bar |'
    '|---|--:|--:|--:|'
    foreach ($phase in $phases.Keys) {
        $plan = $phases[$phase]
        $times = @{ ours = @(); bare = @() }
        foreach ($turn in 1..5) {
            foreach ($who in $plan.IsOurs ? @('ours') : @('ours', 'bare')) {
                $endpoint = $plan.Reply ? [AgentCore.LiteLlm.TestEndpoints.TestEndpoint]::Start([AgentCore.LiteLlm.TestEndpoints.TestEndpointOptions]@{ RepeatLast = $true }) : $null
                if ($endpoint) { $endpoint.Enqueue((& $plan.Reply)) }
                $url = $endpoint ? "$($endpoint.BaseUrl)".TrimEnd('/') : $plan.Url
                $env:BENCH_BASE_URL = $url
                $env:BENCH_API_KEY = 'sk-bench'
                $times[$who] += Measure-StopOnce ($who -eq 'ours' ? "Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench.yaml' -System '' -Stream -AllowUnencryptedAuthentication" : "Invoke-BareHttp hi -Endpoint '$url/chat/completions' -Stream") $plan.When
                if ($endpoint) { $endpoint.Dispose() }
            }
        }
        '| {0} | {1:0.0} | {2} | 100 |' -f $phase, (Get-Median $times.ours), ($times.bare ? '{0:0.0}' -f (Get-Median $times.bare) : '')
    }
    if (-not $SlowHost) { ''; 'No -SlowHost is given: no row for a call that is stopped while it resolves.' }
    foreach ($client in $waiting) { $client.Dispose() }
    $listener.Dispose()
}

# The most memory a process ever had, over an empty one: a stream of 100 MB, and many prompts in one pipeline.
function Measure-Memory {
    $peak = '; [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB'
    $empty = [double](Invoke-Fresh "1 > `$null$peak")
    ''
    "| A stream of 100 MB | MB over an empty session ($([int]$empty) MB) | bar |"
    '|---|--:|--:|'
    foreach ($kind in 'Stream', 'Text') {
        $server = Start-Server '-Kind', $kind, '-Count', ($kind -eq 'Text' ? '1024' : '434000')
        try {
            $what = $kind -eq 'Text' ? '10 MB, nearly all of it text' : 'short events as OpenAI writes them'
            $ours = "Import-Module '$manifest'; Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench.yaml' -System '' -Stream | ForEach-Object { } $peak"
            $bare = "Import-Module '$peer'; Invoke-BareHttp hi -Endpoint '$env:BENCH_BASE_URL/chat/completions' -Stream | ForEach-Object { } $peak"
            '| AgentCore.LiteLlm -Stream, {0} | {1:0} | {2} |' -f $what, ([double](Invoke-Fresh $ours) - $empty), ($kind -eq 'Text' ? '' : '150')
            '| HttpClient in a compiled cmdlet, which keeps nothing, {0} | {1:0} | |' -f $what, ([double](Invoke-Fresh $bare) - $empty)
        }
        finally { Stop-Server $server }
    }

    ''
    '| 100,000 prompts in one pipeline | MB over an empty session | bar |'
    '|---|--:|--:|'
    $server = Start-Server '-Kind', 'Reply'
    $journal = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).jsonl"
    try {
        $many = "1..100000 | ForEach-Object { `"prompt `$_`" } | "
        foreach ($extra in '', " -JournalPath '$journal'") {
            $ours = "Import-Module '$manifest'; $many Invoke-AgentPrompt -Blueprint '$PSScriptRoot/bench.yaml' -System '' -ThrottleLimit 50$extra | ForEach-Object { } $peak"
            '| AgentCore.LiteLlm -ThrottleLimit 50{0} | {1:0} | 150 |' -f ($extra ? ' -JournalPath' : ''), ([double](Invoke-Fresh $ours) - $empty)
        }

        $bare = "Import-Module '$peer'; $many Invoke-BareHttp -Endpoint '$env:BENCH_BASE_URL/chat/completions' | ForEach-Object { } $peak"
        '| HttpClient in a compiled cmdlet, one after another | {0:0} | |' -f ([double](Invoke-Fresh $bare) - $empty)
    }
    finally {
        Stop-Server $server
        Remove-Item -LiteralPath $journal -ErrorAction Ignore
    }
}

$modules = [ordered]@{ 'AgentCore.LiteLlm' = $manifest; 'an empty compiled module' = $peer }
if ($psOpenAI) { $modules['PSOpenAI'] = $psOpenAI.Path }
if ('Import' -in $Part) { Write-Table 'Import-Module' (Measure-Import $modules) 'AgentCore.LiteLlm' }

$server = Start-Server '-Kind', 'Reply'
try {
    $baseUrl = $env:BENCH_BASE_URL
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

    if ('Start' -in $Part) { Write-Table 'Process start to first reply' (Measure-Process $commands) 'AgentCore.LiteLlm: import, blueprint, resolve, invoke' }

    Import-Module $manifest
    Import-Module $peer
    $model = Resolve-AgentModel "$PSScriptRoot/bench.yaml"
    $piped = [ordered]@{
        'AgentCore.LiteLlm'               = { param($prompts) $prompts | Invoke-AgentPrompt -Model $model -System '' }
        'HttpClient in a compiled cmdlet' = { param($prompts) $prompts | Invoke-BareHttp -Endpoint "$baseUrl/chat/completions" }
    }
    if ('Call' -in $Part) { Write-Table 'One warm call, prompts through one pipeline' (Measure-Call $piped) 'AgentCore.LiteLlm' }

    $actions = [ordered]@{
        'AgentCore.LiteLlm'           = { param($prompts) foreach ($prompt in $prompts) { Invoke-AgentPrompt $prompt -Model $model -System '' } }
        'HttpClient in a compiled cmdlet' = { param($prompts) foreach ($prompt in $prompts) { Invoke-BareHttp $prompt -Endpoint "$baseUrl/chat/completions" } }
        'Invoke-RestMethod'           = { param($prompts) foreach ($prompt in $prompts) { Invoke-RestMethod -Uri "$baseUrl/chat/completions" -Method Post -Body $body -ContentType application/json -Headers @{ Authorization = 'Bearer sk-bench' } } }
    }
    if ($psOpenAI) {
        Import-Module $psOpenAI.Path
        $actions['PSOpenAI'] = { param($prompts) foreach ($prompt in $prompts) { Request-ChatCompletion -Message $prompt -Model bench -ApiBase $baseUrl -ApiKey (ConvertTo-SecureString sk-bench -AsPlainText -Force) } }
    }

    if ('Call' -in $Part) { Write-Table 'One warm call, a cmdlet call each' (Measure-Call $actions) 'AgentCore.LiteLlm' }
}
finally { Stop-Server $server }

if ('Stream' -in $Part) { Measure-Stream }
if ('Concurrent' -in $Part) { Measure-Concurrent }
if ('Stop' -in $Part) { Measure-Stop }
if ('Memory' -in $Part) { Measure-Memory }
if ('Blueprint' -in $Part) { Write-BlueprintTables }
if ('Protection' -in $Part) {
    Import-Module $manifest
    & "$PSScriptRoot/Measure-Protection.ps1"
}
