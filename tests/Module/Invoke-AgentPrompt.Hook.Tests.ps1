BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Get-Stock { param([string] $Product) $script:made += $Product; "stock of $Product" }
}

Describe 'Invoke-AgentPrompt -Hook' {
    BeforeEach {
        $script:made = @()
        $script:seen = [Collections.Generic.List[string]]::new()
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'calls every hook around turns and calls, in the order of the blueprint' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Tail 'hooks: [second, first]'
        $reply = Invoke-Run $agent @{ Tool = 'Get-Stock'; Hook = @{ first = { $seen.Add("first $_") }; second = { param($event) $seen.Add("second $event") } } }

        $seen | Should -Be @(
            'second BeforeModel, turn 1', 'first BeforeModel, turn 1', 'second AfterModel, turn 1', 'first AfterModel, turn 1'
            "second BeforeTool 'Get-Stock', turn 1", "first BeforeTool 'Get-Stock', turn 1", "second AfterTool 'Get-Stock', turn 1", "first AfterTool 'Get-Stock', turn 1"
            'second BeforeModel, turn 2', 'first BeforeModel, turn 2', 'second AfterModel, turn 2', 'first AfterModel, turn 2')
        $reply.Text | Should -Be 'done'
        "$($reply.Gates)" | Should -BeLike '*hooks: called in this order: second, first*'
    }

    It 'tells what is going on' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Tail 'hooks: [look]'
        $null = Invoke-Run $agent @{ Tool = 'Get-Stock'; Hook = @{ look = { param($event) $seen.Add("$($event.Point)|$($event.Messages.Count)|$($event.Reply.Text)|$($event.Arguments.Product)|$($event.Outcome)|$($event.Result)") } } }

        $seen | Should -Be @('BeforeModel|1||||', 'AfterModel|1||||', 'BeforeTool|2||ink||', 'AfterTool|2||ink|Succeeded|"stock of ink"', 'BeforeModel|3||||', 'AfterModel|3|done|||')
    }

    It 'is called without tools too' {
        $agent = Start-Agent -Forever -Tail 'hooks: [look]'
        $endpoint.Dispose()
        $script:endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('hello'))
        $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)" -Tail 'hooks: [look]'
        (Invoke-Run $agent @{ Hook = @{ look = { $seen.Add($_.Point) } } }).Text | Should -Be 'hello'

        $seen | Should -Be @('BeforeModel', 'AfterModel')
    }

    It 'cancels a call, and the model is told why' {
        $agent = Start-Agent -Call @('Get-Stock', '{"Product":"ink"}'), @('Get-Stock', '{"Product":"pen"}') -Tail 'hooks: [limit, later]'
        $reply = Invoke-Run $agent @{ Tool = 'Get-Stock'; Hook = @{ limit = { if ($_.Point -eq 'BeforeTool' -and $_.Arguments.Product -eq 'ink') { $_.Cancel('No ink today.') } }; later = { $seen.Add("$($_.Point) $($_.Arguments.Product)") } } }

        $made | Should -Be 'pen'
        @($reply.Steps | Where-Object Kind -EQ Tool).Outcome | Should -Be @('Denied', 'Succeeded')
        (Get-Told)[0] | Should -BeExactly "Error: the hook 'limit' cancelled the call: No ink today."
        $seen | Should -Not -Contain 'BeforeTool ink'
    }

    It 'changes a result, one hook after the other' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Tail 'hooks: [one, two]'
        $null = Invoke-Run $agent @{ Tool = 'Get-Stock'; Hook = @{ one = { if ($_.Point -eq 'AfterTool') { $_.Result = $_.Result.ToUpper() } }; two = { if ($_.Point -eq 'AfterTool') { $_.Result += '!' } } } }

        Get-Told | Should -BeExactly '"STOCK OF INK"!'
    }

    It 'stops the run when it fails: <Name>' -ForEach @(
        @{ Name = 'before a turn'; Script = { if ($_.Point -eq 'BeforeModel') { throw 'no more' } }; Requests = 0; Calls = 0 }
        @{ Name = 'after a turn'; Script = { if ($_.Point -eq 'AfterModel') { Write-Error 'no more' } }; Requests = 1; Calls = 0 }
        @{ Name = 'before a call'; Script = { if ($_.Point -eq 'BeforeTool') { throw 'no more' } }; Requests = 1; Calls = 0 }
        @{ Name = 'after a call'; Script = { if ($_.Point -eq 'AfterTool') { throw 'no more' } }; Requests = 1; Calls = 1 }
        @{ Name = 'by exit'; Script = { if ($_.Point -eq 'BeforeTool') { exit 3 } }; Requests = 1; Calls = 0; Because = 'ended before its end' }
        @{ Name = 'by what is for another point'; Script = { $_.Cancel('x') }; Requests = 0; Calls = 0; Because = 'Cancel is for BeforeTool' }
    ) {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Tail 'hooks: [guard]'
        $failures = @(Invoke-Run $agent @{ Tool = 'Get-Stock'; Hook = @{ guard = $Script }; ErrorAction = 'Continue' } 2>&1)

        $failures[0].FullyQualifiedErrorId | Should -BeLike 'HookFailed,*'
        "$($failures[0])" | Should -BeLike "*'guard'*$($Because ?? 'no more')*"
        $endpoint.Requests | Should -HaveCount $Requests
        $made | Should -HaveCount $Calls
        $asked = @($failures[0].Exception.Failure.Messages.ToolCalls | Where-Object { $_ })
        @($failures[0].Exception.Failure.Messages | Where-Object Role -EQ Tool) | Should -HaveCount $asked.Count -Because 'the conversation can be taken up again'
    }

    It 'starts nothing where a name is bound to nothing, and says what is bound' {
        $agent = Start-Agent -Tail 'hooks: [audit, guard]'
        $thrown = { Invoke-Run $agent @{ Hook = @{ audti = { }; guard = { } }; WarningAction = 'Ignore' } } | Should -Throw -ErrorId 'HookNotBound,*' -PassThru

        "$thrown" | Should -BeLike "*'audit'*"
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike "*Bound are: audti, guard.*Did you mean 'audti'?*"
        { Invoke-Run $agent @{ Mode = 'Simulation' } } | Should -Throw -ErrorId 'HookNotBound,*'
        { 'a' | Submit-AgentBatch -Blueprint $agent -System '' } | Should -Throw -ErrorId 'HookNotBound,*'
        $endpoint.Requests | Should -HaveCount 0
    }

    It 'warns of a name that the blueprint does not have' {
        $agent = Start-Agent
        $said = @(Invoke-Run $agent @{ Hook = @{ other = { throw } }; WarningAction = 'Continue' } 3>&1)

        "$said" | Should -BeLike "*'other' is never called*HookUnused*"
    }

    It 'runs in bulk, in simulation' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000" -Tail 'hooks: [count]'
        $replies = 1..6 | ForEach-Object { "$_" } | Invoke-AgentPrompt -Blueprint $agent -System '' -Mode Simulation -Tool Get-Stock -ThrottleLimit 3 -Hook @{ count = { $seen.Add($_.Point) } }

        $replies | Should -HaveCount 6
        $seen | Group-Object -NoElement | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" } |
            Should -Be @('AfterModel 12', 'AfterTool 6', 'BeforeModel 12', 'BeforeTool 6')
    }

    It 'runs in an evaluation, case by case' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000" -Tail 'hooks: [count]'
        $cases = [IO.Path]::ChangeExtension($agent, '.cases.yaml')
        Set-Content $cases 'cases: [{name: a, prompt: hi}, {name: b, prompt: ho}, {name: c, prompt: hu}]'
        $results = Invoke-AgentEvaluation $cases -System '' -Mode Simulation -Tool Get-Stock -ThrottleLimit 2 -Hook @{ count = { $seen.Add("$($_.Point)") } } -WarningAction Ignore

        $results | Should -HaveCount 3
        $seen | Group-Object -NoElement | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" } |
            Should -Be @('AfterModel 6', 'AfterTool 3', 'BeforeModel 6', 'BeforeTool 3')
        (Invoke-AgentEvaluation $cases -System '' -Mode Simulation).ErrorId | Should -Be (@('HookNotBound') * 3)
    }

    It 'runs in a chat, and ends no more than the answer when it fails' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000" -Tail 'hooks: [look]'
        $file = Join-Path (Get-Item TestDrive:/).FullName 'hooked-chat.ps1'
        Set-Content $file "Import-Module '$ManifestPath'; Enter-AgentChat '$agent' -System '' -Mode Simulation -Hook @{ look = { param(`$event) if (`$event.Messages[-1].Text -eq 'bad') { throw 'not this' }; Write-Host `"<`$(`$event.Point)>`" } }"
        $shown = 'good', 'bad', 'better', '/exit' | Invoke-PowerShell -NoProfile -File $file 2>&1 | Out-String

        ([regex]::Matches($shown, '<BeforeModel>')).Count | Should -Be 2
        ([regex]::Matches($shown, '<AfterModel>')).Count | Should -Be 2
        $shown | Should -BeLike "*'look' failed*not this*"
    }

    It 'comes after the policy, which it cannot widen' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Tail "hooks: [look]`npolicy: { engine: e, mode: ENFORCE, rules: [{ name: r, allow: other }] }"
        $null = Invoke-Run $agent @{ Tool = 'Get-Stock'; Hook = @{ look = { $seen.Add($_.Point) } }; WarningAction = 'Ignore' }

        $seen | Should -Not -Contain 'BeforeTool'
        $made | Should -HaveCount 0
    }
}
