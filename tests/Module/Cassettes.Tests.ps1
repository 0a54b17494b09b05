BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $env:EXECUTION_MODE = $null
    $cassettes = (Get-Item TestDrive:/).FullName
}

Describe 'Invoke-AgentPrompt with a cassette' {
    BeforeEach {
        $env:AGENT_TEST_KEY = 'sk-canary-0123456789'
        $cassette = Join-Path $cassettes "$([guid]::NewGuid()).json"
    }

    AfterEach {
        if ($endpoint) { Stop-AgentTestEndpoint $endpoint }
        Remove-Item Env:/AGENT_TEST_* -ErrorAction Ignore
    }

    It 'records, and replays with no endpoint and no key' {
        $endpoint = Start-AgentTestEndpoint 'one', @{ Error = 'slow'; Status = 429; Headers = @{ 'retry-after-ms' = '5' } }, @{ Chunks = 'tw', 'o' }
        $path = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)`napi_key_env: AGENT_TEST_KEY"
        $live = 'a', 'b' | Invoke-AgentPrompt -Blueprint $path -System '' -RecordPath $cassette
        $streamed = Invoke-AgentPrompt 'c' -Blueprint $path -System '' -RecordPath $cassette -Stream
        Stop-AgentTestEndpoint $endpoint
        $env:AGENT_TEST_KEY = $null

        $again = 'b', 'a' | Invoke-AgentPrompt -Blueprint $path -System '' -ReplayPath $cassette
        $parts = Invoke-AgentPrompt 'c' -Blueprint $path -System '' -ReplayPath $cassette -Stream

        $again.Text | Should -Be @($live[1].Text, $live[0].Text)
        $again.Attempts | Should -Be @(2, 1)
        $again.Replayed | Should -Be @($true, $true)
        $parts.Text | Should -Be $streamed.Text
        Get-Content -Raw $cassette | Should -Not -Match 'canary|Authorization'
    }

    It 'names what differs, as an error about the prompt, and goes on' {
        $endpoint = Start-AgentTestEndpoint 'one'
        $null = Invoke-AgentPrompt 'a' -Model $endpoint.Model -RecordPath $cassette

        $replies = 'secret words', 'a' | Invoke-AgentPrompt -Model $endpoint.Model -ReplayPath $cassette -ErrorVariable failed -ErrorAction SilentlyContinue

        $replies.Text | Should -Be 'one'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CassetteMismatch,*'
        $failed[0].TargetObject | Should -Be 'secret words'
        "$($failed[0])" | Should -BeLike '*/messages/0/content*'
        "$($failed[0])" | Should -Not -BeLike '*secret words*'
        $endpoint.RequestCount | Should -Be 1
    }

    It 'records the simulation too' {
        $path = New-Blueprint -Model "model_id: m`nbase_url: http://llm.invalid"
        $live = Invoke-AgentPrompt 'a' -Blueprint $path -System '' -Mode Simulation -RecordPath $cassette

        (Invoke-AgentPrompt 'a' -Blueprint $path -System '' -ReplayPath $cassette).Text | Should -Be $live.Text
    }

    It 'keeps what a pipeline that had enough recorded' {
        $endpoint = Start-AgentTestEndpoint 'one'
        $null = 'a', 'b' | Invoke-AgentPrompt -Model $endpoint.Model -RecordPath $cassette | Select-Object -First 1

        (Invoke-AgentPrompt 'a' -Model $endpoint.Model -ReplayPath $cassette).Text | Should -Be 'one'
    }

    It 'touches no file with -WhatIf' {
        $endpoint = Start-AgentTestEndpoint
        Invoke-AgentPrompt 'a' -Model $endpoint.Model -RecordPath $cassette -WhatIf

        Test-Path $cassette | Should -BeFalse
    }

    It 'refuses <Kind>' -ForEach @(
        @{ Kind = 'a cassette that is not there'; Id = 'CassetteNotFound'; Arguments = { @{ ReplayPath = "$cassette" } } }
        @{ Kind = 'a folder that is not there'; Id = 'CassetteNotFound'; Arguments = { @{ RecordPath = "$cassettes/none/c.json" } } }
        @{ Kind = 'a folder'; Id = 'CassetteUnreadable'; Arguments = { @{ ReplayPath = $cassettes } } }
        @{ Kind = 'a folder to record on'; Id = 'CassetteUnreadable'; Arguments = { @{ RecordPath = $cassettes } } }
        @{ Kind = 'another file'; Id = 'CassetteInvalid'; Arguments = { Set-Content $cassette 'hello'; @{ ReplayPath = $cassette } } }
        @{ Kind = 'to overwrite another file'; Id = 'CassetteInvalid'; Arguments = { Set-Content $cassette 'hello'; @{ RecordPath = $cassette } } }
        @{ Kind = 'a path that is none'; Id = 'CassetteArgumentInvalid'; Arguments = { @{ ReplayPath = 'Env:/PATH' } } }
        @{ Kind = 'both'; Id = 'CassetteArgumentInvalid'; Arguments = { @{ ReplayPath = 'a'; RecordPath = 'b' } } }
    ) {
        $endpoint = Start-AgentTestEndpoint
        $given = & $Arguments

        { Invoke-AgentPrompt 'a' -Model $endpoint.Model @given } | Should -Throw -ErrorId "$Id,*"
        $endpoint.RequestCount | Should -Be 0
    }
}
