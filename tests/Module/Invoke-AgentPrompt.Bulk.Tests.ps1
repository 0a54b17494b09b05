BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function New-AgentFor {
        param([AgentCore.LiteLlm.TestEndpoints.TestEndpoint] $Endpoint)

        New-Blueprint -Model "model_id: test-model`nbase_url: $($Endpoint.BaseUrl)"
    }

    function New-Failure {
        param([int] $Status, [string] $Message = 'no')

        [AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new($Status, $Message)
    }

    function New-Answer {
        param([string] $Text)

        [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new($Text)
    }
}

Describe 'Invoke-AgentPrompt -ThrottleLimit' {
    BeforeAll {
        $agent = New-Blueprint -Model "model_id: test-model`nbase_url: http://127.0.0.1:9" -Tail "execution_modes: { simulation: true }`n"
    }

    It 'writes replies in the order of the prompts' {
        $prompts = 1..60 | ForEach-Object { "prompt number $_" }
        $one = $prompts | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System ''

        $many = $prompts | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System '' -ThrottleLimit 16

        $many.Text | Should -BeExactly $one.Text
    }

    It 'writes every reply when the order does not matter' {
        $prompts = 1..60 | ForEach-Object { "prompt number $_" }
        $one = $prompts | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System ''

        $many = $prompts | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System '' -ThrottleLimit 16 -Unordered

        $many.Text | Sort-Object | Should -BeExactly ($one.Text | Sort-Object)
    }

    It 'asks at the same time' {
        # No answer comes before all five prompts have been asked: one after the other would never end.
        $endpoint = Start-Endpoint
        try {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$ManifestPath'; 1..5 | ForEach-Object { `"p`$_`" } | Invoke-AgentPrompt -Blueprint '$(New-AgentFor $endpoint)' -System '' -ThrottleLimit 5 -OperationTimeoutSeconds 60")
            $running = $shell.BeginInvoke()
            $endpoint.WaitForRequestAsync(4).Wait(60000) | Should -BeTrue
        }
        finally {
            $null = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(10000)
            $endpoint.Dispose()
        }
    }

    It 'reports a failed prompt with the prompt as target, and answers the others' {
        $endpoint = Start-Endpoint (New-Answer 'one'), (New-Failure 400 'bad'), (New-Answer 'three')
        try {
            $replies = 'a', 'b', 'c' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint) -System '' -ThrottleLimit 2 -ErrorVariable failures -ErrorAction SilentlyContinue
        }
        finally {
            $endpoint.Dispose()
        }

        $replies | Should -HaveCount 2
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'BadRequest,*'
        $failures[0].TargetObject | Should -BeIn 'a', 'b', 'c'
    }

    It 'ends what runs when the pipeline has had enough' {
        $replies = 1..200 | ForEach-Object { "prompt $_" } | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System '' -ThrottleLimit 8 | Select-Object -First 3

        $replies | Should -HaveCount 3
    }

    It 'refuses to mix the pieces of several answers' {
        { 'a' | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System '' -ThrottleLimit 2 -Stream } | Should -Throw -ErrorId 'StreamsMixed,*'
    }
}

Describe 'Invoke-AgentPrompt -JournalPath' {
    It 'asks in a second run only for what the first did not get' {
        $journal = Join-Path $TestDrive 'run.jsonl'
        $endpoint = Start-Endpoint (New-Answer 'one'), (New-Failure 400 'bad'), (New-Answer 'two')
        try {
            $agent = New-AgentFor $endpoint
            $first = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -JournalPath $journal -ErrorAction SilentlyContinue
            $second = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -JournalPath $journal -ThrottleLimit 2
            $asked = $endpoint.Requests.Count
        }
        finally {
            $endpoint.Dispose()
        }

        $first.Text | Should -Be 'one'
        $second.Text | Should -Be 'one', 'two'
        $second.FromJournal | Should -Be $true, $false
        $asked | Should -Be 3
    }

    It 'repairs a journal whose last line was torn off' {
        $journal = Join-Path $TestDrive 'torn.jsonl'
        $agent = New-Blueprint -Model "model_id: test-model`nbase_url: http://127.0.0.1:9" -Tail "execution_modes: { simulation: true }`n"
        $null = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System '' -JournalPath $journal
        $text = Get-Content -LiteralPath $journal -Raw
        Set-Content -LiteralPath $journal -NoNewline -Value $text.Substring(0, $text.Length - 20)

        $again = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System '' -JournalPath $journal

        $again.FromJournal | Should -Be $true, $false
        Get-Content -LiteralPath $journal | Should -HaveCount 2
    }

    It 'holds neither prompts nor keys' {
        $journal = Join-Path $TestDrive 'secret.jsonl'
        $env:BULK_KEY = 'sk-canary-0123456789'
        $endpoint = Start-Endpoint (New-Answer 'sk-canary-0123456789 it was')
        try {
            $agent = New-Blueprint -Model "model_id: test-model`nbase_url: $($endpoint.BaseUrl)`napi_key_env: BULK_KEY"
            $null = 'my question' | Invoke-AgentPrompt -Blueprint $agent -System '' -JournalPath $journal
        }
        finally {
            $endpoint.Dispose()
            Remove-Item Env:/BULK_KEY
        }

        Get-Content -LiteralPath $journal -Raw | Should -Not -Match 'canary|my question'
    }

    It 'leaves a file alone that is no journal' {
        $path = Join-Path $TestDrive 'notes.txt'
        Set-Content -LiteralPath $path -Value 'my notes'
        $agent = New-Blueprint -Model "model_id: test-model`nbase_url: http://127.0.0.1:9" -Tail "execution_modes: { simulation: true }`n"

        { 'a' | Invoke-AgentPrompt -Blueprint $agent -Mode Simulation -System '' -JournalPath $path } | Should -Throw -ErrorId 'JournalInvalid,*'
        Get-Content -LiteralPath $path | Should -Be 'my notes'
    }
}
