BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function New-ProtectedBlueprint {
        param([uri] $BaseUrl, [string] $Entities = '[EMAIL_ADDRESS, PHONE_NUMBER]')

        New-Blueprint "model_id: m`nbase_url: $BaseUrl" -Tail "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: $Entities`n"
    }
}

Describe 'Invoke-AgentPrompt with data protection' {
    BeforeEach {
        $analyzer = $env:PRESIDIO_ANALYZER_API_BASE
        $env:PRESIDIO_ANALYZER_API_BASE = $null
        $endpoint = Start-Endpoint
        $path = New-ProtectedBlueprint $endpoint.BaseUrl
    }

    AfterEach {
        $env:PRESIDIO_ANALYZER_API_BASE = $analyzer
        $endpoint.Dispose()
    }

    It 'sends placeholders and gives the values back' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('Wrote to <EMAIL_ADDRESS_1>, called <PHONE_NUMBER_1>.'))

        $reply = Invoke-AgentPrompt 'Write to ann@example.com, call +49 30 901820.' -Blueprint $path -System 'You serve bob@example.org.' -User 'carol@example.net' -Tag 'dave@example.com' -Metadata @{ by = 'erin@example.com' } -Verbose 4>&1 |
            Tee-Object -Variable all | Where-Object { $_ -is [AgentCore.LiteLlm.Chat.AgentReply] }

        $endpoint.Requests[0].Body | Should -Not -Match 'example|901820'
        $endpoint.Requests[0].Body | Should -Match '<EMAIL_ADDRESS_2>, call <PHONE_NUMBER_1>'
        $reply.Text | Should -BeExactly 'Wrote to bob@example.org, called +49 30 901820.'
        "$($reply.Protection)" | Should -BeExactly 'EMAIL_ADDRESS 5 (replaced), PHONE_NUMBER 1 (replaced)'
        $reply.Protection.Found[0].Count | Should -Be 5
        "$all" | Should -Match 'Personal data in the request: EMAIL_ADDRESS 5'
        "$($all | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })" | Should -Not -Match 'example'
    }

    It 'restores streams' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Chunks = [string[]]@('To <EMA', 'IL_ADDR', 'ESS_1', '>: done') })

        $all = Invoke-AgentPrompt 'ann@example.com' -Blueprint $path -System '' -Stream

        -join ($all | Where-Object { $_ -is [AgentCore.LiteLlm.Chat.AgentChunk] -and $_.Kind -eq 'Text' }).Text | Should -BeExactly 'To ann@example.com: done'
        $all[-1].Text | Should -BeExactly 'To ann@example.com: done'
    }

    It 'gives each prompt of a pipeline placeholders of its own' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('<EMAIL_ADDRESS_1>'))

        ('ann@example.com', 'bob@example.org' | Invoke-AgentPrompt -Blueprint $path -System '').Text | Should -Be @('ann@example.com', 'bob@example.org')
    }

    It 'stops what must not leave, naming kinds and counts only' {
        $null = 'mail ann@example.com' | Invoke-AgentPrompt -Blueprint $path -System '' -ProtectionAction @{ EMAIL_ADDRESS = 'Block' } -ErrorVariable problems -ErrorAction SilentlyContinue

        $endpoint.RequestCount | Should -Be 0
        $problems[0].FullyQualifiedErrorId | Should -BeExactly 'ProtectionBlocked,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'SecurityError'
        "$($problems[0])" | Should -Match 'EMAIL_ADDRESS 1'
        "$($problems[0]) $($problems[0].Exception)" | Should -Not -Match 'ann@'
    }

    It 'keeps what is allowed to leave' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('ok'))

        $null = Invoke-AgentPrompt 'ann@example.com bob@example.org' -Blueprint $path -System '' -ProtectionAllowList 'ann@example.com' -ProtectionAction Redact

        $endpoint.Requests[0].Body | Should -Match 'ann@example.com <EMAIL_ADDRESS>'
    }

    It 'refuses kinds that need a model where no analyzer is named, unless they are allowed: <Entities>' -ForEach @(
        @{ Entities = '[PERSON, EMAIL_ADDRESS]'; Allowed = @('PERSON') }
        @{ Entities = '[]'; Allowed = @('PERSON', 'LOCATION', 'NRP') }
        @{ Entities = '[]'; Allowed = @('*') }
    ) {
        $path = New-ProtectedBlueprint $endpoint.BaseUrl $Entities
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('ok'))

        { Invoke-AgentPrompt 'ann@example.com' -Blueprint $path -System '' -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'ProtectionUnavailable*'
        $endpoint.RequestCount | Should -Be 0
        $reply = Invoke-AgentPrompt 'ann@example.com' -Blueprint $path -System '' -AllowUnprotectedEntity $Allowed -WarningAction SilentlyContinue
        $reply.Protection.Unprotected | Should -Contain 'PERSON'
        $endpoint.Requests[0].Body | Should -Not -Match 'ann@'
    }

    It 'fails closed where the analyzer does not answer' {
        $path = New-ProtectedBlueprint $endpoint.BaseUrl '[PERSON]'
        $env:PRESIDIO_ANALYZER_API_BASE = '127.0.0.1:9'

        $null = 'I am Ann' | Invoke-AgentPrompt -Blueprint $path -System '' -WarningAction SilentlyContinue -ErrorVariable problems -ErrorAction SilentlyContinue

        $endpoint.RequestCount | Should -Be 0
        $problems[0].FullyQualifiedErrorId | Should -BeExactly 'ProtectionFailed,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand'
        "$($problems[0])" | Should -Not -Match 'Ann'
    }

    It 'refuses an analyzer variable that holds no address' {
        $env:PRESIDIO_ANALYZER_API_BASE = 'ftp://x'

        { Invoke-AgentPrompt 'x' -Blueprint $path -System '' } | Should -Throw -ErrorId 'ProtectionUnavailable*'
    }

    It 'shows nothing of the prompt with -WhatIf' {
        $shown = Invoke-Fresh "Import-Module '$ManifestPath'; 'ann@example.com' | Invoke-AgentPrompt -Blueprint '$path' -System '' -WhatIf" | Out-String

        $shown | Should -Match 'POST'
        $shown | Should -Not -Match 'ann@'
    }

    It 'protects in simulation too, and needs no analyzer there' {
        $path = New-ProtectedBlueprint $endpoint.BaseUrl '[]'

        $reply = Invoke-AgentPrompt 'ann@example.com' -Blueprint $path -System '' -Mode Simulation

        "$($reply.Protection)" | Should -Match 'EMAIL_ADDRESS 1'
        $reply.Text | Should -Match 'ann@example.com'
    }
}
