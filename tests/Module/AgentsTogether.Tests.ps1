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

    It 'start no run with a remote agent, and none in a batch' {
        $remote = New-Team -Graph "  pattern: graph`n  nodes: [{ node_id: one, agent_ref: a }, { node_id: far, a2a_url: 'https://agents.example.com' }]`n"

        { Invoke-AgentPrompt hi -Blueprint $remote -Mode Simulation -WarningAction Ignore } | Should -Throw '*remote agent*' -ErrorId 'SettingNotApplied,*'
        { 'hi' | Submit-AgentBatch (New-Team) -Mode Simulation } | Should -Throw -ErrorId 'BatchArgumentInvalid,*'
    }
}
