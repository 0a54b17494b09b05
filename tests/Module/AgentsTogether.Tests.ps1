BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    if (-not ('AnsweringHost' -as [type])) { Add-Type -Path $PSScriptRoot/Support/AnsweringHost.cs }

    $sample = "$RepositoryRoot/samples/review-team/review-team.yaml"

    # A folder with the agents a and b, whose models have their names, and a graph of both.
    function New-Team {
        param([string] $Url = 'http://localhost:4000', [string] $Tail = '', [string] $Agent = '', [string] $Graph = "  pattern: graph`n  nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }]`n  edges: [{ from_node: one, to_node: two }]`n")

        $folder = (New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid()))).FullName
        $null = New-Item -ItemType Directory "$folder/prompts"
        Set-Content "$folder/prompts/system.md" 'You help.'
        foreach ($id in 'a', 'b', 'main') {
            $more = if ($id -eq 'main') { "multi_agent:`n$Graph$Tail" } else { $Agent }
            Set-Content "$folder/$id.yaml" "id: $id`nname: The $id`nversion: '1'`nprompt_ref: system`nmodel: { provider: litellm, model_id: $id, temperature: 0.3, max_tokens: 100, base_url: '$Url' }`n$more"
        }

        "$folder/main.yaml"
    }

    function Get-Stock { param([string] $Product) "stock of $Product" }

    function Get-Node($Steps) { $Steps.ForEach({ "$($_.Iteration):$($_.Node)" }) -join ' ' }
}

AfterAll {
    if ($endpoint) { $endpoint.Dispose() }
}

Describe 'Get-AgentGraph' {
    It 'gives nodes and edges' {
        $graph = Get-AgentGraph $sample

        $graph.Nodes.NodeId | Should -Be @('draft', 'review', 'good_enough', 'review-team')
        $graph.Nodes.Kind | Should -Be @('Agent', 'Agent', 'Gate', 'Coordinator')
        $graph.Edges.Where({ $_.IsFallback }).To | Should -Be 'draft'
        "$($graph.Edges[-1])" | Should -BeExactly 'good_enough -> review-team'
    }

    It 'draws <_>' -ForEach 'Text', 'Mermaid', 'Dot' {
        $drawn = Get-AgentGraph $sample -As $_

        $drawn | Should -BeOfType string
        $drawn | Should -BeLike '*score*0.8*'
        $drawn -split "`n" | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'is what the README of the sample shows' {
        Get-Content -Raw "$RepositoryRoot/samples/review-team/README.md" | Should -BeLike "*$((Get-AgentGraph $sample -As Text).Replace('[', '``['))*"
    }

    It 'warns about an agent that answers alone' {
        Get-AgentGraph (New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000") -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty

        $warned | Should -BeLike '*answers alone*'
    }
}

Describe 'The sample' {
    It 'answers in simulation, and its steps read well at 80 columns' {
        $reply = Invoke-AgentPrompt 'What is a merge queue?' -Blueprint $sample -Mode Simulation

        $reply.Simulated | Should -BeTrue
        Get-Node $reply.Steps | Should -Be '1:draft 2:review 2:good_enough 3:review-team'
        $reply.Steps[2].Result | Should -Be 'passed'
        $reply.Usage.InputTokens | Should -Be ($reply.Steps.Usage.InputTokens | Measure-Object -Sum).Sum
        $PSStyle.OutputRendering = 'PlainText'
        $lines = ($reply.Steps | Out-String -Width 80).TrimEnd() -split "`n"
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $lines -match '^   1 draft runs drafter +Succeeded +\d+ +\d+ +\d\.\d{3}$' | Should -HaveCount 1
        $lines -match '^   1 └ the model answers +\d+ +\d+ +\d\.\d{3}$' | Should -HaveCount 3
        $lines -match '^   2 good_enough: passed ' | Should -HaveCount 1
        (Measure-AgentUsage -InputObject $reply).Calls | Should -Be $reply.Iterations
    }

    It 'has no finding' {
        Test-AgentBlueprint "$RepositoryRoot/samples/review-team/*.yaml" -Detailed -Strict | Where-Object Severity -NE Information | Should -BeNullOrEmpty
    }
}

Describe 'Agents together' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'are looked for in the folder, and given by -Agent' {
        $team = New-Team
        Remove-Item (Join-Path (Split-Path $team) b.yaml)
        $other = New-Blueprint -Model "model_id: other`nbase_url: http://localhost:4000"
        $found = @(Test-AgentBlueprint $team -Detailed | Where-Object Code -EQ AgentNotFound)

        { Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -WarningAction Ignore } | Should -Throw -ErrorId 'AgentNotFound,*'
        $byPath = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Agent @{ b = $other } -WarningAction Ignore
        $byObject = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Agent @{ b = Import-AgentBlueprint $other } -WarningAction Ignore

        $found | Should -HaveCount 1
        $byPath.RequestedModel, $byObject.RequestedModel | Should -Be @('other', 'other')
        { Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Agent @{ b = 7 } -ErrorAction Stop } | Should -Throw -ErrorId 'BlueprintArgumentInvalid,*'
    }

    It 'show live what an agent with a schema came to, each time it ran, and nothing of tokens that nobody counts' {
        $team = New-Team -Agent 'output_schema: { type: object, required: [score], properties: { score: { type: number, minimum: 1, maximum: 1 } } }' -Graph @'
  pattern: graph
  max_iterations: 8
  nodes: [{ node_id: one, agent_ref: a }, { node_id: gate, type: gate, trip_condition: execution_count > 1, fallback: one }, { node_id: two, agent_ref: b }]
  edges: [{ from_node: one, to_node: gate }, { from_node: gate, to_node: two }]
'@
        $said = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Live -WarningAction Ignore 6>&1
        $live = $said | Where-Object { $_ -is [Management.Automation.InformationRecord] } | Out-String

        $live -replace '\s+', ' ' | Should -BeExactly '[one] {"score":1} {"score":1} [two] {"score":1} '
        $gate = @($said[-1].Steps | Where-Object Kind -EQ Gate)[0]
        "$($gate.Usage)" | Should -BeExactly ''
        "$($said[-1].Usage)" | Should -Match '^\d+ in, \d+ out$'
    }

    It 'say who speaks, in pieces, live and with -Verbose' {
        $team = New-Team
        $pieces = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Stream
        $live = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Live 6>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] } | Out-String
        $told = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | Out-String

        $pieces.Where({ $_.Kind -eq 'Text' }).Node | Select-Object -Unique | Should -Be @('one', 'two')
        $live -replace '\s+', ' ' | Should -BeLike '`[one`] Simulated reply from a to: hi `[two`] Simulated reply from b*'
        $told | Should -BeLike "*'one' (agent 'a') begins*``[one] *Round 1: 'one' succeeded*'two' (agent 'b') begins with what 'one' came to*"
    }

    It 'answer many prompts at once, and a journal holds what they came to' {
        $endpoint = Start-Endpoint
        $team = New-Team $endpoint.BaseUrl
        $journal = Join-Path (Split-Path $team) journal.jsonl
        $first = 1..4 | ForEach-Object { "p$_" } | Invoke-AgentPrompt -Blueprint $team -ThrottleLimit 4 -JournalPath $journal
        $second = 1..4 | ForEach-Object { "p$_" } | Invoke-AgentPrompt -Blueprint $team -ThrottleLimit 4 -JournalPath $journal
        Set-Content (Join-Path (Split-Path $team) prompts/system.md) 'You help otherwise.'
        $third = 'p1' | Invoke-AgentPrompt -Blueprint $team -JournalPath $journal

        $first.ForEach({ Get-Node $_.Steps }) | Select-Object -Unique | Should -Be '1:one 2:two'
        $second.FromJournal | Select-Object -Unique | Should -BeTrue
        $second.Text | Should -Be $first.Text
        $second[0].Steps[0].Steps[0].Kind | Should -Be 'Turn'
        $second[0].Conversation | Should -Not -BeNullOrEmpty
        $third.FromJournal | Should -BeFalse
        $endpoint.RequestCount | Should -Be 10
    }

    It 'are recorded and played' {
        $endpoint = Start-Endpoint
        $team = New-Team $endpoint.BaseUrl
        $cassette = Join-Path (Split-Path $team) cassette.json
        $live = Invoke-AgentPrompt hi -Blueprint $team -RecordPath $cassette
        $endpoint.Dispose()

        $played = Invoke-AgentPrompt hi -Blueprint $team -ReplayPath $cassette

        $played.Replayed | Should -BeTrue
        $played.Text | Should -Be $live.Text
        Get-Node $played.Steps | Should -Be '1:one 2:two'
    }

    It 'call tools under the policy of each, and questions, approvals and hooks say who' {
        $policy = "policy: { engine: e, mode: ENFORCE, rules: [{ name: none, allow: Other }] }`nhooks: [watch]`n"
        $team = New-Team -Agent "hooks: [watch]`n"
        Add-Content (Join-Path (Split-Path $team) b.yaml) $policy.Replace("hooks: [watch]`n", '')
        $seen = [Collections.Generic.List[string]]::new()
        $asked = [Collections.Generic.List[string]]::new()
        $reply = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Tool Get-Stock -ToolApproval { $asked.Add($_.Node); $true } -Hook @{ watch = { param($event) $seen.Add("$($event.Node) $($event.Point)") } } -WarningAction Ignore

        $asked | Should -Be 'one'
        $reply.Steps.ForEach({ $_.Steps.Where({ $_.Kind -eq 'Tool' }).Outcome }) | Should -Be @('Succeeded', 'Denied')
        $seen | Should -Contain 'one BeforeTool'
        $seen | Should -Contain 'two AfterModel'

        $answering = [AnsweringHost]::new(0)
        $runspace = [runspacefactory]::CreateRunspace($answering)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            $null = $shell.AddScript("Import-Module '$ManifestPath'; function Get-Stock { param(`$Product) 1 }; Invoke-AgentPrompt hi -Blueprint '$(New-Team)' -Mode Simulation -Tool Get-Stock -ToolApproval Ask").Invoke()
            $answering.Questions | Should -HaveCount 2
            $answering.Questions[0] | Should -BeLike "*'one' wants to call 'Get-Stock'*"
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'are in the audit log, each under its own id' {
        $team = New-Team
        $log = Join-Path (Split-Path $team) audit.jsonl
        $null = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Tool Get-Stock -ToolApproval All -AuditLogPath $log

        $entries = Get-Content $log | ConvertFrom-Json
        $entries.ForEach({ "$($_.entry) $($_.agent)" }) | Should -Be @('tool_call a', 'run a', 'tool_call b', 'run b')
    }

    It 'are told by -WhatIf, and nothing is sent' {
        $endpoint = Start-Endpoint
        $text = Invoke-Fresh "Import-Module '$ManifestPath'; Invoke-AgentPrompt hi -Blueprint '$(New-Team $endpoint.BaseUrl)' -WhatIf" | Out-String

        $text -replace '\s+', ' ' | Should -BeLike "*What if: 'one': POST *model a,*'two': POST *model b,*"
        $text | Should -Not -BeLike '*model main*'
        $endpoint.RequestCount | Should -Be 0
    }

    It 'chat' {
        $script = Join-Path (Get-Item TestDrive:/).FullName 'chat.ps1'
        Set-Content $script "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$ManifestPath'; Enter-AgentChat '$(New-Team)' -Mode Simulation"
        $text = 'hello', 'more', '/history', '/exit' | Invoke-PowerShell -NoProfile -File $script 2>&1 | Out-String

        $text -replace '\s+', ' ' | Should -BeLike '*`[one`] Simulated reply from a to: hello*`[two`] *User: hello*User: more*'
    }

    It 'are judged by cases, calls of tools in any of them too' {
        $team = New-Team
        Set-Content ($team -replace '\.yaml$', '.cases.yaml') "cases:`n  - { name: calls, prompt: hi, expect: { tool_called: Get-Stock, contains: Simulated } }`n"
        $result = Invoke-AgentEvaluation ($team -replace '\.yaml$', '.cases.yaml') -Mode Simulation -Tool Get-Stock -ToolApproval All

        $result.Outcome | Should -Be 'Passed'
    }

    It 'fail with the name of who failed, and what all came to' {
        $endpoint = Start-AgentTestEndpoint 'one', @{ Error = 'no'; Status = 400 }
        Invoke-AgentPrompt hi -Blueprint (New-Team $endpoint.BaseUrl) -ErrorAction SilentlyContinue -ErrorVariable failed

        $failed[0].FullyQualifiedErrorId | Should -BeLike 'BadRequest,*'
        $failed[0].Exception.Message | Should -BeLike "The agent 'two' failed:*"
        $failed[0].Exception.Failure.Node | Should -Be 'two'
        $failed[0].Exception.Failure.Steps.Outcome | Should -Be @('Succeeded', 'Failed')
        Stop-AgentTestEndpoint $endpoint
    }

    It 'share a budget' {
        $endpoint = Start-AgentTestEndpoint @{ Text = 'one'; Usage = @{ InputTokens = 90; OutputTokens = 20 } }
        Invoke-AgentPrompt hi -Blueprint (New-Team $endpoint.BaseUrl) -MaxTokens 100 -ErrorAction SilentlyContinue -ErrorVariable failed

        $failed[0].FullyQualifiedErrorId | Should -BeLike 'TokenLimitReached,*'
        $endpoint.RequestCount | Should -Be 1
        Stop-AgentTestEndpoint $endpoint
    }

    It 'start no run with an agent of a runtime, and none in a batch' {
        $remote = New-Team -Graph "  pattern: graph`n  nodes: [{ node_id: one, agent_ref: a }, { node_id: far, runtime_arn: 'arn:aws:bedrock-agentcore:eu-central-1:123456789012:runtime/far' }]`n"

        { Invoke-AgentPrompt hi -Blueprint $remote -Mode Simulation -WarningAction Ignore } | Should -Throw '*AgentCore runtime*' -ErrorId 'SettingNotApplied,*'
        { 'hi' | Submit-AgentBatch (New-Team) -Mode Simulation } | Should -Throw -ErrorId 'BatchArgumentInvalid,*'
    }
}

Describe 'Agents as tools' {
    BeforeAll {
        $coordinator = "  role: coordinator`n  specialists: [a, b]`n"
        function Get-Tree($Steps) { $Steps.ForEach({ ($_.Tool ?? $_.Kind) + ($_.Agent ? "[$(Get-Tree $_.Steps)]" : '') }) -join ' ' }
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'are specialists of a coordinator, and have no finding' {
        $team = New-Team -Graph $coordinator
        $reply = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation

        Get-Tree $reply.Steps | Should -Be 'Turn a[Turn] b[Turn] Turn'
        $reply.Iterations | Should -Be 4
        $reply.Usage.InputTokens | Should -Be ($reply.Steps.Usage.InputTokens | Measure-Object -Sum).Sum
        $reply.Gates.Where({ $_.Gate -eq 'multi_agent.specialists' }).Reason | Should -Be 'called as tools: a, b'
        Test-AgentBlueprint $team -Detailed | Where-Object { $_.Path -like 'multi_agent*' } | Should -BeNullOrEmpty
        $PSStyle.OutputRendering = 'PlainText'
        $lines = ($reply.Steps | Out-String -Width 80).TrimEnd() -split "`n"
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $lines -match '^   1 └ the model answers' | Should -HaveCount 2
    }

    It 'are made by New-AgentTool, of a path or an object, and stand beside other tools' {
        $folder = Split-Path (New-Team)
        $a = New-AgentTool -Agent "$folder/a.yaml" -Name first -Description 'The first.' -Tool Get-Stock
        $b = New-AgentTool -Agent (Import-AgentBlueprint "$folder/b.yaml") -Tool $a
        $other = Invoke-AgentPrompt hi -Blueprint (New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000") -Tool $b, Get-Stock -Mode Simulation

        $a.Name, $a.Description, $a.Agent | Should -Be @('first', 'The first.', 'a')
        $b.Name, $b.Description, $b.Agent, $b.Command | Should -Be @('b', 'The b', 'b', $null)
        ($b.Schema | ConvertFrom-Json).required | Should -Be 'request'
        { Invoke-AgentPrompt hi -Blueprint "$folder/a.yaml" -Tool $b, Get-Stock -Mode Simulation } | Should -Throw '*a > b > first*' -ErrorId 'AgentCircle,*'
        Get-Tree $other.Steps | Should -Be 'Turn b[Turn first[Turn Get-Stock Turn] Turn] Get-Stock Turn'
        { New-AgentTool -Agent "$folder/none.yaml" -ErrorAction Stop } | Should -Throw -ErrorId 'BlueprintNotFound,*'
        { New-AgentTool -Agent "$folder/a.yaml" -Tool Get-Nothing -ErrorAction Stop } | Should -Throw -ErrorId 'ToolNotFound,*'
    }

    It 'say who speaks, in pieces, live and with -Verbose' {
        $team = New-Team -Graph $coordinator
        $pieces = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Stream
        $live = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Live 6>&1 | Where-Object { $_ -is [Management.Automation.InformationRecord] } | Out-String
        $told = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | Out-String

        $pieces.Where({ $_.Kind -eq 'Text' }).ForEach({ "$($_.Node)" }) | Select-Object -Unique | Should -Be @('a', 'b', '')
        $live -replace '\s+', ' ' | Should -BeLike '*`[a`] Simulated reply from a*`[b`] Simulated reply from b*Simulated*'
        $told | Should -BeLike "*``[a``] The agent 'a' begins.*``[a``] Turn 1*"
    }

    It 'are approved as other tools are, and so are their own' {
        $team = New-Team -Graph $coordinator
        $asked = [Collections.Generic.List[string]]::new()
        $reply = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Tool Get-Stock -ToolApproval { $asked.Add("$($_.Node) $($_.Name)"); $_.Name -ne 'b' }
        $never = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -ToolApproval @{ a = 'Never'; '*' = 'Always' }
        $reading = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -ToolApproval ReadOnly

        $asked | Sort-Object | Should -Be @(' a', ' b', ' Get-Stock', 'a Get-Stock')
        $reply.Steps.Where({ $_.Tool -in 'a', 'b' }).Outcome | Should -Be @('Succeeded', 'Denied')
        $reply.Steps.Where({ $_.Tool -eq 'a' }).Approval | Should -Be 'Script'
        $never.Steps.Where({ $_.Tool -in 'a', 'b' }).Outcome | Should -Be @('Denied', 'Succeeded')
        $reading.Steps.Where({ $_.Tool }).Outcome | Should -Be @('Denied', 'Denied')
    }

    It 'are asked for by name where the user is asked' {
        $answering = [AnsweringHost]::new(0)
        $runspace = [runspacefactory]::CreateRunspace($answering)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            $null = $shell.AddScript("Import-Module '$ManifestPath'; Invoke-AgentPrompt hi -Blueprint '$(New-Team -Graph $coordinator)' -Mode Simulation -ToolApproval Ask").Invoke()
            $answering.Questions | Should -HaveCount 2
            $answering.Questions[0] | Should -BeLike "*wants to call 'a'*"
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'answer many prompts at once, and a journal and a cassette hold what they came to' {
        $endpoint = Start-AgentTestEndpoint { $last = $_.Messages[-1]; if ($_.Model -eq 'main' -and $last.role -eq 'user') { @{ ToolCalls = @{ Name = 'a'; Arguments = @{ request = $last.content } } } } else { "$($_.Model): $($last.content)" } } -AfterLast Repeat
        $team = New-Team $endpoint.BaseUrl -Graph "  role: coordinator`n  specialists: [a]`n"
        $journal = Join-Path (Split-Path $team) journal.jsonl
        $first = 1..4 | ForEach-Object { "p$_" } | Invoke-AgentPrompt -Blueprint $team -ThrottleLimit 4 -JournalPath $journal
        $second = 1..4 | ForEach-Object { "p$_" } | Invoke-AgentPrompt -Blueprint $team -ThrottleLimit 4 -JournalPath $journal -WarningAction Ignore
        Set-Content (Join-Path (Split-Path $team) a.yaml) ((Get-Content -Raw (Join-Path (Split-Path $team) a.yaml)) -replace 'max_tokens: 100', 'max_tokens: 90')
        $third = 'p1' | Invoke-AgentPrompt -Blueprint $team -JournalPath $journal
        $cassette = Join-Path (Split-Path $team) cassette.json
        $live = Invoke-AgentPrompt hi -Blueprint $team -RecordPath $cassette
        Stop-AgentTestEndpoint $endpoint
        $played = Invoke-AgentPrompt hi -Blueprint $team -ReplayPath $cassette

        $first.Text | Should -Be @('main: a: p1', 'main: a: p2', 'main: a: p3', 'main: a: p4')
        $first.ForEach({ Get-Tree $_.Steps }) | Select-Object -Unique | Should -Be 'Turn a[Turn] Turn'
        $second.FromJournal | Select-Object -Unique | Should -BeTrue
        $second.Text | Should -Be $first.Text
        $third.FromJournal | Should -BeFalse
        $played.Text | Should -Be $live.Text
        $endpoint = $null
    }

    It 'are in the audit log, each under its own id' {
        $team = New-Team -Graph "  role: coordinator`n  specialists: [a]`n"
        $log = Join-Path (Split-Path $team) audit.jsonl
        $null = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -AuditLogPath $log

        $entries = Get-Content $log | ConvertFrom-Json
        $entries.ForEach({ "$($_.entry) $($_.agent)" }) | Should -Be @('run a', 'tool_call main', 'run main')
    }

    It 'are told by -WhatIf, and nothing is sent' {
        $endpoint = Start-Endpoint
        $text = Invoke-Fresh "Import-Module '$ManifestPath'; Invoke-AgentPrompt hi -Blueprint '$(New-Team $endpoint.BaseUrl -Graph $coordinator)' -WhatIf" | Out-String

        $text -replace '\s+', ' ' | Should -BeLike "*What if: *model main,*where it calls 'a': POST *model a,*where it calls 'b': POST *model b,*"
        $endpoint.RequestCount | Should -Be 0
    }

    It 'are one call of a run that is kept, which can wait for a decision and go on' {
        $team = New-Team -Graph "  role: coordinator`n  specialists: [a]`n"
        $session = Join-Path (Split-Path $team) runs
        $waiting = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -SessionPath $session -ToolApproval @{ a = 'Defer'; '*' = 'Always' }
        $open = @($waiting.PendingApprovals)
        $null = $open | Approve-AgentToolCall
        $reply = Resume-AgentRun $waiting -Blueprint $team -Mode Simulation -ToolApproval @{ a = 'Defer'; '*' = 'Always' }
        $within = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -SessionPath $session -Tool Get-Stock -ToolApproval @{ 'Get-Stock' = 'Always'; '*' = 'Always' }

        "$($waiting.Status)" | Should -Be 'Pending'
        $open.Tool | Should -Be 'a'
        Get-Tree $reply.Steps | Should -Be 'Turn a[Turn] Turn'
        Get-Tree $within.Steps | Should -Be 'Turn Get-Stock a[Turn Get-Stock Turn] Turn'
    }

    It 'are kept together: calls that wait name their node, and a member that has changed is named' {
        $team = New-Team
        $session = Join-Path (Split-Path $team) runs
        $how = @{ Blueprint = $team; Mode = 'Simulation'; Tool = 'Get-Stock'; ToolApproval = @{ '*' = 'Defer' } }
        $run = Invoke-AgentPrompt hi @how -SessionPath $session
        "$($run.Status)", $run.PendingApprovals.Node, $run.PendingApprovals.Round | Should -Be @('Pending', 'one', 1)
        $null = $run.PendingApprovals | Approve-AgentToolCall
        $run = $run | Resume-AgentRun @how
        "$($run.Status)", $run.PendingApprovals.Node, $run.PendingApprovals.Round | Should -Be @('Pending', 'two', 2)
        ($run.PendingApprovals | Deny-AgentToolCall).State | Should -Be 'Denied'

        $b = Join-Path (Split-Path $team) b.yaml
        Set-Content $b (Get-Content $b -Raw).Replace('temperature: 0.3', 'temperature: 0.4')
        $run | Resume-AgentRun @how -ErrorVariable changed -ErrorAction SilentlyContinue
        $changed[0].FullyQualifiedErrorId | Should -Be 'RunChanged,AgentCore.LiteLlm.Commands.ResumeAgentRunCommand'
        $changed[0].Exception.Message | Should -BeLike "*: agent 'two': model and its settings has changed."
        $reply = $run | Resume-AgentRun @how -Force -WarningVariable said -WarningAction SilentlyContinue

        "$said" | Should -BeLike "*agent 'two': model and its settings has changed*"
        $reply.Steps.Node | Should -Be @('one', 'two')
        $reply.Steps.Steps.Where({ $_.Tool }).Outcome | Should -Be @('Succeeded', 'Denied')
        (Get-AgentRun $session).Status | Should -Be 'Completed'
        $reply.Iterations | Should -Be 4
    }

    It 'cannot wait for a decision within another run' {
        $folder = Split-Path (New-Team)
        $a = New-AgentTool -Agent "$folder/a.yaml" -Tool Get-Stock
        $reply = Invoke-AgentPrompt hi -Blueprint "$folder/b.yaml" -Mode Simulation -SessionPath "$folder/runs" -Tool $a -ToolApproval @{ 'Get-Stock' = 'Defer'; '*' = 'Always' }

        $reply.Steps[1].Steps[1].Outcome | Should -Be 'Denied'
        $reply.Steps[1].Steps[1].Result | Should -BeLike '*cannot wait*'
    }

    It 'read no secret of who calls them or puts them together' {
        $env:TEAM_KEY = 'sk-canary-0123456789'
        $env:FAR_KEY = 'sk-canary-9876543210'
        function Get-Secret { "<$env:TEAM_KEY><$env:FAR_KEY>" }
        try {
            foreach ($graph in $coordinator, "  pattern: graph`n  nodes: [{ node_id: one, agent_ref: a }, { node_id: far, a2a_url: 'https://agents.example.com', a2a_headers_env: { Authorization: FAR_KEY } }]`n") {
                $team = New-Team -Graph $graph
                Set-Content $team ((Get-Content $team -Raw) -replace "base_url: '", "api_key_env: TEAM_KEY, base_url: '")
                $reply = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Tool Get-Secret
                $told = $reply.Steps.ForEach({ $_.Steps }).Where({ $_.Tool -eq 'Get-Secret' })

                $told.Count | Should -BeGreaterThan 0
                $told.Result | Should -Not -BeLike '*0123456789*'
                if ($graph -ne $coordinator) { $told.Result | Should -Not -BeLike '*9876543210*' }
            }
        }
        finally {
            Remove-Item Env:TEAM_KEY, Env:FAR_KEY
        }
    }

    It 'make no batch' {
        $endpoint = Start-Endpoint
        { 'hi' | Submit-AgentBatch -Blueprint (New-Team $endpoint.BaseUrl -Graph $coordinator) -ErrorAction Stop } | Should -Throw -ErrorId 'BatchArgumentInvalid,*'
    }

    It 'stop when the pipeline has enough' {
        $team = New-Team -Graph $coordinator
        $first = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation -Stream | Where-Object Node | Select-Object -First 1

        $first.Node | Should -Be 'a'
    }
}

Describe 'Remote agents' {
    It 'are told by -WhatIf, simulated without a network, and drawn' {
        $team = New-Team -Graph "  pattern: graph`n  nodes: [{ node_id: one, agent_ref: a }, { node_id: far, a2a_url: 'https://agents.example.com/far', a2a_headers_env: { Authorization: FAR_KEY } }]`n  edges: [{ from_node: one, to_node: far }]`n"
        $reply = Invoke-AgentPrompt hi -Blueprint $team -Mode Simulation
        $env:FAR_KEY = 'Bearer sk-canary-0123456789'
        try {
            $text = Invoke-Fresh "Import-Module '$ManifestPath'; Invoke-AgentPrompt hi -Blueprint '$team' -WhatIf" | Out-String
        }
        finally {
            Remove-Item Env:FAR_KEY
        }

        Get-Node $reply.Steps | Should -Be '1:one 2:far'
        $reply.Gates.Where({ $_.Gate -eq 'multi_agent' }).Reason | Should -Be 'a graph of one, far elsewhere'
        $text -replace '\s+', ' ' | Should -BeLike "*'far': agent-to-agent message to https://agents.example.com/far, headers Authorization*"
        $text | Should -Not -BeLike '*canary*'
        (Get-AgentGraph $team).Nodes.Kind | Should -Be @('Agent', 'Remote')
        Test-AgentBlueprint $team -Detailed | Where-Object { $_.Path -like 'multi_agent*' } | Should -BeNullOrEmpty
    }

    It 'send no header over a network in clear text' {
        $team = New-Team -Graph "  pattern: graph`n  nodes: [{ node_id: far, a2a_url: 'http://agents.example.com', a2a_headers_env: { Authorization: PATH } }]`n"

        { Invoke-AgentPrompt hi -Blueprint $team -WarningAction Ignore } | Should -Throw -ErrorId 'UnencryptedAuthentication,*'
    }

    It 'that are not there are an error of the node' {
        $team = New-Team -Graph "  pattern: graph`n  nodes: [{ node_id: far, a2a_url: 'http://127.0.0.1:9' }]`n"
        Invoke-AgentPrompt hi -Blueprint $team -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failed

        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed,*'
        $failed[0].Exception.Failure.Node | Should -Be 'far'
    }
}
