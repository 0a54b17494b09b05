BeforeDiscovery {
    # As a .NET tool PowerShell has no program of its own, which a job starts.
    $hasProgram = Test-Path (Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh'))
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Add-Line { param([string] $Text) $script:lines += @($Text); "added $Text" }
    function Remove-Line { [CmdletBinding(SupportsShouldProcess)] param([string] $Text) $script:lines += @("removed $Text"); "removed $Text" }

    # One call that needs nobody and one that needs somebody.
    function Start-Both { Start-Agent -Call @('Add-Line', '{"Text":"a"}'), @('Remove-Line', '{"Text":"b"}') @args }

    $both = @{ Tool = 'Add-Line', 'Remove-Line'; System = 's' }
    $key = ConvertTo-SecureString 'correct horse battery' -AsPlainText
    $person = 'anna.berger@example.com'
    $protection = "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]`n"
}

Describe 'A run that is kept' {
    BeforeEach {
        $session = Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid())
        $script:lines = @()
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'answers as any other, and gives its answer again without asking anybody' {
        $agent = Start-Both
        $reply = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval All -SessionPath $session
        $run = Get-AgentRun $session
        $again = $run | Resume-AgentRun -Blueprint $agent @both
        (Resume-AgentRun $run $agent @both).Text, (Get-AgentRun $run).Id | Should -Be @('done', $run.Id)

        $reply.Text, $again.Text | Should -Be @('done', 'done')
        $run.Status, $run.Turns, $run.Prompt, $run.Agent | Should -Be @('Completed', 2, 'hi', 'test-agent')
        $again.Steps.CallId | Should -Be $reply.Steps.CallId
        $endpoint.Requests | Should -HaveCount 2
        $lines | Should -Be @('a', 'removed b')
    }

    It 'waits without a process for a decision, which holds for one call, once' {
        $agent = Start-Both
        $run = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer -SessionPath $session -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $run | Should -BeOfType ([AgentCore.LiteLlm.Runs.AgentSavedRun])
        $run.Status, $run.PendingApprovals.Tool, $run.PendingApprovals.Arguments | Should -Be @('Pending', 'Remove-Line', '{"Text":"b"}')
        $lines | Should -Be @('a')

        # Undecided it waits on, and what was done is not done again.
        ($run | Resume-AgentRun -Blueprint $agent @both -ToolApproval Defer).Status | Should -Be 'Pending'
        $run.PendingApprovals | Approve-AgentToolCall -WhatIf
        (Get-AgentRun $session -Status Pending).PendingApprovals.State | Should -Be 'Waiting'
        ($run.PendingApprovals | Approve-AgentToolCall).State | Should -Be 'Approved'
        $run.PendingApprovals | Deny-AgentToolCall -ErrorVariable decided -ErrorAction SilentlyContinue
        $decided.FullyQualifiedErrorId | Should -Be 'RunCallDecided,AgentCore.LiteLlm.Commands.DenyAgentToolCallCommand'
        $reply = $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval Defer

        $reply.Text | Should -Be 'done'
        $lines | Should -Be @('a', 'removed b')
        @($reply.Steps | Where-Object Tool -EQ Remove-Line).Approval | Should -Be 'User'
        $endpoint.Requests | Should -HaveCount 2
    }

    It 'tells the model of a call that was denied, whatever -ToolApproval says then' {
        $agent = Start-Both
        $run = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer -SessionPath $session
        $run.PendingApprovals | Deny-AgentToolCall -Reason 'not on a Friday' | ForEach-Object State | Should -Be 'Denied'
        $reply = $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval All

        $lines | Should -Be @('a')
        ($reply.Steps | Where-Object Tool -EQ Remove-Line).Result | Should -BeLike '*not on a Friday'
        ($reply.Steps | Where-Object Tool -EQ Remove-Line).Outcome | Should -Be 'Denied'
    }

    It 'asks again for a call whose tool has changed since it was approved' {
        $agent = Start-Both
        $run = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer -SessionPath $session
        $null = $run.PendingApprovals | Approve-AgentToolCall
        $before = ${function:Remove-Line}
        try {
            ${function:Remove-Line} = { [CmdletBinding(SupportsShouldProcess)] param([string] $Text) $script:lines += @("burnt $Text"); 'burnt' }
            $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval Defer -ErrorVariable changed -ErrorAction SilentlyContinue
            $waiting = $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval Defer -Force -WarningVariable said -WarningAction SilentlyContinue
        }
        finally { ${function:Remove-Line} = $before }

        $changed[0].FullyQualifiedErrorId | Should -Be 'RunChanged,AgentCore.LiteLlm.Commands.ResumeAgentRunCommand'
        $changed[0].Exception.Message | Should -BeLike "*tool 'Remove-Line' has changed*"
        "$said" | Should -BeLike "*tool 'Remove-Line' has changed*"
        $waiting.PendingApprovals.State | Should -Be 'Waiting'
        $waiting.PendingApprovals.Hash | Should -Not -Be $run.PendingApprovals.Hash
        $lines | Should -Be @('a')
    }

    It 'refuses an approval of a call that is not the one that was shown' {
        $agent = Start-Both
        $run = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer -SessionPath $session
        $file = Join-Path $run.Path run.json
        $before = Get-Content -LiteralPath $file -Raw
        Set-Content -LiteralPath $file -Value $before.Replace($run.PendingApprovals.Hash, 'f' * 64) -NoNewline

        $run.PendingApprovals | Approve-AgentToolCall -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -Be 'RunCallChanged,AgentCore.LiteLlm.Commands.ApproveAgentToolCallCommand'

        # A decision that was written for other arguments than those that would be bound is of no account.
        Set-Content -LiteralPath $file -Value $before -NoNewline
        $null = $run.PendingApprovals | Approve-AgentToolCall
        $approved = Get-Content -LiteralPath $file -Raw
        Set-Content -LiteralPath $file -Value $approved.Replace('\u0022b\u0022', '\u0022everything\u0022') -NoNewline
        ($run | Resume-AgentRun -Blueprint $agent @both -ToolApproval Defer).Status | Should -Be 'Pending'
        $lines | Should -Be @('a')
    }

    It 'keeps to the policy as it is when it goes on' {
        $agent = Start-Both
        $run = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer -SessionPath $session
        $null = $run.PendingApprovals | Approve-AgentToolCall
        Add-Content -LiteralPath $agent "policy:`n  engine: e`n  mode: ENFORCE`n  rules:`n    - name: no-removal`n      deny: Remove-Line`n    - name: adding`n      allow: Add-Line`n"
        $reply = $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval Defer -Force -WarningAction SilentlyContinue

        $lines | Should -Be @('a')
        ($reply.Steps | Where-Object Tool -EQ Remove-Line).Policy.Rule | Should -Be 'no-removal'
    }

    It 'is taken up where its process was stopped, by a job that has nothing but its folder' -Skip:(-not $hasProgram) {
        $agent = Start-Agent -Call @(, @('Get-Folder', '{}'))
        function Get-Folder { 'here' }
        $run = Invoke-AgentPrompt hi -Blueprint $agent -System s -Tool Get-Folder -ToolApproval @{ '*' = 'Defer' } -SessionPath $session
        $null = $run.PendingApprovals | Approve-AgentToolCall
        Move-Item -LiteralPath $session -Destination "$session-moved"
        $job = Start-Job -ArgumentList $ManifestPath, $agent, "$session-moved", ${function:Get-Folder}.ToString() {
            param($Manifest, $Agent, $Session, $Body)
            Import-Module $Manifest
            ${function:Get-Folder} = $Body
            Get-AgentRun $Session | Resume-AgentRun -Blueprint $Agent -System s -Tool Get-Folder -ToolApproval @{ '*' = 'Defer' }
        }
        $reply = $job | Receive-Job -Wait -AutoRemoveJob

        $reply.Text | Should -Be 'done'
        (Get-AgentRun "$session-moved").Status | Should -Be 'Completed'
    }

    It 'is worked at by one process at a time' {
        $agent = Start-Both
        $run = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer -SessionPath $session
        $held = [IO.File]::Open("$($run.Path)/lock", 'Open', 'ReadWrite', 'None')
        try { $run | Resume-AgentRun -Blueprint $agent @both -ErrorVariable failed -ErrorAction SilentlyContinue } finally { $held.Dispose() }

        $failed[0].FullyQualifiedErrorId | Should -Be 'RunInUse,AgentCore.LiteLlm.Commands.ResumeAgentRunCommand'
        ($run | Resume-AgentRun -Blueprint $agent @both -ToolApproval All).Text | Should -Be 'done'
    }

    It 'says what is uncertain, and takes a result by hand' {
        $agent = Start-Both
        $run = Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer -SessionPath $session
        $file = Join-Path $run.Path run.json
        $state = Get-Content -LiteralPath $file -Raw | ConvertFrom-Json -AsHashtable -DateKind String
        $id = $run.PendingApprovals[0].CallId
        $state.status = 'Running'
        $state.content.nodes[0].calls[$id] = @{ isStarted = $true }
        Set-Content -LiteralPath $file -Value ($state | ConvertTo-Json -Depth 50) -NoNewline

        (Get-AgentRun $session).Status | Should -Be 'Interrupted'
        (Get-AgentRun $session).UncertainCalls.Tool | Should -Be 'Remove-Line'
        $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval All -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Be 'RunUncertain,AgentCore.LiteLlm.Commands.ResumeAgentRunCommand'
        $reply = $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval All -Result @{ $id = @{ gone = $true } }

        ($reply.Steps | Where-Object Tool -EQ Remove-Line).Result | Should -Be '{"gone":true}'
        $lines | Should -Be @('a')
    }

    It 'makes a call again that its user calls idempotent' {
        $agent = Start-Agent -Call @(, @('Add-Line', '{"Text":"a"}'))
        $tool = New-AgentTool Add-Line -Idempotent
        $run = Invoke-AgentPrompt hi -Blueprint $agent -System s -Tool $tool -ToolApproval @{ '*' = 'Defer' } -SessionPath $session
        $file = Join-Path $run.Path run.json
        $state = Get-Content -LiteralPath $file -Raw | ConvertFrom-Json -AsHashtable -DateKind String
        $state.content.nodes[0].calls[$run.PendingApprovals[0].CallId] = @{ isStarted = $true }
        Set-Content -LiteralPath $file -Value ($state | ConvertTo-Json -Depth 50) -NoNewline

        ($run | Resume-AgentRun -Blueprint $agent -System s -Tool $tool -ToolApproval All).Text | Should -Be 'done'
        $lines | Should -Be @('a')
    }

    It 'holds personal data encrypted only' {
        $agent = Start-Both -Tail $protection
        Invoke-AgentPrompt "write to $person" -Blueprint $agent @both -SessionPath $session -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RunKeyRequired,*'
        $endpoint.Requests | Should -HaveCount 0

        $run = Invoke-AgentPrompt "write to $person" -Blueprint $agent @both -ToolApproval Defer -SessionPath $session -SessionKey $key
        Get-Content -LiteralPath "$($run.Path)/run.json" -Raw | Should -Not -BeLike "*$person*"
        $run.Prompt | Should -Be "write to $person"
        (Get-AgentRun $session).IsSealed | Should -BeTrue
        (Get-AgentRun $session).Prompt | Should -BeNullOrEmpty
        $run | Resume-AgentRun -Blueprint $agent @both -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RunKeyRequired,*'
        $null = $run.PendingApprovals | Approve-AgentToolCall -SessionKey $key
        $reply = $run | Resume-AgentRun -Blueprint $agent @both -ToolApproval Defer -SessionKey $key

        $reply.Text | Should -Be 'done'
        foreach ($request in $endpoint.Requests) { $request.Body | Should -Not -BeLike "*$person*" }

        # The same value keeps its placeholder in every process.
        @($endpoint.Requests | ForEach-Object { [regex]::Match($_.Body, 'EMAIL_ADDRESS_\d+').Value } | Select-Object -Unique) | Should -HaveCount 1
    }

    It 'never holds a key' {
        $env:RUN_TEST_KEY = 'sk-runs-3f9a1c77d2e4'
        try {
            $agent = Start-Both -More 'api_key_env: RUN_TEST_KEY'
            $null = Invoke-AgentPrompt "my key is $env:RUN_TEST_KEY" -Blueprint $agent @both -ToolApproval All -SessionPath $session
            Get-Content -LiteralPath "$((Get-AgentRun $session).Path)/run.json" -Raw | Should -Not -BeLike "*$env:RUN_TEST_KEY*"
        }
        finally { $env:RUN_TEST_KEY = $null }
    }

    It 'goes on with a higher limit where it ended at one' {
        $agent = Start-Agent -Call @(, @('Add-Line', '{"Text":"a"}'))
        Invoke-AgentPrompt hi -Blueprint $agent -System s -Tool Add-Line -MaxIterations 1 -SessionPath $session -ErrorAction SilentlyContinue -WarningVariable said -WarningAction SilentlyContinue
        (Get-AgentRun $session).Status, (Get-AgentRun $session).ErrorId | Should -Be @('Failed', 'IterationLimitReached')
        "$said" | Should -BeLike '*Resume-AgentRun*'
        $reply = Get-AgentRun $session -Status Failed | Resume-AgentRun -Blueprint $agent -System s -Tool Add-Line -MaxIterations 2

        $reply.Text, $reply.Iterations | Should -Be @('done', 2)
        $endpoint.Requests | Should -HaveCount 2
        $lines | Should -Be @('a')
    }

    It 'is one of many, each in a folder of its own' {
        $agent = Start-Agent -Call @() -Answer 'one'
        $replies = 'a', 'b', 'c' | Invoke-AgentPrompt -Blueprint $agent -System s -SessionPath $session -ThrottleLimit 3

        $replies | Should -HaveCount 3
        (Get-AgentRun $session).Prompt | Sort-Object | Should -Be @('a', 'b', 'c')
    }

    It 'hides no other run where its file is damaged' {
        $agent = Start-Agent -Call @()
        $null = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System s -SessionPath $session
        Set-Content -LiteralPath "$((Get-AgentRun $session)[0].Path)/run.json" -Value '{"version":1}'
        $runs = @(Get-AgentRun $session -ErrorVariable failed -ErrorAction SilentlyContinue)

        $runs.Prompt | Should -Be 'b'
        $failed.FullyQualifiedErrorId | Should -Be 'RunInvalid,AgentCore.LiteLlm.Commands.GetAgentRunCommand'
    }

    It 'is written nowhere where -WhatIf asks what would be' {
        $agent = Start-Agent -Call @()
        Invoke-AgentPrompt hi -Blueprint $agent -System s -SessionPath $session -WhatIf

        Test-Path $session | Should -BeFalse
    }

    It 'is needed for -ToolApproval Defer' {
        $agent = Start-Both
        { Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval Defer } | Should -Throw -ErrorId 'ToolApprovalInvalid,*'
        { Invoke-AgentPrompt hi -Blueprint $agent @both -ToolApproval @{ '*' = 'Defer' } } | Should -Throw -ErrorId 'ToolApprovalInvalid,*'
    }
}
