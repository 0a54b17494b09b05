BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    $refusal = '{"error":{"message":"Function tools with reasoning_effort are not supported for m in /v1/chat/completions. Please use /v1/responses instead.","type":"invalid_request_error","param":"reasoning_effort","code":null}}'
    function Get-Stock { param([string] $Product) 3 }
}

Describe 'The API of a model' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
    }

    It 'is the one that the file asks for, and the reply says so' {
        $endpoint = Start-Endpoint
        $agent = New-Blueprint "model_id: m`nbase_url: $($endpoint.BaseUrl)`napi: responses"

        $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -System 'Be short.'

        $reply.Text | Should -BeExactly 'Simulated reply from m to: hi'
        $reply.Api | Should -Be 'Responses'
        $endpoint.Requests.Path | Should -BeLike '*/responses'
        $body = $endpoint.Requests[0].Body | ConvertFrom-Json
        $body.store, $body.instructions, $body.input[0].content | Should -Be @($false, 'Be short.', 'hi')
        (Resolve-AgentModel $agent).Endpoint | Should -BeLike '*/responses'
    }

    It 'is learned from an endpoint that takes tools by the other one only' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal)), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $agent = New-Blueprint "model_id: m$(New-Guid)`nbase_url: $($endpoint.BaseUrl)"
        (Resolve-AgentModel $agent).Api | Should -Be 'Chat'

        $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -Tool Get-Stock -ToolApproval All -System '' -WarningVariable warnings

        $reply.Api | Should -Be 'Responses'
        $warnings | Should -BeNullOrEmpty
        $endpoint.Requests[0].Path | Should -BeLike '*/chat/completions'
        $endpoint.Requests[1].Path | Should -BeLike '*/responses'
        $model = Resolve-AgentModel $agent
        $model.Api, $model.ApiReason | Should -BeLike '*esponses*'
    }
}

Describe 'What works by chat completions works by /responses: <_>' -ForEach 'file', 'learned' {
    BeforeAll {
        # The API that the file asks for, or the one that an endpoint wants: what comes of it must be the same.
        function New-ResponsesAgent {
            param([string] $Tail = '', [string] $How = $_)

            $api = $How -eq 'file' ? "`napi: responses" : ''
            New-Blueprint "model_id: m$(New-Guid)`nbase_url: $($endpoint.BaseUrl)$api" -Tail $Tail
        }

        function Add-Refusal {
            if ($how -eq 'learned') {
                $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal))
            }
        }

        $how = $_
    }

    BeforeEach {
        $endpoint = Start-Endpoint
        $agent = New-ResponsesAgent -How $how
        $made = (Get-Item TestDrive:/).FullName
    }

    AfterEach { $endpoint.Dispose() }

    It 'records and replays, whole and streamed' {
        Add-Refusal
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Chunks = [string[]]@('on', 'e') })
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Chunks = [string[]]@('tw', 'o') })
        $cassette = Join-Path $made "$(New-Guid).json"
        $live = Invoke-AgentPrompt 'a' -Blueprint $agent -System '' -RecordPath $cassette
        $streamed = Invoke-AgentPrompt 'b' -Blueprint (New-ResponsesAgent -How file) -System '' -RecordPath $cassette -Stream
        $asked = $endpoint.RequestCount
        $endpoint.Dispose()

        $again = Invoke-AgentPrompt 'a' -Blueprint $agent -System '' -ReplayPath $cassette

        $again.Text, $again.Api, $again.Replayed | Should -Be @('one', 'Responses', $true)
        $again.Attempts | Should -Be $live.Attempts
        -join ($streamed | Where-Object Kind -EQ Text).Text | Should -BeExactly 'two'
        $asked | Should -Be ($how -eq 'file' ? 2 : 3)
    }

    It 'asks in a second run of a journal only for what the first did not get' {
        Add-Refusal
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('one'))
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(400, 'bad'))
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('two'))
        $journal = Join-Path $made "$(New-Guid).jsonl"
        $first = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -JournalPath $journal -ErrorAction SilentlyContinue
        $before = $endpoint.RequestCount
        $second = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -JournalPath $journal -ThrottleLimit 2

        $first.Text | Should -Be 'one'
        $second.Text | Should -Be 'one', 'two'
        $second.FromJournal | Should -Be $true, $false
        $second.Api | Should -Be 'Responses', 'Responses'
        $endpoint.RequestCount - $before | Should -Be 1
    }

    It 'goes up as a batch and comes back as replies, in another session too' {
        Add-Refusal
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        if ($how -eq 'learned') {
            $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System ''
        }

        $before = $endpoint.RequestCount
        $batch = 'one', 'two' | Submit-AgentBatch -Blueprint $agent -System 'Be brief.'
        $here = $batch | Receive-AgentBatch -Wait
        $there = Receive-AgentBatch $agent -Id $batch.Id

        $here.Text | Should -Be @($there.Text)
        $here.Text[1] | Should -BeLike '*two'
        $there.Api | Should -Be 'Responses', 'Responses'
        $there[0].Endpoint | Should -BeLike '*/responses'
        $upload, $made = $endpoint.Requests[$before], $endpoint.Requests[$before + 1]
        $upload.Body | Should -Match '"url":"/v1/responses","body":{"model"'
        $upload.Body | Should -Match '"instructions":"Be brief."'
        $made.Body | Should -Match '"endpoint":"/v1/responses"'
    }

    It 'keeps the placeholders of a conversation with tools, which goes on over the other API' {
        $agent = New-ResponsesAgent -How $how -Tail "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]`n"
        Add-Refusal
        $call = [AgentCore.LiteLlm.TestEndpoints.TestToolCall]::new('Get-Stock', '{"Product":"<EMAIL_ADDRESS_1>"}')
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ ToolCalls = [AgentCore.LiteLlm.TestEndpoints.TestToolCall[]]@($call); Reasoning = 'why' })
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('3 of <EMAIL_ADDRESS_1>.'))
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('<EMAIL_ADDRESS_2>, not <EMAIL_ADDRESS_1>.'))
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('Still <EMAIL_ADDRESS_2>.'))

        $first = Invoke-AgentPrompt 'Stock of ann@example.com?' -Blueprint $agent -System '' -Tool Get-Stock -ToolApproval All
        $second = Invoke-AgentPrompt 'And bob@example.org?' -Blueprint $agent -System '' -Conversation $first.Conversation -Tool Get-Stock -ToolApproval All -Stream
        $other = New-Blueprint "model_id: x`nbase_url: $($endpoint.BaseUrl)`napi: chat" -Tail "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]`n"
        $third = Invoke-AgentPrompt 'Sure?' -Blueprint $other -System '' -Conversation $second[-1].Conversation

        ($first.Steps | Where-Object Tool).Arguments | Should -BeExactly '{"Product":"ann@example.com"}'
        $first.Text, $second[-1].Text, $third.Text | Should -Be @('3 of ann@example.com.', 'bob@example.org, not ann@example.com.', 'Still bob@example.org.')
        $third.Api | Should -Be 'Chat'
        $endpoint.Requests[-1].Path | Should -BeLike '*/chat/completions'
        ($endpoint.Requests.Body -join "`n") | Should -Not -Match '@example'
        ($endpoint.Requests[-1].Body | ConvertFrom-Json).messages.role | Should -Be @('user', 'assistant', 'tool', 'assistant', 'user', 'assistant', 'user')
    }
}

Describe 'What /responses does not know' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
    }

    It 'is said of a parameter that contradicts the file' {
        $endpoint = Start-Endpoint
        $agent = New-Blueprint "model_id: m`nbase_url: $($endpoint.BaseUrl)`napi: responses"

        $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '' -Seed 7 -WarningVariable said -WarningAction SilentlyContinue

        "$said" | Should -BeLike "*'seed'*has no effect*/responses*"
        $endpoint.Requests[0].Body | Should -Not -Match 'seed'
        { Invoke-AgentPrompt 'hi' -Blueprint $agent -System '' -Seed 7 -Strict -ErrorAction Stop } | Should -Throw "*'seed'*"
        $endpoint.RequestCount | Should -Be 1
    }

    It 'is said of a limit that is raised and of marks that are not sent' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal)), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $agent = New-Blueprint "model_id: claude-$(New-Guid)`nbase_url: $($endpoint.BaseUrl)`nmax_tokens: 5`ncache_prompt: default"
        (Get-Content -Raw $agent) -replace '  max_tokens: 100\r?\n' | Set-Content $agent

        $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System 'x' -WarningVariable first -WarningAction SilentlyContinue
        $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System 'x' -WarningVariable second -WarningAction SilentlyContinue

        "$first" | Should -BeLike "*without 'cache_control'*16 tokens*in place of 5*"
        "$second" | Should -BeLike '*16 tokens*in place of 5*'
    }
}
