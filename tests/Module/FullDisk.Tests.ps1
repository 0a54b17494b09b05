# What a full disk costs. No disk is filled: a limit on the size of files (ulimit -f) refuses what goes beyond it, as a full disk does.
BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $top = (Get-Item TestDrive:/).FullName
    $agent = New-Blueprint -Model "model_id: m`nbase_url: http://127.0.0.1:9"
    $tail = "observability: { data_protection: { provider: presidio, entities: [EMAIL_ADDRESS] } }`n"
    $guarded = New-Blueprint -Model "model_id: m`nbase_url: http://127.0.0.1:9" -Tail $tail

    # Runs a script in a PowerShell whose files may have so many KiB, and gives the object that it writes.
    function Invoke-Limited {
        param([int] $Most, [string] $Script)

        $file = Join-Path $top "limited-$([guid]::NewGuid()).ps1"
        Set-Content $file "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$ManifestPath'; & { $Script } 3>`$null 2>`$null | ConvertTo-Json -Compress"

        # The runtime keeps its code in such a file unless it is told not to.
        $limit = "trap '' XFSZ; ulimit -f $Most; export DOTNET_EnableWriteXorExecute=0 EXECUTION_MODE=simulation FULL_TEST_KEY='correct horse battery staple'"
        & bash -c "$limit; exec '$(Join-Path $PSHOME pwsh)' -NoProfile -NonInteractive -File '$file'" | ConvertFrom-Json
    }
}

Describe 'A journal on a full disk' -Skip:(-not $IsLinux) {
    BeforeEach { $journal = Join-Path $top "journal-$([guid]::NewGuid()).jsonl" }

    It 'ends the run with one error and every reply that was paid for, <Throttle> at once' -ForEach @{ Throttle = 1 }, @{ Throttle = 8 } {
        $found = Invoke-Limited 8 @"
            `$replies = 1..100 | ForEach-Object { "prompt `$_" } |
                Invoke-AgentPrompt -Blueprint '$agent' -System '' -JournalPath '$journal' -ThrottleLimit $Throttle -ErrorVariable failed -WarningVariable said
            @{ Texts = @(`$replies.Text); Ids = @(`$failed.FullyQualifiedErrorId); Said = @(`$said); Advice = `$failed[0].ErrorDetails.RecommendedAction }
"@

        $found.Ids | Should -Be 'JournalUnwritable,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand'
        $found.Advice | Should -BeLike '*-JournalFailure Continue*'
        $found.Said | Should -BeNullOrEmpty
        $kept = @(Get-Content $journal).Count
        $kept | Should -BeGreaterThan 1
        $found.Texts.Count | Should -BeGreaterThan $kept
        $found.Texts.Count | Should -BeLessThan 100

        # With room again the run goes on: what is in the journal is not asked again.
        $replies = 1..100 | ForEach-Object { "prompt $_" } |
            Invoke-AgentPrompt -Blueprint $agent -System '' -Mode Simulation -JournalPath $journal -ThrottleLimit $Throttle
        $replies.Count | Should -Be 100
        $replies.Where({ $_.FromJournal }).Count | Should -Be $kept
        @(Get-Content $journal).Count | Should -Be 100
    }

    It 'is said once where the run is to go on' {
        $found = Invoke-Limited 8 @"
            `$replies = 1..40 | ForEach-Object { "prompt `$_" } |
                Invoke-AgentPrompt -Blueprint '$agent' -System '' -JournalPath '$journal' -JournalFailure Continue -ErrorVariable failed -WarningVariable said
            @{ Count = `$replies.Count; Failed = @(`$failed).Count; Said = @(`$said.Message) }
"@

        $found.Count | Should -Be 40
        $found.Failed | Should -Be 0
        @($found.Said).Count | Should -Be 1
        $found.Said | Should -BeLike "The journal '$journal'*A later run asks again*"
    }

    It 'leaves no case of an evaluation without a result' {
        $cases = Join-Path $top 'full.cases.yaml'
        Set-Content $cases "cases:`n  - { name: one, prompt: hi, repeat: 30, expect: { contains: Simulated } }`n  - { name: two, prompt: hi, skip: not now }"
        $found = Invoke-Limited 8 @"
            `$results = Invoke-AgentEvaluation '$cases' -Blueprint '$agent' -System '' -JournalPath '$journal' -ErrorVariable failed
            @{ Ids = @(`$failed.FullyQualifiedErrorId); Results = @(`$results | Select-Object Name, ErrorId, @{ n = 'Outcome'; e = { "`$(`$_.Outcome)" } }) }
"@

        $found.Ids | Should -Be 'JournalUnwritable,AgentCore.LiteLlm.Commands.InvokeAgentEvaluationCommand'
        $found.Results.Count | Should -Be 31
        $found.Results.Where({ $_.Outcome -eq 'Passed' }).Count | Should -BeGreaterThan 1
        $found.Results.Where({ $_.ErrorId -eq 'JournalUnwritable' }).Count | Should -BeGreaterThan 1
        $found.Results.Where({ $_.Outcome -eq 'Skipped' }).Name | Should -Be 'two'
        @($found.Results.Outcome | Sort-Object -Unique) | Should -Be @('Errored', 'Passed', 'Skipped')
    }
}

Describe 'A file on a full disk' -Skip:(-not $IsLinux) {
    It 'is no mapping that exists, and leaves nothing that blocks the next try' {
        $mapping = Join-Path $top 'some.mapping'
        $submit = "'mail ada@example.com' | Submit-AgentBatch -Blueprint '$guarded' -System '' -MappingPath '$mapping' -MappingKeyVariable FULL_TEST_KEY"
        $found = Invoke-Limited 0 "try { $submit } catch { @{ Id = `$_.FullyQualifiedErrorId; Problem = `"`$(`$_.Exception.Problem)`" } }"
        $left = Test-Path $mapping
        $again = Invoke-Limited 100 "@{ Id = ($submit).Id }"

        $found.Id | Should -Be 'MappingUnwritable,AgentCore.LiteLlm.Commands.SubmitAgentBatchCommand'
        $found.Problem | Should -Be 'NoSpace'
        $left | Should -BeFalse
        Get-ChildItem $top -Force -Filter '*.tmp' | Should -BeNullOrEmpty
        $again.Id | Should -Not -BeNullOrEmpty
    }

    It 'keeps the old cassette, report and blueprint whole' {
        $cassette, $report, $blueprint = 'c.json', 'r.xml', 'b.yaml' | ForEach-Object { Join-Path $top $_ }
        $cases = Join-Path $top 'keep.cases.yaml'
        Set-Content $cases "cases:`n  - { name: one, prompt: hi, expect: { contains: Simulated } }"
        $acts = @(
            "Invoke-AgentPrompt {0} -Blueprint '$agent' -System '' -RecordPath '$cassette'"
            "Invoke-AgentEvaluation '$cases' -Blueprint '$agent' -System '' -ReportPath '$report'"
            "New-AgentBlueprint '$blueprint' -Force -Description {0}"
        )
        (Invoke-Limited 1000 "`$null = & { $($acts.ForEach({ $_ -f 'first' }) -join '; ') }; @{ Done = `$true }").Done | Should -BeTrue
        $before = (Get-FileHash $cassette, $report, $blueprint).Hash
        $tries = $acts.ForEach({ "try { $($_ -f 'second') } catch { Write-Error -ErrorRecord `$_ }" }) -join '; '
        $found = Invoke-Limited 0 "@{ Ids = @(& { $tries } 2>&1 | Where-Object { `$_ -is [Management.Automation.ErrorRecord] } | ForEach-Object FullyQualifiedErrorId) }"

        ($found.Ids -replace ',.*').Where({ $_ -like '*Unwritable' }) | Should -Be @('CassetteUnwritable', 'ReportUnwritable', 'BlueprintUnwritable')
        (Get-FileHash $cassette, $report, $blueprint).Hash | Should -Be $before
    }
}
