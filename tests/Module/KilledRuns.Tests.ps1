# Processes that work at a run are ended by SIGKILL at points that a seed chooses, and others go on, until the run has its answer.
# AGENTCORE_KILL_POINTS = 50 ends fifty; the suite ends a handful. AGENTCORE_KILL_SEED chooses other points.
BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    if (-not ('KillServer' -as [type])) { Add-Type -Path $PSScriptRoot/Support/KillServer.cs -IgnoreWarnings -WarningAction SilentlyContinue }

    $turns = 3
    $points = $env:AGENTCORE_KILL_POINTS ? [int]$env:AGENTCORE_KILL_POINTS : 3
    $random = [Random]::new($env:AGENTCORE_KILL_SEED ? [int]$env:AGENTCORE_KILL_SEED : 18)

    # A process of its own that begins a run, or goes on with it. Its tool writes a line for a call, and ends its process before or after that where it is told.
    function Start-Worker([string] $Folder, [string] $Agent, [string] $DieBefore, [string] $DieAfter) {
        $script = @"
            `$ProgressPreference = 'SilentlyContinue'; `$WarningPreference = 'SilentlyContinue'
            Import-Module '$ManifestPath'
            function Add-Line { param([string] `$Text)
                if (`$Text -eq `$env:RUN_TEST_BEFORE) { [Diagnostics.Process]::GetCurrentProcess().Kill() }
                [IO.File]::AppendAllText('$Folder/lines.txt', "`$Text``n")
                if (`$Text -eq `$env:RUN_TEST_AFTER) { [Diagnostics.Process]::GetCurrentProcess().Kill() }
                "wrote `$Text" }
            `$run = Get-AgentRun '$Folder/session'
            `$reply = if (`$run) { `$run | Resume-AgentRun -Blueprint '$Agent' -System s -Tool Add-Line -Uncertain Skip -MaxIterations 10 }
                else { Invoke-AgentPrompt go -Blueprint '$Agent' -System s -Tool Add-Line -SessionPath '$Folder/session' -MaxIterations 10 }
            [IO.File]::WriteAllText('$Folder/answer.txt', `$reply.Text)
"@
        $start = [Diagnostics.ProcessStartInfo]::new($PowerShellCommand[0])
        foreach ($argument in @($PowerShellCommand | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))) { $start.ArgumentList.Add($argument) }
        # The tool itself stays what it is: one that is written otherwise is another one.
        $start.Environment['RUN_TEST_BEFORE'] = $DieBefore
        $start.Environment['RUN_TEST_AFTER'] = $DieAfter
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        [Diagnostics.Process]::Start($start)
    }

    # A folder with agents whose models have their names, and what puts them together.
    function New-KillTeam([string] $Folder, [string] $Url, [string] $Together) {
        $null = New-Item -ItemType Directory "$Folder/prompts" -Force
        Set-Content "$Folder/prompts/system.md" 'You help.'
        $score = "output_schema: { type: object, required: [score], properties: { score: { type: number } } }`n"
        foreach ($id in 'a', 'b', 'c', 'd', 'r', 's', 'inner', 'main') {
            $more = @{ r = $score; inner = $inner; main = $Together }[$id]
            Set-Content "$Folder/$id.yaml" "id: $id`nname: The $id`nversion: '1'`nprompt_ref: system`nmodel: { provider: litellm, model_id: $id, temperature: 0.3, max_tokens: 100, base_url: '$Url' }`n$more"
        }

        "$Folder/main.yaml"
    }

    # The limits are for slow machines.
    $limits = "  execution_timeout: 600`n  node_timeout: 300`n"
    $inner = "multi_agent:`n  pattern: graph`n$limits  nodes: [{ node_id: x, agent_ref: b }, { node_id: y, agent_ref: c }]`n  edges: [{ from_node: x, to_node: y }]`n"
    $teams = @{
        Rounds = @{
            Text  = "multi_agent:`n  role: coordinator`n  pattern: graph`n$limits  nodes:`n    - { node_id: start, agent_ref: a }`n    - { node_id: left, agent_ref: b }`n    - { node_id: right, agent_ref: c }`n    - { node_id: judge, agent_ref: r }`n    - { node_id: enough, type: gate, trip_condition: score >= 0.8, fallback: start }`n  edges:`n    - { from_node: start, to_node: left }`n    - { from_node: start, to_node: right }`n    - { from_node: left, to_node: judge }`n    - { from_node: right, to_node: judge }`n    - { from_node: judge, to_node: enough }`n"
            Nodes = '1:start 2:left 2:right 3:judge 3:enough 4:start 5:left 5:right 6:judge 6:enough 7:main'
            Texts = 'a1-1', 'a1-2', 'a3-1', 'a3-2', 'b1-1', 'b3-1', 'c1-1', 'c3-1'
            Writes = 60; Requests = 13
        }
        Swarm  = @{
            Text  = "multi_agent:`n  pattern: swarm`n$limits  nodes: [{ node_id: one, agent_ref: s }, { node_id: two, agent_ref: inner }]`n"
            Nodes = '1:one 2:two'
            Texts = 's1-1', 'b1-1', 'c1-1'
            Writes = 28; Requests = 6
        }
    }

    # One run, whose processes are ended so often; gives what came of it.
    function Invoke-KilledRun([int] $Kills, [hashtable] $Team) {
        $folder = Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid())
        $null = New-Item -ItemType Directory "$folder/session" -Force
        $server = [KillServer]::new($turns)
        try {
            $agent = $Team ? (New-KillTeam "$folder/team" $server.BaseUrl $Team.Text) : (New-Blueprint -Model "model_id: m`nbase_url: $($server.BaseUrl)")
            $texts = $Team ? $Team.Texts : @(1..$turns | ForEach-Object { "$_-1"; "$_-2" })
            $ended = 0
            $ways = @()
            for ($process = 1; $process -le $Kills + 1; $process++) {
                $call = $texts[$random.Next($texts.Count)]
                $way = $process -gt $Kills ? 'none' : ('before', 'after', 'request', 'write')[$random.Next(4)]
                $at = $way -eq 'request' ? $random.Next(1, $Team ? $Team.Requests : $turns + 2) : $random.Next(1, $Team ? $Team.Writes : 14)
                $worker = Start-Worker $folder $agent ($way -eq 'before' ? $call : '') ($way -eq 'after' ? $call : '')
                $server.Asker = $worker
                $server.KillAt = $way -eq 'request' ? $at : 0
                $watch = $way -eq 'write' ? [KillOnWrite]::new("$folder/session", $at, $worker) : $null
                $output = $worker.StandardOutput.ReadToEndAsync()
                $problem = $worker.StandardError.ReadToEnd()
                $worker.WaitForExit()
                if ($watch) { $watch.Dispose() }
                $isKilled = $worker.ExitCode -ne 0
                $worker.Dispose()
                $ended += [int]$isKilled
                $ways += "$way $($way -in 'before', 'after' ? $call : $at)$($isKilled ? '' : ' (not reached)')"
                if (-not $isKilled -and $problem) { throw "$($ways -join ', '): $problem$($output.Result)" }
            }

            $run = Get-AgentRun "$folder/session"
            [pscustomobject]@{
                Asked    = @($server.Asked)
                Ways     = $ways -join ', '
                Killed   = $ended
                Answer   = (Test-Path "$folder/answer.txt") ? (Get-Content "$folder/answer.txt" -Raw) : ''
                Run      = $run
                Lines    = @((Test-Path "$folder/lines.txt") ? (Get-Content "$folder/lines.txt") : @())
                Repeated = @($server.Asked | Group-Object | ForEach-Object { $_.Count - 1 } | Measure-Object -Sum).Sum
            }
        }
        finally { $server.Dispose() }
    }
}

Describe 'A run whose processes are killed' {
    It 'comes to its answer, does nothing twice, and says what it may have paid for twice' {
        $killed = 0
        for ($runs = 0; $killed -lt $points -and $runs -lt 3 * $points; $runs++) {
            $result = Invoke-KilledRun ($points -le 3 ? $points - $killed : $random.Next(1, 4))
            $killed += $result.Killed

            $result.Answer | Should -Be 'done' -Because $result.Ways
            $result.Run.Status | Should -Be Completed -Because $result.Ways
            $result.Lines | Should -HaveCount @($result.Lines | Select-Object -Unique).Count -Because "nothing is done twice ($($result.Ways))"
            $result.Repeated | Should -BeLessOrEqual $result.Run.RepeatedTurns.Count -Because "what may have been paid for twice is said ($($result.Ways))"
            $result.Run.Reply.Warnings | Should -HaveCount $result.Run.RepeatedTurns.Count

            # What the model was told: every call once, and what is not known is called so.
            $calls = @($result.Run.Reply.Steps | Where-Object Kind -EQ Tool)
            $calls.CallId | Should -Be @(1..$turns | ForEach-Object { "$_-1"; "$_-2" }) -Because $result.Ways
            $calls | Where-Object Outcome -EQ Succeeded | ForEach-Object { $_.CallId | Should -BeIn $result.Lines -Because $result.Ways }
            $calls | Where-Object Outcome -NE Succeeded | ForEach-Object { $_.Result | Should -BeLike '*not known*' -Because $result.Ways }
            $result.Run.Turns | Should -Be ($turns + 1)
        }

        $killed | Should -BeGreaterOrEqual $points
        Write-Information "$killed processes killed in $runs runs" -InformationAction Continue
    }

    It 'does so as <_> of several agents' -ForEach 'Rounds', 'Swarm' {
        $team = $teams[$_]
        $points = $env:AGENTCORE_KILL_POINTS ? [int]$env:AGENTCORE_KILL_POINTS : $_ -eq 'Swarm' ? 1 : 2
        $killed = $repeated = $said = 0
        for ($runs = 0; $killed -lt $points -and $runs -lt 3 * $points; $runs++) {
            $result = Invoke-KilledRun ($points -le 3 ? $points - $killed : $random.Next(1, 5)) $team
            $killed += $result.Killed
            $repeated += $result.Repeated
            $said += $result.Run.RepeatedTurns.Count

            $result.Answer | Should -Not -BeNullOrEmpty -Because $result.Ways
            $result.Run.Status | Should -Be Completed -Because $result.Ways
            $result.Lines | Should -HaveCount @($result.Lines | Select-Object -Unique).Count -Because "nothing is done twice ($($result.Ways))"
            $result.Repeated | Should -BeLessOrEqual $result.Run.RepeatedTurns.Count -Because "what may have been paid for twice is said ($($result.Ways))"
            $result.Run.Reply.Warnings | Should -HaveCount $result.Run.RepeatedTurns.Count
            $result.Run.Reply.Steps.ForEach({ "$($_.Iteration):$($_.Node)" }) -join ' ' | Should -Be $team.Nodes -Because $result.Ways

            # Every call of every node once, whatever ids they share; what is not known is called so.
            $steps = $result.Run.Reply.Steps.ForEach({ $_.Steps.ForEach({ $_; $_.Steps }) })
            $calls = @($steps | Where-Object Tool -EQ Add-Line)
            $calls.Arguments.ForEach({ ($_ | ConvertFrom-Json).Text }) | Sort-Object | Should -Be ($team.Texts | Sort-Object) -Because $result.Ways
            foreach ($call in $calls) {
                $text = ($call.Arguments | ConvertFrom-Json).Text
                if ($call.Outcome -eq 'Succeeded') { $text | Should -BeIn $result.Lines -Because $result.Ways }
                else { $call.Result | Should -BeLike '*not known*' -Because $result.Ways }
            }
        }

        $killed | Should -BeGreaterOrEqual $points
        Write-Information "$_`: $killed processes killed in $runs runs; $repeated questions came twice, $said were said to" -InformationAction Continue
    }
}
