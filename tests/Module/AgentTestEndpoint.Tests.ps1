BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $env:EXECUTION_MODE = $null
}

Describe 'Start-AgentTestEndpoint' {
    AfterEach {
        Get-Variable endpoint -ValueOnly -ErrorAction Ignore | Where-Object { $_ } | Stop-AgentTestEndpoint
        $endpoint = $null
    }

    Context 'replies' {
        It 'gives text in order, and the last again and again' {
            $endpoint = Start-AgentTestEndpoint 'one', 'two'

            (1..3 | Invoke-AgentPrompt -Model $endpoint.Model).Text | Should -Be @('one', 'two', 'two')
        }

        It 'takes replies by pipeline' {
            $endpoint = 'one', @{ Text = 'two' } | Start-AgentTestEndpoint

            (1..2 | Invoke-AgentPrompt -Model $endpoint.Model).Text | Should -Be @('one', 'two')
        }

        It 'simulates after the last when told to, and without replies' {
            $endpoint = Start-AgentTestEndpoint 'one' -AfterLast Simulate
            (1..2 | Invoke-AgentPrompt -Model $endpoint.Model).Text | Should -Be @('one', 'Simulated reply from test-model to: 2')
            Stop-AgentTestEndpoint $endpoint

            $endpoint = Start-AgentTestEndpoint
            (Invoke-AgentPrompt 'hi' -Model $endpoint.Model).Text | Should -Be 'Simulated reply from test-model to: hi'
        }

        It 'refuses after the last when told to' {
            $endpoint = Start-AgentTestEndpoint 'one' -AfterLast Refuse

            $replies = 1..2 | Invoke-AgentPrompt -Model $endpoint.Model -ErrorVariable failed -ErrorAction SilentlyContinue

            $replies | Should -HaveCount 1
            $failed[0].Exception.Failure.ProviderCode | Should -Be 'no_reply_left'
        }

        It 'calls tools, counts usage and sets the finish reason' {
            $endpoint = Start-AgentTestEndpoint @{ ToolCalls = @(@{ Name = 'Get-Weather'; Arguments = @{ City = 'Paris' } }, @{ Name = 'x'; Arguments = '{broken'; Id = 'c-2' }); Usage = @{ InputTokens = 3; CachedInputTokens = 2 } }

            $reply = Invoke-AgentPrompt 'hi' -Model $endpoint.Model

            $reply.ToolCalls[0].Name, $reply.ToolCalls[0].Arguments | Should -Be @('Get-Weather', '{"City":"Paris"}')
            $reply.ToolCalls[1].Id, $reply.ToolCalls[1].Arguments | Should -Be @('c-2', '{broken')
            $reply.FinishReason, $reply.Usage.InputTokens, $reply.Usage.CachedInputTokens | Should -Be @('tool_calls', 3, 2)
        }

        It 'streams the pieces it is given' {
            $endpoint = Start-AgentTestEndpoint @{ Chunks = 'a', 'bc', 'd'; Reasoning = 'hm' }

            $parts = Invoke-AgentPrompt 'hi' -Model $endpoint.Model -Stream

            ($parts | Where-Object Kind -EQ Text).Text | Should -Be @('a', 'bc', 'd')
            $parts[-1].Reasoning | Should -Be 'hm'
        }

        It 'fails as it is told: <Id>' -ForEach @(
            @{ Reply = @{ Error = 'no'; Status = 401; Code = 'invalid_api_key' }; Id = 'AuthenticationFailed' }
            @{ Reply = @{ Status = 418 }; Id = 'BadRequest' }
            @{ Reply = @{ Error = 'broken' }; Id = 'ServerError' }
            @{ Reply = @{ Status = 400; Error = 'x'; Body = @{ object = 'error'; message = 'maximum context length is 5' } }; Id = 'ContextLengthExceeded' }
            @{ Reply = @{ Body = '<html></html>'; ContentType = 'text/html' }; Id = 'ReplyInvalid' }
            @{ Reply = @{ Steps = '<abort>' }; Id = 'ConnectionFailed' }
            @{ Reply = [pscustomobject]@{ Error = 'no'; Status = 403 }; Id = 'PermissionDenied' }
        ) {
            $endpoint = Start-AgentTestEndpoint $Reply

            Invoke-AgentPrompt 'hi' -Model $endpoint.Model -MaximumRetryCount 0 -ErrorVariable failed -ErrorAction SilentlyContinue

            $failed[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        }

        It 'breaks a stream where it is told to' {
            $endpoint = Start-AgentTestEndpoint @{ Steps = @{ Head = 'text/event-stream' }, "data: {`"choices`":[{`"delta`":{`"content`":`"begun`"}}]}`n`n", @{ Wait = 0.05 }, '<close>' }

            $null = Invoke-AgentPrompt 'hi' -Model $endpoint.Model -Stream -ErrorVariable failed -ErrorAction SilentlyContinue

            $failed[0].FullyQualifiedErrorId | Should -BeLike 'ReplyCutOff,*'
            $failed[0].Exception.Failure.PartialText | Should -Be 'begun'
        }

        It 'waits as long as it is told to' {
            $endpoint = Start-AgentTestEndpoint @{ Text = 'x'; Delay = 0.2 }

            $endpoint.WaitingReplies[0].Delay | Should -Be ([timespan]::FromSeconds(0.2))
        }

        It 'runs a scriptblock for each request, with $_ and $using:' {
            $greeting = 'Hello'
            $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
            $endpoint = Start-AgentTestEndpoint { ($using:seen).Enqueue($_.Prompt); @{ Text = "$using:greeting, $($_.Messages[-1].content)"; Model = $_.Model.ToUpper() } }

            $replies = 'a', 'b' | Invoke-AgentPrompt -Model $endpoint.Model

            $replies.Text | Should -Be @('Hello, a', 'Hello, b')
            $replies[0].Model | Should -Be 'TEST-MODEL'
            $seen | Should -Be @('a', 'b')
        }

        It 'says what is wrong with a scriptblock: <Kind>' -ForEach @(
            @{ Kind = 'it throws'; Script = { throw 'at me' }; Like = '*at me*' }
            @{ Kind = 'two replies'; Script = { 'a'; 'b' }; Like = '*more than one reply*' }
            @{ Kind = 'no reply'; Script = { @{ Txt = 1 } }; Like = "*no 'Txt'*" }
        ) {
            $endpoint = Start-AgentTestEndpoint $Script

            Invoke-AgentPrompt 'hi' -Model $endpoint.Model -ErrorVariable failed -ErrorAction SilentlyContinue

            $failed[0].Exception.Failure.ProviderMessage | Should -BeLike $Like
        }

        It 'refuses <Kind> before it starts' -ForEach @(
            @{ Kind = 'a misspelt entry'; Reply = @{ Txt = 'a' }; Like = "*no 'Txt'*Is 'Text' meant*" }
            @{ Kind = 'a status that is none'; Reply = @{ Status = 99 }; Like = '*whole number from 200 to 599*' }
            @{ Kind = 'a time that is none'; Reply = @{ Text = 'a'; Delay = 'soon' }; Like = '*TimeSpan*' }
            @{ Kind = 'a tool without a name'; Reply = @{ ToolCalls = @{ Arguments = 1 } }; Like = "*'Name'*" }
            @{ Kind = 'a header of the frame'; Reply = @{ Text = 'a'; Headers = @{ 'content-length' = 5 } }; Like = "*'Headers' holds 'content-length', which the endpoint writes itself*" }
            @{ Kind = 'a header that splits'; Reply = @{ Text = 'a'; Headers = @{ a = "b`r`nc" } }; Like = "*'Headers'*" }
            @{ Kind = 'a step that is none'; Reply = @{ Steps = @{ Times = 3 } }; Like = '*a step has one of*' }
            @{ Kind = 'an endless body'; Reply = & { $loop = @{}; $loop.self = $loop; @{ Body = $loop } }; Like = '*holds itself*' }
            @{ Kind = 'a thing'; Reply = [Text.StringBuilder]::new(); Like = '*no reply*' }
        ) {
            { Start-AgentTestEndpoint 'fine', $Reply } | Should -Throw -ErrorId 'TestReplyInvalid,*' -ExpectedMessage $Like
        }
    }

    Context 'the endpoint' {
        It 'is an address for every cmdlet' {
            $endpoint = Start-AgentTestEndpoint 'hello' -Model 'a', 'b'
            New-AgentBlueprint TestDrive:/new.yaml -BaseUrl $endpoint.BaseUrl -Force

            (Invoke-AgentPrompt 'hi' -Blueprint TestDrive:/new.yaml).Text | Should -Be 'hello'
            (Resolve-AgentModel (New-Blueprint -Model 'model_id: x') -BaseUrl $endpoint.BaseUrl | Invoke-AgentPrompt -Prompt 'hi' -System '').Text | Should -Be 'hello'
            (Get-AgentModel -Model $endpoint.Model).Id | Should -Be @('a', 'b')
            $endpoint.Model.ModelId | Should -Be 'a'
        }

        It 'asks for a key when told to, and its own model has it' {
            $endpoint = Start-AgentTestEndpoint 'hello' -RequiredKey 'test-key'

            (Invoke-AgentPrompt 'hi' -Model $endpoint.Model).Text | Should -Be 'hello'
            (Invoke-RestMethod "$($endpoint.BaseUrl)/models" -SkipHttpErrorCheck).error.code | Should -Be 'invalid_api_key'
        }

        It 'listens on the port it is given, and says when that is taken' {
            $endpoint = Start-AgentTestEndpoint
            { Start-AgentTestEndpoint -Port $endpoint.Port } | Should -Throw -ErrorId 'TestEndpointNotStarted,*'
            $port = $endpoint.Port
            Stop-AgentTestEndpoint $endpoint

            $endpoint = Start-AgentTestEndpoint -Port $port
            $endpoint.Port | Should -Be $port
        }

        It 'starts nothing with -WhatIf' {
            Start-AgentTestEndpoint -WhatIf | Should -BeNullOrEmpty
        }

        It 'stops at once, and twice does no harm' {
            $endpoint = Start-AgentTestEndpoint
            $null, $endpoint | Stop-AgentTestEndpoint -WhatIf -ErrorAction Ignore
            Invoke-RestMethod "$($endpoint.BaseUrl)/models" | Should -Not -BeNullOrEmpty

            Stop-AgentTestEndpoint $endpoint
            Stop-AgentTestEndpoint $endpoint

            { Invoke-RestMethod "$($endpoint.BaseUrl)/models" } | Should -Throw
        }

        It 'ends with <Kind>' -ForEach @(
            @{ Kind = 'its session'; End = '$shell.Runspace.Close()' }
            @{ Kind = 'the module'; End = '$null = $shell.AddScript("Remove-Module AgentCore.LiteLlm").Invoke()' }
        ) {
            $found = Invoke-Fresh @"
`$shell = [powershell]::Create([runspacefactory]::CreateRunspace()); `$shell.Runspace.Open()
`$url = `$shell.AddScript("Import-Module '$ManifestPath'; ```$e = Start-AgentTestEndpoint; ""```$(```$e.BaseUrl)/models""").Invoke()[0]; `$shell.Commands.Clear()
(Invoke-RestMethod `$url).object
$End
try { Invoke-RestMethod `$url -ConnectionTimeoutSeconds 2 } catch { 'gone' }
"@
            $found | Should -Be @('list', 'gone')
        }
    }
}

Describe 'Get-AgentTestRequest' {
    BeforeAll {
        $endpoint = Start-AgentTestEndpoint 'ok' -RequiredKey 'canary-key-123456'
        $null = 'one', 'two' | Invoke-AgentPrompt -Model $endpoint.Model -Headers @{ 'X-Api-Key' = 'canary-header-1'; 'X-Team' = 'red' } -System 'Be kind.'
        $null = Invoke-AgentPrompt 'three' -Model $endpoint.Model -Stream
    }

    AfterAll { Stop-AgentTestEndpoint $endpoint }

    It 'writes each request as objects, in order' {
        $requests = Get-AgentTestRequest

        $requests.Prompt | Should -Be @('one', 'two', 'three')
        $requests.Index | Should -Be @(0, 1, 2)
        $requests[0].Method, $requests[0].Path, $requests[0].Model, $requests[0].Outcome | Should -Be @('POST', '/v1/chat/completions', 'test-model', 'Answered')
        $requests[0].Messages.role | Should -Be @('system', 'user')
        $requests[0].Body | Should -BeOfType ([pscustomobject])
        $requests[0].Body.model | Should -Be 'test-model'
        ($requests[0].Body | ConvertTo-Json -Depth 9 -Compress) | Should -BeExactly $requests[0].BodyText
        $requests.Stream | Should -Be @($false, $false, $true)
        $requests[0].At | Should -BeOfType ([DateTimeOffset])
    }

    It 'stars secrets among the headers' {
        $request = $endpoint | Get-AgentTestRequest -Last 3 | Select-Object -First 1

        $request.Headers['Authorization'], $request.Headers['x-api-key'], $request.Headers['X-Team'] | Should -Be @('Bearer ***', '***', 'red')
        ($request | ConvertTo-Json -Depth 9) | Should -Not -Match 'canary'
        ($request | Format-List * | Out-String) | Should -Not -Match 'canary'
    }

    It 'writes the last ones' {
        (Get-AgentTestRequest $endpoint -Last 1).Prompt | Should -Be 'three'
    }

    It 'wants to know which, where several run' {
        $second = Start-AgentTestEndpoint
        try {
            { Get-AgentTestRequest } | Should -Throw -ErrorId 'TestEndpointUnclear,*'
        }
        finally {
            Stop-AgentTestEndpoint $second
        }
    }

    It 'reads a stopped endpoint too' {
        $stopped = Start-AgentTestEndpoint
        $null = Invoke-AgentPrompt 'hi' -Model $stopped.Model
        Stop-AgentTestEndpoint $stopped

        (Get-AgentTestRequest $stopped).Prompt | Should -Be 'hi'
    }
}
