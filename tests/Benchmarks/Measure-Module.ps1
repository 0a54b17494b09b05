<#
.SYNOPSIS
Measures the module beside its peers, in one run, and says of each bar whether it is met.

.DESCRIPTION
Whoever is compared takes turns, round by round, so that a change of the machine's mood meets both; a ratio is the median of the rounds' ratios, with the
interval that holds 95 % of the medians of samples drawn from them. A bar is met or missed where the whole interval says so. Processor time and
allocations are beside elapsed time, because they say something on a busy machine too. A peer that is not installed is left out, with a line that says
so. Nothing leaves the machine.
#>
param(
    # What to measure, in a list or in one text with commas; all of it when not given.
    [string[]] $Part,

    # Under two minutes: import, start, calls, tools, tool servers, growth and streams, with fewer rounds, and without rows that no bar is about.
    [switch] $Quick,

    # How many fresh processes each start-up figure takes.
    [ValidateRange(3, 1000)]
    [int] $Processes = 21,

    # How many calls each round of a warm figure has.
    [ValidateRange(100, 1000000)]
    [int] $Calls = 1000,

    # How many calls each kind makes before anything counts.
    [ValidateRange(100, 1000000)]
    [int] $WarmUp = 10000,

    # How many pieces a measured stream has.
    [ValidateRange(1000, 10000000)]
    [int] $Chunks = 20000,

    # A host name whose resolution takes long here, to stop a call that resolves; no such row without one.
    [string] $SlowHost,

    # Keeps this run's ratios as those that later runs are compared with.
    [switch] $SaveBaseline,

    # Takes what is built already.
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Statistics.ps1
$root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
$pwsh = Join-Path $PSHOME 'pwsh'
$manifest = "$root/AgentCore.LiteLlm.psd1"
$peer = "$root/artifacts/bin/Peer/release/AgentCore.LiteLlm.Benchmarks.Peer.dll"
$baselinePath = "$PSScriptRoot/baseline.json"

# As often as there are servers, or three times.
$rounds = $Quick ? 7 : 21
if ($Quick) { $Processes = [Math]::Min($Processes, 6) }

$known = @('Import', 'Start', 'Call', 'Tools', 'Servers', 'Growth', 'Stream', 'Concurrent', 'Stop', 'Memory', 'Blueprint', 'Protection')
$Part = @($Part | ForEach-Object { $_ -split ',' } | ForEach-Object Trim | Where-Object { $_ })
foreach ($name in $Part) { if ($name -notin $known) { throw "'$name' is no part. The parts are: $($known -join ', ')." } }
if (-not $Part) { $Part = $Quick ? $known[0..6] : $known }

foreach ($project in $NoBuild ? @() : @('src/AgentCore.LiteLlm', 'tests/Benchmarks/Peer')) {
    & dotnet build "$root/$project" --configuration Release -p:Precompile=true --verbosity quiet -nologo
    if ($LASTEXITCODE -ne 0) { throw "$project did not build." }
}

# What this run says of each bar, and the ratios that a later run is compared with.
$verdicts = [Collections.Generic.List[object]]::new()
function Add-Verdict([string] $What, $Interval, [double] $Bar, [switch] $AtLeast, [string] $Unit = '') {
    $verdicts.Add([pscustomobject]@{
            What = $What; Figure = $Interval.Median; Low = $Interval.Low; High = $Interval.High; Bar = $Bar; AtLeast = [bool] $AtLeast; Unit = $Unit
            Verdict = Get-Verdict $Interval $Bar -AtLeast:$AtLeast
        })
}

# A single figure, of which there is no second one to draw from.
function Get-Point([double] $Value) { [pscustomobject]@{ Median = $Value; Low = $Value; High = $Value } }

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

# Times a table of commands in fresh processes, in turns: label -> milliseconds of the whole process, and of the processor.
function Measure-Process([Collections.Specialized.OrderedDictionary] $Commands) {
    $samples = @{}
    foreach ($turn in 0..$Processes) {
        foreach ($label in $Commands.Keys) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $text = Invoke-Fresh "$($Commands[$label]) > `$null; [Environment]::CpuUsage.TotalTime.TotalMilliseconds"
            if ($turn -gt 0) { $samples[$label] += @([pscustomobject]@{ Elapsed = $clock.Elapsed.TotalMilliseconds; Processor = [double] $text }) }
        }
    }

    $samples
}

# Times Import-Module inside fresh processes, in turns: at once, and in a session that has run one command.
function Measure-Import([Collections.Specialized.OrderedDictionary] $Modules) {
    $samples = @{}
    foreach ($turn in 0..$Processes) {
        foreach ($label in $Modules.Keys) {
            $import = "`$c = [Environment]::CpuUsage.TotalTime; `$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$($Modules[$label])'; "
            $import += "`$w.Elapsed.TotalMilliseconds; ([Environment]::CpuUsage.TotalTime - `$c).TotalMilliseconds"
            $fresh, $processor = [double[]] (Invoke-Fresh $import).Split("`n", [StringSplitOptions]::RemoveEmptyEntries)
            $warm, $null = [double[]] (Invoke-Fresh "`$null = Get-Item /; $import").Split("`n", [StringSplitOptions]::RemoveEmptyEntries)
            if ($turn -gt 0) { $samples[$label] += @([pscustomobject]@{ Elapsed = $fresh; Processor = $processor; Warm = $warm }) }
        }
    }

    $samples
}

# The JIT compiles what is called often a second and a third time, on a thread of its own and after long pauses: warm is when it has come to an end, for the
# peers too. It never quite does, so that a few methods a turn count as none; it pauses, so that three such turns end it, and there is a last one.
function Invoke-WarmUp([int] $CallsOfTurn, [scriptblock] $Act) {
    $least = [Math]::Ceiling($WarmUp / $CallsOfTurn)
    $quiet = 0
    for ($turn = 1; $turn -le 4 * $least; $turn++) {
        $compiled = [Runtime.JitInfo]::GetCompiledMethodCount($false)
        . $Act
        $quiet = [Runtime.JitInfo]::GetCompiledMethodCount($false) - $compiled -lt 5 ? $quiet + 1 : 0
        if ($turn -ge $least -and $quiet -ge 3) { break }
    }
}

# Times warm calls, in turns: label -> milliseconds elapsed, of the processor, and bytes allocated, a call. On which cores a server and its clients meet is
# dealt with the server's process, and makes one of two clients twice as fast as the other for as long as it lives: turns ask one of $Servers after the
# other, which are warm then too.
function Measure-Call([Collections.Specialized.OrderedDictionary] $Actions, [object[]] $Servers) {
    $samples = @{}
    $first = @{}
    $prompts = 1..$Calls | ForEach-Object { "prompt $_" }
    $script:next = 0
    function Switch-Server { if ($Servers) { Use-CallServer $Servers[$script:next++ % $Servers.Count] } }
    foreach ($label in $Actions.Keys) {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = & $Actions[$label] $prompts[0..99]
        $first[$label] = $clock.Elapsed.TotalMilliseconds / 100
    }

    Invoke-WarmUp $Calls {
        Switch-Server
        foreach ($label in $Actions.Keys) { $null = & $Actions[$label] $prompts }
    }

    # A turn in ten slices, in which everybody has the same machine, and there and back, so that what one leaves to the next meets each of them.
    $slice = [int] [Math]::Ceiling($Calls / 10)
    foreach ($turn in 1..$rounds) {
        Switch-Server
        $sums = @{}
        foreach ($label in $Actions.Keys) { $sums[$label] = [double[]]::new(3) }
        for ($start = 0; $start -lt $Calls; $start += $slice) {
            $some = $prompts[$start..([Math]::Min($start + $slice, $Calls) - 1)]
            $labels = @($Actions.Keys)
            if ($start / $slice % 2) { [array]::Reverse($labels) }
            foreach ($label in $labels) {
                $bytes = [GC]::GetTotalAllocatedBytes()
                $before = [Environment]::CpuUsage.TotalTime
                $clock = [Diagnostics.Stopwatch]::StartNew()
                $null = & $Actions[$label] $some
                $sums[$label][0] += $clock.Elapsed.TotalMilliseconds
                $sums[$label][1] += ([Environment]::CpuUsage.TotalTime - $before).TotalMilliseconds
                $sums[$label][2] += [GC]::GetTotalAllocatedBytes() - $bytes
            }
        }

        foreach ($label in $Actions.Keys) {
            $samples[$label] += @([pscustomobject]@{
                    Elapsed   = $sums[$label][0] / $Calls
                    Processor = $sums[$label][1] / $Calls
                    Bytes     = $sums[$label][2] / $Calls
                    First     = $first[$label]
                })
        }
    }

    $samples
}

# A row for each: the figures, and ours over theirs with its interval.
function Write-Table([string] $Title, [Collections.IDictionary] $Samples, [string[]] $Labels, [string[]] $Columns, [string] $By = 'Elapsed') {
    ''
    "| $Title | $($Columns -join ' | ') | ours / this |"
    "|---|$('--:|' * ($Columns.Count + 1))"
    foreach ($label in $Labels) {
        $figures = foreach ($column in $Columns) {
            $value = Get-Median $Samples[$label].($column -replace ' .*$')
            $column -like 'Bytes*' ? '{0:0}' -f $value : '{0:0.###}' -f $value
        }
        $ratio = $label -eq $Labels[0] ? '' : ('{0:0.00} ({1:0.00} to {2:0.00})' -f (Get-Ratio $Samples $Labels[0] $label $By | ForEach-Object { $_.Median, $_.Low, $_.High }))
        "| $label | $($figures -join ' | ') | $ratio |"
    }
}

function Get-Ratio([Collections.IDictionary] $Samples, [string] $Ours, [string] $Theirs, [string] $By = 'Elapsed', [switch] $Difference) {
    Compare-Rounds $Samples[$Ours].$By $Samples[$Theirs].$By -Difference:$Difference
}

# Copies a sample to as many files as one round reads; every file is opened, read and checked anew.
function New-BlueprintFolder([int] $Files = 2000) {
    $folder = [IO.Directory]::CreateTempSubdirectory('agentcore-bench-').FullName
    $text = [IO.File]::ReadAllText("$root/samples/proxy-agent.yaml")

    # Whole as a team's folder is: without the prompt each file would bring a warning.
    $null = [IO.Directory]::CreateDirectory("$folder/prompts")
    [IO.File]::WriteAllText("$folder/prompts/$([regex]::Match($text, '(?m)^prompt_ref: *(\S+)').Groups[1].Value).md", 'You are helpful.')
    foreach ($number in 1..$Files) {
        [IO.File]::WriteAllText("$folder/$number.yaml", $text.Replace('id: analysis-agent', "id: analysis-agent-$number"))
    }

    $folder
}

# Times blueprints from disk through the pipeline, warm: the median of ten rounds over all files.
function Measure-Blueprint([string] $Folder) {
    $paths = [IO.Directory]::GetFiles($Folder)
    foreach ($command in 'Import-AgentBlueprint', 'Test-AgentBlueprint') {
        Invoke-WarmUp $paths.Count { $null = @($paths | & $command) }
        $rates = foreach ($round in 1..10) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $answers = @($paths | & $command)
            if ($answers.Count -ne $paths.Count) { throw "$command answered $($answers.Count) times for $($paths.Count) files." }
            $paths.Count / $clock.Elapsed.TotalSeconds
        }

        if ($command -eq 'Import-AgentBlueprint') { Add-Verdict 'blueprints imported from disk a second' (Get-Interval $rates) 10000 -AtLeast }
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

# The dotnet tool is not precompiled, as releases of PowerShell are, and starts in about twice the time.
function Test-Precompiled([string] $Path) {
    $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($Path))
    try { $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size -gt 0 } finally { $reader.Dispose() }
}

$psOpenAI = Get-Module -ListAvailable -Name PSOpenAI | Select-Object -First 1
$engine = (Test-Precompiled ([psobject].Assembly.Location)) ? 'precompiled' : 'not precompiled: bars are for one that is'
"PowerShell $($PSVersionTable.PSVersion) ($engine), .NET $([Environment]::Version), $([Environment]::ProcessorCount) cores; $Processes processes, $rounds rounds, of calls $($Quick ? 7 : 42), of $Calls each after at least $WarmUp to warm up"
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

# Says where calls to the server go that was started last.
function Get-CallServer {
    $other = Resolve-AgentModel "$PSScriptRoot/bench-responses.yaml"
    [pscustomobject]@{ BaseUrl = $env:BENCH_BASE_URL; Model = Resolve-AgentModel "$PSScriptRoot/bench.yaml"; Other = $other }
}

# Lets calls go to a server.
function Use-CallServer($Server) {
    $env:BENCH_BASE_URL = $Server.BaseUrl
    $script:baseUrl, $script:model, $script:other = $Server.BaseUrl, $Server.Model, $Server.Other
}

# Chunks a second into the pipeline, in turns.
function Measure-Stream {
    $rates = @{}

    # The first round warms up this process, each one its server; a round is one figure of each, as of calls.
    foreach ($round in 0..$rounds) {
        $server = Start-Server '-Kind', 'Stream', '-Count', $Chunks
        $model = Resolve-AgentModel "$PSScriptRoot/bench.yaml"
        $other = Resolve-AgentModel "$PSScriptRoot/bench-responses.yaml"
        $actions = [ordered]@{
            'AgentCore.LiteLlm -Stream'       = { Invoke-AgentPrompt hi -Model $model -System '' -Stream }
            'HttpClient in a compiled cmdlet' = { Invoke-BareHttp hi -Endpoint "$env:BENCH_BASE_URL/chat/completions" -Stream }
            'The same by /responses'          = { Invoke-AgentPrompt hi -Model $other -System '' -Stream }
        }
        try {
            $taken = @{}
            $labels = @($actions.Keys)
            if ($round % 2) { [array]::Reverse($labels) }
            foreach ($turn in ($round ? -1 : -30)..3) {
                foreach ($label in $labels) {
                    $before = [Environment]::CpuUsage.TotalTime
                    $clock = [Diagnostics.Stopwatch]::StartNew()
                    $null = & $actions[$label]
                    $elapsed = $clock.Elapsed.TotalSeconds
                    $processor = ([Environment]::CpuUsage.TotalTime - $before).TotalSeconds
                    if ($turn -gt 0) { $taken[$label] += @([pscustomobject]@{ Elapsed = $Chunks / $elapsed; Processor = $Chunks / $processor }) }
                }
            }

            if ($round) {
                foreach ($label in $actions.Keys) {
                    $rates[$label] += @([pscustomobject]@{ Elapsed = Get-Median $taken[$label].Elapsed; Processor = Get-Median $taken[$label].Processor })
                }
            }
        }
        finally { Stop-Server $server }
    }

    $labels = @($actions.Keys)
    Write-Table 'Streaming into the pipeline, chunks a second' $rates $labels @('Elapsed', 'Processor')
    Add-Verdict 'streaming, share of a compiled reader, elapsed' (Get-Ratio $rates $labels[0] $labels[1]) 0.9 -AtLeast
    Add-Verdict 'streaming, share of a compiled reader, processor' (Get-Ratio $rates $labels[0] $labels[1] 'Processor') 0.9 -AtLeast

    # Its events are longer: what a chunk costs is read from them, so a little less is expected.
    Add-Verdict 'streaming by /responses, share of chat completions' (Get-Ratio $rates $labels[2] $labels[0]) 0.9 -AtLeast
}

# Warm calls of a tool of a server that is a program, by our cmdlet and by the client of the protocol's own library, all between two questions to a model.
# Each keeps its pipeline, and so its server, which is warm too. Each round starts all servers anew, as of calls, and is one figure. Ours are the steps of
# runs, from when a call is handed out; the library is called at once and from the thread that read the answer, which no agent could.
function Measure-Server {
    $arguments = '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$peer'; Start-EchoServer"
    $server = Start-Server '-Kind', 'Tool'
    try {
        $model = Resolve-AgentModel "$PSScriptRoot/bench-tools.yaml"
        $servers = @{ mcpServers = @{ echo = @{ command = $pwsh; args = $arguments } } }
        $bare = @{ Command = $pwsh; Argument = $arguments; Tool = 'echo'; Endpoint = "$env:BENCH_BASE_URL/chat/completions" }
        $rows = [ordered]@{
            'AgentCore.LiteLlm -ToolServer'       = { Invoke-AgentPrompt -Model $model -System '' -ToolServer $servers -ToolApproval All }
            'McpClient.CallToolAsync in a cmdlet' = { Invoke-BareTool @bare }
        }
        $labels = @($rows.Keys)
        $pipelines = @{}

        # Calls tools, and says how many milliseconds the median of them took.
        function Step([string] $Label, [int] $Count) {
            $taken = foreach ($written in 1..$Count | ForEach-Object { $pipelines[$Label].Process("prompt $_") }) {
                if ($written -is [double]) { $written } else { foreach ($step in $written.Steps) { if ($step.Tool) { $step.Duration.TotalMilliseconds } } }
            }
            if (@($taken).Count -ne $Count) { throw "$Label made $(@($taken).Count) of $Count calls." }
            Get-Median $taken
        }

        $times = @{}
        foreach ($round in 0..($Quick ? 9 : 40)) {
            try {
                foreach ($label in $labels) {
                    $pipelines[$label] = $rows[$label].GetSteppablePipeline()
                    $pipelines[$label].Begin($true)
                }

                # The first round warms up this process, each one its servers.
                foreach ($turn in 1..($round ? 1 : 10)) { foreach ($label in $labels) { $null = Step $label 1000 } }
                $taken = @{}
                foreach ($turn in 1..10) {
                    $order = @($labels)
                    if ($turn % 2) { [array]::Reverse($order) }
                    foreach ($label in $order) { $taken[$label] += @(Step $label 60) }
                }

                if ($round) { foreach ($label in $labels) { $times[$label] += @([pscustomobject]@{ Elapsed = Get-Median $taken[$label] }) } }
            }
            finally {
                foreach ($pipeline in $pipelines.Values) { $pipeline.Dispose() }
                $pipelines.Clear()
            }
        }

        Write-Table 'One warm call of a tool through an MCP server, ms' $times $labels @('Elapsed')
        Add-Verdict "a warm call of a tool through an MCP server, times the library's own" (Get-Ratio $times $labels[0] $labels[1]) 1.2
    }
    finally { Stop-Server $server }
}

# A conversation of questions and answers.
function New-BenchConversation([int] $Turns) {
    $messages = foreach ($turn in 1..$Turns) {
        @{ role = 'user'; content = "Question $turn about the same thing." }
        @{ role = 'assistant'; content = "Answer $turn about the same thing, in a sentence of its own." }
    }

    [AgentCore.LiteLlm.Conversations.AgentConversation]::Parse((ConvertTo-Json $messages -Compress))
}

# A blueprint whose agents answer one after the other; its folder holds the agent that each of them is.
function New-BenchGraph([int] $Nodes) {
    $folder = [IO.Directory]::CreateTempSubdirectory('agentcore-bench-').FullName
    $agent = [IO.File]::ReadAllText("$PSScriptRoot/bench.yaml")
    $lines = @('multi_agent:', '  pattern: graph', "  max_iterations: $($Nodes + 1)", '  nodes:')
    $lines += 1..$Nodes | ForEach-Object { "    - { node_id: n$_, agent_ref: bench }" }
    $lines += '  edges:'
    $lines += 2..$Nodes | ForEach-Object { "    - { from_node: n$($_ - 1), to_node: n$_ }" }
    $null = [IO.Directory]::CreateDirectory("$folder/prompts")
    [IO.File]::WriteAllText("$folder/prompts/none.md", 'Be kind.')
    [IO.File]::WriteAllText("$folder/bench.yaml", $agent)
    [IO.File]::WriteAllText("$folder/graph.yaml", $agent.Replace('id: bench', 'id: graph', [StringComparison]::Ordinal) + ($lines -join "`n"))
    $folder
}

# What a call costs when there is twice as much of something: twice as much, or less where a part of it is the same for both.
function Measure-Growth($model) {
    $tools = 1..400 | ForEach-Object { New-AgentTool { param([string] $Text) $Text } -Name "tool_$_" -Description 'Gives text back.' }
    $conversations = @{ 1000 = New-BenchConversation 1000; 2000 = New-BenchConversation 2000 }
    $graphs = @{ 50 = New-BenchGraph 50; 100 = New-BenchGraph 100 }
    $kinds = [ordered]@{
        'a turn of a conversation of {0} turns' = @(1000, 2000, { foreach ($prompt in $args[0]) { Invoke-AgentPrompt $prompt -Model $model -System '' -Conversation $conversations[$size] } })
        'a prompt with {0} tools'               = @(200, 400, { foreach ($prompt in $args[0]) { Invoke-AgentPrompt $prompt -Model $model -System '' -Tool $tools[0..($size - 1)] } })
        'a graph of {0} agents'                 = @(50, 100, { foreach ($prompt in $args[0]) { Invoke-AgentPrompt $prompt -Blueprint "$($graphs[$size])/graph.yaml" } })
    }
    try {
        foreach ($kind in $kinds.Keys) {
            $half, $whole, $action = $kinds[$kind]
            $actions = [ordered]@{}
            foreach ($size in $whole, $half) { $actions[$kind -f $size] = $action.GetNewClosure() }
            $samples = & { $WarmUp = 100; $Calls = 10; Measure-Call $actions }
            $labels = @($actions.Keys)
            Write-Table 'Twice as much' $samples $labels @('Elapsed (ms)', 'Processor (ms)', 'Bytes') 'Processor'
            Add-Verdict "$($labels[0]), times the bytes of half of it" (Get-Ratio $samples $labels[0] $labels[1] 'Bytes') 2.1
            Add-Verdict "$($labels[0]), times the processor time of half of it" (Get-Ratio $samples $labels[0] $labels[1] 'Processor') 2.3
        }
    }
    finally { $graphs.Values | ForEach-Object { [IO.Directory]::Delete($_, $true) } }
}

# Many calls of one second at once, beside as many bare tasks.
function Measure-Concurrent {
    $count = 500
    $server = Start-Server '-Kind', 'Reply', '-Delay', '1000'
    try {
        $model = Resolve-AgentModel "$PSScriptRoot/bench.yaml"
        $prompts = 1..$count | ForEach-Object { "prompt $_" }
        $rows = [ordered]@{
            'AgentCore.LiteLlm -ThrottleLimit'               = { $prompts | Invoke-AgentPrompt -Model $model -System '' -ThrottleLimit $count }
            'HttpClient in a compiled cmdlet, as many tasks' = { Invoke-BareHttp hi -Endpoint "$env:BENCH_BASE_URL/chat/completions" -Concurrent $count }
        }
        $times = @{}
        foreach ($turn in 0..5) {
            foreach ($label in $rows.Keys) {
                $clock = [Diagnostics.Stopwatch]::StartNew()
                $answers = @(& $rows[$label])
                if ($answers.Count -ne $count) { throw "$label answered $($answers.Count) of $count." }
                if ($turn -gt 0) { $times[$label] += @([pscustomobject]@{ Elapsed = $clock.Elapsed.TotalSeconds }) }
            }
        }

        Write-Table "$count calls of 1 s at once, seconds" $times @($rows.Keys) @('Elapsed')
        Add-Verdict "$count calls of 1 s at once, times as many bare tasks" (Get-Ratio $times @($rows.Keys)[0] @($rows.Keys)[1]) 1.05
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
        'a call of a server''s tool' = @{
            # Without a reply of its own the endpoint's model calls each tool.
            Reply = { }; When = { $endpoint.RequestCount -gt 0 }; IsOurs = $true
            Ours = "Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench-tools.yaml' -System '' -ToolApproval All " +
                "-ToolServer @{ mcpServers = @{ echo = @{ command = '$pwsh'; args = '-NoProfile', '-NonInteractive', '-Command', 'Import-Module ''$peer''; Start-EchoServer -Holds' } } }"
        }
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
                $reply = $endpoint ? (& $plan.Reply) : $null
                if ($reply) { $endpoint.Enqueue($reply) }
                $url = $endpoint ? "$($endpoint.BaseUrl)".TrimEnd('/') : $plan.Url
                $env:BENCH_BASE_URL = $url
                $env:BENCH_API_KEY = 'sk-bench'
                $times[$who] += Measure-StopOnce ($who -eq 'ours' ? $plan.Ours ?? "Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench.yaml' -System '' -Stream -AllowUnencryptedAuthentication" : "Invoke-BareHttp hi -Endpoint '$url/chat/completions' -Stream") $plan.When
                if ($endpoint) { $endpoint.Dispose() }
            }
        }
        Add-Verdict "stop, $phase, ms" (Get-Interval $times.ours) 100
        '| {0} | {1:0.0} | {2} | 100 |' -f $phase, (Get-Median $times.ours), ($times.bare ? '{0:0.0}' -f (Get-Median $times.bare) : '')
    }
    if (-not $SlowHost) { ''; 'No -SlowHost is given: no row for a call that is stopped while it resolves.' }
    foreach ($client in $waiting) { $client.Dispose() }
    $listener.Dispose()
}

# The most memory a process ever had, over an empty one: a stream of 100 MB, and many prompts in one pipeline. How much the
# collector lets fill up before it looks follows the processor's largest cache: where that is 260 MB, a bare client takes 98 MB, and 50 where the collector
# looks after 32, which the bars are for; as it is on the machine is a row too.
function Measure-Memory {
    $own = $env:DOTNET_GCgen0size
    $env:DOTNET_GCgen0size = '0x2000000'
    try { Write-MemoryTables } finally { $env:DOTNET_GCgen0size = $own }
}

function Write-MemoryTables {
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
            $over = [double](Invoke-Fresh $ours) - $empty
            if ($kind -ne 'Text') { Add-Verdict 'a stream of 100 MB, MB over an empty session' (Get-Point $over) 150 }
            '| AgentCore.LiteLlm -Stream, {0} | {1:0} | {2} |' -f $what, $over, ($kind -eq 'Text' ? '' : '150')
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
            $over = [double](Invoke-Fresh $ours) - $empty
            Add-Verdict "100,000 prompts$($extra ? ' with a journal' : ''), MB over an empty session" (Get-Point $over) 150
            '| AgentCore.LiteLlm -ThrottleLimit 50{0} | {1:0} | 150 |' -f ($extra ? ' -JournalPath' : ''), $over
        }

        $ask = "Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench.yaml' -System ''"
        $turns = "`$talk = $ask; foreach (`$turn in 2..1000) { `$talk = $ask -Conversation `$talk }"
        $over = [double](Invoke-Fresh "Import-Module '$manifest'; $turns $peak") - $empty
        Add-Verdict '1,000 turns of a conversation, MB over an empty session' (Get-Point $over) 150
        '| Invoke-AgentPrompt -Conversation, 1,000 turns | {0:0} | 150 |' -f $over
        $bare = "Import-Module '$peer'; $many Invoke-BareHttp -Endpoint '$env:BENCH_BASE_URL/chat/completions' | ForEach-Object { } $peak"
        '| HttpClient in a compiled cmdlet, one after another | {0:0} | |' -f ([double](Invoke-Fresh $bare) - $empty)
        $env:DOTNET_GCgen0size = $own
        $empty = [double](Invoke-Fresh "1 > `$null$peak")
        $ours = "Import-Module '$manifest'; $many Invoke-AgentPrompt -Blueprint '$PSScriptRoot/bench.yaml' -System '' -ThrottleLimit 50 | ForEach-Object { } $peak"
        '| AgentCore.LiteLlm -ThrottleLimit 50, as the collector has it on this machine | {0:0} | |' -f ([double](Invoke-Fresh $ours) - $empty)
        '| HttpClient in a compiled cmdlet, as the collector has it on this machine | {0:0} | |' -f ([double](Invoke-Fresh $bare) - $empty)
    }
    finally {
        Stop-Server $server
        Remove-Item -LiteralPath $journal -ErrorAction Ignore
    }
}

# Which methods of the cmdlets' assembly and the Loader the JIT compiles on the way to a first reply: native code that PowerShell's own build does not
# take is compiled anew, and nobody would see it.
function Write-CompiledMethods {
    $listener = @'
using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

public sealed class CompiledMethods : EventListener
{
    public static readonly ConcurrentQueue<string> Names = new();

    protected override void OnEventSourceCreated(EventSource source)
    {
        if (source.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(source, EventLevel.Verbose, (EventKeywords)0x10);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs data)
    {
        if (data.EventName.StartsWith("MethodLoadVerbose"))
        {
            Names.Enqueue($"{data.Payload[6]}.{data.Payload[7]}");
        }
    }
}
'@
    $text = Invoke-Fresh @"
Add-Type -TypeDefinition @'
$listener
'@
`$listener = [CompiledMethods]::new()
Import-Module '$manifest'
`$null = Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench.yaml' -System ''
Start-Sleep -Milliseconds 500
[CompiledMethods]::Names.ToArray()
"@
    $names = @($text -split '\r?\n' | Where-Object { $_ })
    $own = @($names -match '^AgentCore\.LiteLlm\.(Binding|Commands|Hooks|Loader|Pipeline|Tools)\.')
    ''
    "The JIT compiled $($names.Count) methods on the way to a first reply, $(@($names -match 'AgentCore').Count) of them with our types."
    if ($own) { "Of the cmdlets' and the Loader's: $($own -join ', ')" }
    Add-Verdict "methods of the cmdlets and the Loader compiled at run time" (Get-Point $own.Count) 0
}

# What one takes more by /responses than by chat completions, over what a bare client takes more: the answers are longer, for everybody.
function Add-ResponsesVerdict([Collections.IDictionary] $Samples, [string] $How) {
    foreach ($by in 'Elapsed', 'Processor') {
        $pairs = for ($at = 0; $at -lt $Samples[$ours].Count; $at++) {
            ($Samples[$responses][$at].$by / $Samples[$ours][$at].$by) / ($Samples[$bareResponses][$at].$by / $Samples[$bare][$at].$by)
        }

        Add-Verdict "warm call by /responses, $How, times one by chat completions, over the same of bare HttpClient, $($by.ToLowerInvariant())" (Get-Interval $pairs) 1.1
    }
}

# A manifest that names one empty cmdlet: what PowerShell takes for any compiled module, and so the floor of every import.
function New-ControlModule {
    $folder = [IO.Directory]::CreateTempSubdirectory('agentcore-bench-').FullName
    [IO.File]::WriteAllText("$folder/Control.psd1", "@{ ModuleVersion = '1.0'; RootModule = '$peer'; CmdletsToExport = 'Invoke-BareHttp'; FunctionsToExport = @(); AliasesToExport = @() }")
    "$folder/Control.psd1"
}

$ours = 'AgentCore.LiteLlm'
$bare = 'HttpClient in a compiled cmdlet'
$responses = 'The same by /responses'
$bareResponses = 'HttpClient in a compiled cmdlet, by /responses'
if ('Import' -in $Part) {
    $control = New-ControlModule
    try {
        $modules = [ordered]@{ $ours = $manifest; 'a manifest that names one empty cmdlet' = $control }
        if ($psOpenAI) { $modules['PSOpenAI'] = $psOpenAI.Path }
        $samples = Measure-Import $modules
        Write-Table 'Import-Module, ms' $samples @($modules.Keys) @('Elapsed (in a fresh process)', 'Processor (in a fresh process)', 'Warm (in a session that has run one command)')
        Add-Verdict 'import in a session that has run one command, ms' (Get-Interval $samples[$ours].Warm) 40
        Add-Verdict 'import in a fresh process, ms over the control' (Get-Ratio $samples $ours @($modules.Keys)[1] -Difference) 30
        if ($psOpenAI) {
            Add-Verdict "import, times PSOpenAI's, elapsed" (Get-Ratio $samples $ours 'PSOpenAI') 0.1
            Add-Verdict "import, times PSOpenAI's, processor" (Get-Ratio $samples $ours 'PSOpenAI' 'Processor') 0.1
            $floor = Get-Ratio $samples @($modules.Keys)[1] 'PSOpenAI' 'Processor'
            ''
            "The manifest that names one empty cmdlet takes {0:0.00} ({1:0.00} to {2:0.00}) of PSOpenAI's processor time: less is out of a compiled module's reach." -f $floor.Median, $floor.Low, $floor.High
        }
    }
    finally { Remove-Item -LiteralPath (Split-Path $control) -Recurse }
}

$server = Start-Server '-Kind', 'Reply'
try {
    $baseUrl = $env:BENCH_BASE_URL
    $body = '{"model":"bench","messages":[{"role":"user","content":"hi"}],"temperature":0.3,"max_tokens":100}'
    $rest = "Invoke-RestMethod -Uri $baseUrl/chat/completions -Method Post -Body '$body' -ContentType application/json -Headers @{ Authorization = 'Bearer sk-bench' }"
    if ('Start' -in $Part) {
        $commands = [ordered]@{
            'AgentCore.LiteLlm: import, blueprint, resolve, invoke' = "Import-Module '$manifest'; Invoke-AgentPrompt hi -Blueprint '$PSScriptRoot/bench.yaml' -System ''"
            'Invoke-RestMethod'                                     = $rest
            'pwsh alone'                                            = '1'
        }
        if ($psOpenAI -and -not $Quick) {
            $commands['PSOpenAI'] = "Import-Module '$($psOpenAI.Path)'; Request-ChatCompletion -Message hi -Model bench -ApiBase $baseUrl -ApiKey sk-bench"
        }

        $samples = Measure-Process $commands
        $labels = @($commands.Keys)
        Write-Table 'Process start to first reply, ms' $samples $labels @('Elapsed', 'Processor')
        Add-Verdict 'process start to first reply, times Invoke-RestMethod, elapsed' (Get-Ratio $samples $labels[0] 'Invoke-RestMethod') 1
        Add-Verdict 'process start to first reply, times Invoke-RestMethod, processor' (Get-Ratio $samples $labels[0] 'Invoke-RestMethod' 'Processor') 1
    }

    if ('Start' -in $Part) { Write-CompiledMethods }
    Import-Module $manifest
    Import-Module $peer
    $first = Get-CallServer
    Use-CallServer $first
    $columns = 'Elapsed (ms)', 'Processor (ms)', 'Bytes', 'First (ms, of the first 100)'
    if ('Call' -in $Part) {
        # An odd number, so that each is met in either order.
        $servers = @($first)
        $more = @()
        foreach ($next in 1..6) {
            $more += Start-Server '-Kind', 'Reply'
            $servers += Get-CallServer
        }

        $rounds = $Quick ? 7 : 42
        $piped = [ordered]@{
            $ours = { param($prompts) $prompts | Invoke-AgentPrompt -Model $model -System '' }
            $responses = { param($prompts) $prompts | Invoke-AgentPrompt -Model $other -System '' }
            $bare = { param($prompts) $prompts | Invoke-BareHttp -Endpoint "$baseUrl/chat/completions" }
            $bareResponses = { param($prompts) $prompts | Invoke-BareHttp -Endpoint "$baseUrl/responses" }
        }
        $samples = Measure-Call $piped $servers
        Write-Table 'One warm call, prompts through one pipeline' $samples @($piped.Keys) $columns
        Add-Verdict 'warm call through one pipeline, times bare HttpClient, elapsed' (Get-Ratio $samples $ours $bare) 1.4
        Add-Verdict 'warm call through one pipeline, times bare HttpClient, processor' (Get-Ratio $samples $ours $bare 'Processor') 1.4
        Add-ResponsesVerdict $samples 'through one pipeline'

        $each = [ordered]@{
            $ours          = { param($prompts) foreach ($prompt in $prompts) { Invoke-AgentPrompt $prompt -Model $model -System '' } }
            $responses     = { param($prompts) foreach ($prompt in $prompts) { Invoke-AgentPrompt $prompt -Model $other -System '' } }
            $bare          = { param($prompts) foreach ($prompt in $prompts) { Invoke-BareHttp $prompt -Endpoint "$baseUrl/chat/completions" } }
            $bareResponses = { param($prompts) foreach ($prompt in $prompts) { Invoke-BareHttp $prompt -Endpoint "$baseUrl/responses" } }
        }
        if (-not $Quick) {
            $each['Invoke-RestMethod'] = { param($prompts) foreach ($prompt in $prompts) { Invoke-RestMethod -Uri "$baseUrl/chat/completions" -Method Post -Body $body -ContentType application/json -Headers @{ Authorization = 'Bearer sk-bench' } } }
        }

        $samples = Measure-Call $each $servers
        Write-Table 'One warm call, a cmdlet call each' $samples @($each.Keys) $columns
        Add-Verdict 'warm call, a cmdlet call each, times bare HttpClient, elapsed' (Get-Ratio $samples $ours $bare) 1.8
        Add-Verdict 'warm call, a cmdlet call each, times bare HttpClient, processor' (Get-Ratio $samples $ours $bare 'Processor') 1.8
        Add-ResponsesVerdict $samples 'a cmdlet call each'
        Use-CallServer $first
        $rounds = $Quick ? 7 : 21
        if ($psOpenAI -and -not $Quick) {
            # Sixty times as long a call: fewer of them say as much.
            Import-Module $psOpenAI.Path
            $key = ConvertTo-SecureString sk-bench -AsPlainText -Force
            $peers = [ordered]@{
                $ours      = { param($prompts) foreach ($prompt in $prompts[0..99]) { Invoke-AgentPrompt $prompt -Model $model -System '' } }
                'PSOpenAI' = { param($prompts) foreach ($prompt in $prompts[0..99]) { Request-ChatCompletion -Message $prompt -Model bench -ApiBase $baseUrl -ApiKey $key } }
            }
            $samples = & { $WarmUp = 1000; $rounds = 8; $Calls = 100; Measure-Call $peers }
            Write-Table 'One warm call beside PSOpenAI' $samples @($peers.Keys) @('Elapsed (ms)', 'Processor (ms)', 'Bytes')
        }
    }

    if ('Tools' -in $Part) {
        $tools = 1..200 | ForEach-Object { New-AgentTool { param([string] $Text) $Text } -Name "tool_$_" -Description 'Gives text back.' }
        $offered = [ordered]@{
            '200 tools' = { param($prompts) $prompts | Invoke-AgentPrompt -Model $model -System '' -Tool $tools }
            'no tools'  = { param($prompts) $prompts | Invoke-AgentPrompt -Model $model -System '' }
        }
        $samples = & { $WarmUp = 1000; $Calls = 100; Measure-Call $offered }
        Write-Table 'One warm call with 200 tools offered' $samples @($offered.Keys) @('Elapsed (ms)', 'Processor (ms)', 'Bytes')
        Add-Verdict '200 tools add, ms a prompt' (Get-Ratio $samples '200 tools' 'no tools' -Difference) 2
    }

    if ('Growth' -in $Part) { Measure-Growth $model }
}
finally { @($server) + @($more) | Where-Object { $_ } | ForEach-Object { Stop-Server $_ } }

if ('Servers' -in $Part) { Measure-Server }
if ('Stream' -in $Part) { Measure-Stream }
if ('Concurrent' -in $Part) { Measure-Concurrent }
if ('Stop' -in $Part) { Measure-Stop }
if ('Memory' -in $Part) { Measure-Memory }
if ('Blueprint' -in $Part) { Write-BlueprintTables }
if ('Protection' -in $Part) { & "$PSScriptRoot/Measure-Protection.ps1" }

# Ratios of another day are compared where both intervals leave no doubt, and by more than a twentieth; what was measured once has no interval.
$baseline = (Test-Path -LiteralPath $baselinePath) ? (Get-Content -LiteralPath $baselinePath -Raw | ConvertFrom-Json -AsHashtable) : @{}
''
'| Bar | figure | 95 % interval | bar | verdict | beside the baseline |'
'|---|--:|--:|--:|---|---|'
foreach ($verdict in $verdicts) {
    $kept = $baseline[$verdict.What]
    $isSlower = $kept -and ($verdict.AtLeast ? $verdict.High -lt 0.95 * $kept.Low : $verdict.Low -gt 1.05 * $kept.High)
    $change = -not $kept -or $verdict.Low -eq $verdict.High ? '' : $isSlower ? "slower (was $($kept.Figure))" : 'no slower'
    '| {0} | {1:0.##} | {2:0.##} to {3:0.##} | {4} {5} | {6} | {7} |' -f $verdict.What, $verdict.Figure, $verdict.Low, $verdict.High, ($verdict.AtLeast ? 'at least' : 'at most'), $verdict.Bar, $verdict.Verdict, $change
}

if ($SaveBaseline) {
    foreach ($verdict in $verdicts) {
        $baseline[$verdict.What] = [ordered]@{ Figure = [Math]::Round($verdict.Figure, 3); Low = [Math]::Round($verdict.Low, 3); High = [Math]::Round($verdict.High, 3) }
    }

    $sorted = [ordered]@{}
    foreach ($what in $baseline.Keys | Sort-Object) { $sorted[$what] = $baseline[$what] }
    ConvertTo-Json $sorted | Set-Content -LiteralPath $baselinePath
}
