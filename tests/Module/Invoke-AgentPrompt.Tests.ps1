BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function New-AgentFor {
        param($Endpoint, [string] $More = '', [string] $Tail = '')

        New-Blueprint -Model "model_id: test-model`nbase_url: $($Endpoint.BaseUrl)`n$More" -Tail $Tail
    }
}

Describe 'Invoke-AgentPrompt' {
    BeforeEach {
        $env:AGENT_TEST_KEY = 'sk-canary-0123456789'
        $env:EXECUTION_MODE = $null
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
        Remove-Item Env:/AGENT_TEST_* -ErrorAction Ignore
        $env:EXECUTION_MODE = $null
    }

    Context 'with an endpoint that answers' {
        It 'writes one reply with text, usage and finish reason' {
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(200, '{"id":"c-1","model":"served","choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}'))

            $reply = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System 'Be brief.'

            $reply | Should -BeOfType ([AgentCore.LiteLlm.Chat.AgentReply])
            "$reply" | Should -BeExactly 'Hello'
            $reply.FinishReason, $reply.Model, $reply.RequestedModel | Should -Be @('stop', 'served', 'test-model')
            $reply.Usage.InputTokens, $reply.Usage.OutputTokens, $reply.Usage.TotalTokens | Should -Be @(9, 12, 21)
            $reply.Endpoint | Should -BeExactly "$($endpoint.BaseUrl)/chat/completions"
            $reply.Simulated | Should -BeFalse
        }

        It 'sends what the blueprint says, and nothing else' {
            $env:AGENT_TEST_HEADER = 'header-value'
            $endpoint = Start-Endpoint
            $null = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint "api_key_env: AGENT_TEST_KEY`nextra_headers_env:`n  X-Test: AGENT_TEST_HEADER`n  X-Absent: AGENT_TEST_ABSENT") -System 'Be brief.'

            $request = $endpoint.Requests[0]
            $request.Method, $request.Path | Should -Be @('POST', '/v1/chat/completions')
            $request.Body | Should -BeExactly '{"model":"test-model","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"hi"}],"temperature":0.3,"max_tokens":100}'
            $request.FindHeader('Authorization') | Should -BeExactly 'Bearer sk-canary-0123456789'
            $request.FindHeader('X-Test') | Should -BeExactly 'header-value'
            $request.HeaderNames | Should -Not -Contain 'X-Absent'
        }

        It 'sends no Authorization where no key is named, whatever the environment holds' {
            $before = $env:OPENAI_API_KEY
            $env:OPENAI_API_KEY = 'sk-canary-openai'
            try {
                $endpoint = Start-Endpoint
                $null = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System ''
            }
            finally {
                $env:OPENAI_API_KEY = $before
            }

            $endpoint.Requests[0].HeaderNames | Should -Not -Contain 'Authorization'
        }

        It 'answers each prompt of a pipeline, in order' {
            $endpoint = Start-Endpoint
            $replies = 'first', 'second', 'third' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint) -System ''

            $replies.Text | Should -Be @('first', 'second', 'third').ForEach({ "Simulated reply from test-model to: $_" })
            $endpoint.Requests.Connection | Sort-Object -Unique | Should -HaveCount 1
        }

        It 'takes <Kind>' -ForEach @(
            @{ Kind = 'a prompt and a path'; Act = { param($path) Invoke-AgentPrompt 'hi' -Blueprint $path -System '' } }
            @{ Kind = 'a prompt and a model'; Act = { param($path) Invoke-AgentPrompt 'hi' -Model (Resolve-AgentModel $path) -System '' } }
            @{ Kind = 'prompts by pipeline and a model'; Act = { param($path) 'hi' | Invoke-AgentPrompt -Model (Resolve-AgentModel $path) -System '' } }
            @{ Kind = 'a model by pipeline'; Act = { param($path) Import-AgentBlueprint $path | Resolve-AgentModel | Invoke-AgentPrompt -Prompt 'hi' -System '' } }
            @{ Kind = 'a blueprint by pipeline'; Act = { param($path) Import-AgentBlueprint $path | Invoke-AgentPrompt -Prompt 'hi' -System '' } }
            @{ Kind = 'a file by pipeline'; Act = { param($path) Get-Item $path | Invoke-AgentPrompt 'hi' -System '' } }
        ) {
            $endpoint = Start-Endpoint
            $reply = & $Act (New-AgentFor $endpoint)

            $reply.Text | Should -BeExactly 'Simulated reply from test-model to: hi'
            $endpoint.RequestCount | Should -Be 1
        }

        It 'takes the system message from the prompts folder beside the blueprint' {
            $endpoint = Start-Endpoint
            $path = New-AgentFor $endpoint
            $null = New-Item -ItemType Directory (Join-Path (Split-Path $path) 'prompts') -Force
            Set-Content (Join-Path (Split-Path $path) 'prompts/system.md') "You are a test.`n"

            $null = Invoke-AgentPrompt 'hi' -Blueprint $path
            Remove-Item (Join-Path (Split-Path $path) 'prompts') -Recurse

            { Invoke-AgentPrompt 'hi' -Blueprint $path } | Should -Throw -ErrorId 'PromptNotFound,*'
            $warnings = $null
            $null = Invoke-AgentPrompt 'hi' -Blueprint $path -Mode Simulation -WarningVariable warnings -WarningAction SilentlyContinue

            ($endpoint.Requests[0].Body | ConvertFrom-Json).messages[0].content | Should -BeExactly 'You are a test.'
            $endpoint.Requests | Should -HaveCount 1
            "$warnings" | Should -BeLike '*prompt_ref*'
        }
    }

    Context 'with a prompt file that is no prompt' {
        It 'sends nothing when it is <Kind>' -ForEach @(
            @{ Kind = 'empty'; Bytes = [byte[]]@() }
            @{ Kind = 'blank'; Bytes = [byte[]](32, 10, 9) }
            @{ Kind = 'no text'; Bytes = [byte[]](0x89, 0x50, 0xff, 0) }
            @{ Kind = 'too large'; Bytes = [byte[]]::new(1MB + 1) }
        ) {
            $endpoint = Start-Endpoint
            $path = New-AgentFor $endpoint
            $prompts = New-Item -ItemType Directory (Join-Path (Split-Path $path) 'prompts') -Force
            [IO.File]::WriteAllBytes((Join-Path $prompts 'system.md'), $Bytes)

            try {
                { Invoke-AgentPrompt 'hi' -Blueprint $path } | Should -Throw -ErrorId 'PromptInvalid,*'
                (Invoke-AgentPrompt 'hi' -Blueprint $path -System '').Text | Should -Not -BeNullOrEmpty
            }
            finally { Remove-Item $prompts -Recurse }
            $endpoint.RequestCount | Should -Be 1
        }

        It 'does not wait for a pipe that nobody writes to' -Skip:$IsWindows {
            $folder = New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName "pipes-$([guid]::NewGuid())")
            & mkfifo "$folder/agent.yaml"

            { Invoke-AgentPrompt 'hi' -Blueprint "$folder/agent.yaml" } |
                Should -Throw -ErrorId 'BlueprintUnreadable,*' -ExpectedMessage '*is a pipe, not a file.'
        }
    }

    Context 'with text that JSON cannot carry' {
        It 'warns of half a character, and sends the rest as it is' {
            $endpoint = Start-Endpoint
            $warnings = $null
            $null = "a$([char]0xD83D)b", 'whole 😀' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint) -System "s$([char]0xDE00)" -WarningVariable warnings -WarningAction SilentlyContinue

            $warnings | Should -HaveCount 2
            "$($warnings[0])" | Should -BeLike '-System holds half a character*position 2*'
            "$($warnings[1])" | Should -BeLike 'The prompt holds half a character*position 2*'
            $endpoint.Requests[0].Prompt | Should -BeExactly "a$([char]0xFFFD)b"
            $endpoint.Requests[1].Prompt | Should -BeExactly 'whole 😀'
        }
    }

    Context 'with OpenAI''s published schema at hand' {
        It 'sends what it allows' {
            $published = [IO.Path]::GetFullPath("$RepositoryRoot/../shared/data/openai-chat.schema.json")
            if (-not (Test-Path $published)) { Set-ItResult -Skipped -Because 'the schema is not beside the repository' }
            $endpoint = Start-Endpoint
            $agent = New-AgentFor $endpoint
            $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System 'Be brief.'
            $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '' -Stream -Tag a, b -Metadata @{ trace_id = 't'; } -User u
            $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '' -OutputSchema @{ type = 'object'; properties = @{ a = @{ type = 'integer' } } } -ErrorAction SilentlyContinue

            $core = [AgentCore.LiteLlm.Chat.AgentReply].Assembly
            $jsonSchema = $core.GetType('AgentCore.LiteLlm.Schemas.JsonSchema')
            $problems = [Activator]::CreateInstance([Collections.Immutable.ImmutableArray`1].MakeGenericType($core.GetType('AgentCore.LiteLlm.Schemas.SchemaProblem')))
            $schema = $jsonSchema::Read([IO.File]::ReadAllText($published), [ref] $problems)
            $endpoint.RequestCount | Should -BeGreaterOrEqual 3
            foreach ($request in $endpoint.Requests) {
                # LiteLLM's tags are a list, which OpenAI's metadata does not know.
                $body = $request.Body -replace ',"tags":\["a","b"\]', ''

                # An element of the module's own System.Text.Json, whichever copy that is.
                $element = $jsonSchema::Read("{`"const`":$body}", [ref] $problems).Json.GetProperty('const')
                $schema.Validate($element) | Should -BeNullOrEmpty -Because $body
            }
        }
    }

    Context 'with prompts that come by pipeline' {
        It 'refuses a row without that column' {
            $text = 'Id,Promt', 't-1,hi' | ConvertFrom-Csv | Invoke-AgentPrompt -Blueprint "$RepositoryRoot/samples/proxy-agent.yaml" -Mode Simulation -WarningAction Ignore -ErrorVariable failed -ErrorAction SilentlyContinue

            $text | Should -BeNullOrEmpty
            $failed[0].Exception.Message | Should -BeLike "*no property 'Prompt' (it has Id, Promt)*Did you mean 'Promt'*"
        }

        It 'takes them from the property Prompt' {
            $endpoint = Start-Endpoint
            $null = [pscustomobject]@{ Prompt = 'from a column'; Other = 1 } | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint) -System ''

            $endpoint.Requests[0].Prompt | Should -BeExactly 'from a column'
        }

        It 'never sends <Kind> as its own prompt' -ForEach @(
            @{ Kind = 'a piped model'; Act = { param($path) Resolve-AgentModel $path | Invoke-AgentPrompt -System '' } }
            @{ Kind = 'a piped blueprint'; Act = { param($path) Import-AgentBlueprint $path | Invoke-AgentPrompt -System '' } }
            @{ Kind = 'a piped path'; Act = { param($path) $path | Invoke-AgentPrompt -System '' } }
        ) {
            $endpoint = Start-Endpoint
            { & $Act (New-AgentFor $endpoint) } | Should -Throw -ErrorId 'PromptMissing*'
            $endpoint.RequestCount | Should -Be 0
        }
    }

    Context 'with a proxy in the environment' {
        It 'never sends to it what is for this machine' {
            $endpoint = Start-Endpoint
            $proxy = Start-Endpoint
            try {
                $text = Invoke-Fresh "`$env:HTTP_PROXY = 'http://127.0.0.1:$($proxy.Port)'; Import-Module '$ManifestPath'; (Invoke-AgentPrompt hi -Blueprint '$(New-AgentFor $endpoint 'api_key_env: AGENT_TEST_KEY')' -System '').Text"

                $text | Should -BeExactly 'Simulated reply from test-model to: hi'
                $proxy.RequestCount | Should -Be 0
            }
            finally {
                $proxy.Dispose()
            }
        }
    }

    Context 'with -WhatIf' {
        It 'shows the request and sends nothing' {
            $endpoint = Start-Endpoint
            $text = Invoke-Fresh "Import-Module '$ManifestPath'; Invoke-AgentPrompt 'secret prompt' -Blueprint '$(New-AgentFor $endpoint 'api_key_env: AGENT_TEST_KEY')' -System '' -WhatIf" | Out-String

            $text | Should -BeLike "*POST $($endpoint.BaseUrl)/chat/completions*test-model*Authorization*bytes*"
            $text | Should -Not -BeLike '*canary*'
            $text | Should -Not -BeLike '*secret prompt*'
            $endpoint.RequestCount | Should -Be 0
        }
    }

    Context 'in simulation' {
        It 'needs no network and no key, and says so' {
            $path = New-Blueprint "model_id: m`nbase_url: https://nowhere.invalid`napi_key_env: AGENT_TEST_NOT_SET"

            $first = Invoke-AgentPrompt 'hi' -Blueprint $path -Mode Simulation -System '' -WarningAction SilentlyContinue
            $second = Invoke-AgentPrompt 'hi' -Blueprint $path -Mode Simulation -System '' -WarningAction SilentlyContinue

            $first.Simulated | Should -BeTrue
            $first.Mode | Should -Be 'Simulation'
            $first.Text | Should -BeLike '*hi*'
            $second.Text, $second.RequestId, $second.Usage.TotalTokens | Should -Be @($first.Text, $first.RequestId, $first.Usage.TotalTokens)
        }

        It 'is chosen by EXECUTION_MODE, and an unknown mode is refused' {
            $path = New-Blueprint "model_id: m`nbase_url: https://nowhere.invalid"
            $env:EXECUTION_MODE = 'simulation'
            (Invoke-AgentPrompt 'hi' -Blueprint $path -System '').Simulated | Should -BeTrue

            $env:EXECUTION_MODE = 'prod'
            { Invoke-AgentPrompt 'hi' -Blueprint $path -System '' } | Should -Throw -ErrorId 'ModeUnknown*'
        }

        It 'is refused where the blueprint does not enable it' {
            $path = New-Blueprint "model_id: m`nbase_url: https://nowhere.invalid" -Tail "execution_modes:`n  simulation: false`n  production: true`n"
            { Invoke-AgentPrompt 'hi' -Blueprint $path -Mode Simulation -System '' } | Should -Throw -ErrorId 'ModeNotEnabled*'
        }
    }

    Context 'before anything is sent' {
        It 'refuses <Kind> with <Id>, category <Category>' -ForEach @(
            @{ Kind = 'a named key that is not set'; Model = 'api_key_env: AGENT_TEST_NOT_SET'; Id = 'ApiKeyNotSet'; Category = 'AuthenticationError' }
            @{ Kind = 'an unset variable'; Model = 'model_id: ${AGENT_TEST_NOT_SET}'; Id = 'VariableNotSet'; Category = 'ObjectNotFound' }
            @{ Kind = 'personal data that nothing filters'; Model = ''; Tail = "observability:`n  data_protection:`n    provider: presidio`n"; Id = 'ProtectionUnavailable'; Category = 'SecurityError' }
        ) {
            $endpoint = Start-Endpoint
            $lines = $Model -like 'model_id*' ? "base_url: $($endpoint.BaseUrl)`n$Model" : "model_id: m`nbase_url: $($endpoint.BaseUrl)`n$Model"
            $path = New-Blueprint $lines -Tail "$Tail"

            $caught = $null
            try { 'a', 'b' | Invoke-AgentPrompt -Blueprint $path -System '' -WarningAction SilentlyContinue } catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeExactly "$Id,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand"
            $caught.CategoryInfo.Category | Should -Be $Category
            $endpoint.RequestCount | Should -Be 0
        }

        It 'names the parameter that helps against <Id>' -ForEach @(
            @{ Id = 'UnencryptedAuthentication'; Model = "base_url: http://proxy.invalid`napi_key_env: AGENT_TEST_KEY"; Advice = '*-AllowUnencryptedAuthentication*' }
            @{ Id = 'ApiKeyNotSet'; Model = "base_url: http://localhost:1`napi_key_env: AGENT_TEST_ABSENT"; Advice = '*AGENT_TEST_ABSENT*Resolve-AgentModel -ApiKey*' }
            @{ Id = 'PromptNotFound'; Model = 'base_url: http://localhost:1'; Arguments = @{}; Advice = "*-System '' *" }
            @{ Id = 'PromptVariableMissing'; Model = 'base_url: http://localhost:1'; Arguments = @{ System = 'Say {{word}}.'; Variable = @{} }; Advice = '*-Variable @{*' }
            @{ Id = 'OutputSchemaNotFound'; Model = 'base_url: http://localhost:1'; Tail = 'output_schema: absent'; Advice = '*-OutputSchema*' }
            @{ Id = 'ProtectionUnavailable'; Model = 'base_url: http://localhost:1'; Tail = "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [PERSON]"; Advice = '*-AllowUnprotectedEntity*' }
        ) {
            $arguments = $Arguments ?? @{ System = '' }
            $caught = $null
            try { Invoke-AgentPrompt 'hi' -Blueprint (New-Blueprint "model_id: m`n$Model" -Tail "$Tail") -WarningAction SilentlyContinue @arguments } catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $caught.ErrorDetails.RecommendedAction | Should -BeLike $Advice
            $caught.Exception.Message | Should -BeLike $Advice -Because 'scripts find the advice in the message too'
        }

        It 'refuses a key over http to another machine unless allowed' {
            $path = New-Blueprint "model_id: m`nbase_url: http://proxy.invalid`napi_key_env: AGENT_TEST_KEY"

            { Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'UnencryptedAuthentication*'
            { Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -WarningAction SilentlyContinue -AllowUnencryptedAuthentication -WhatIf } | Should -Not -Throw
        }

        It 'reports every mistake of a blueprint given as a parameter, then ends the pipeline' {
            $path = New-Blueprint "model_id: [m]`napi_key_env: [x]`nbase_url: http://localhost:1"

            $caught = $null
            $errors = $null
            try { 'a', 'b' | Invoke-AgentPrompt -Blueprint $path -ErrorAction SilentlyContinue -ErrorVariable errors } catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeExactly 'TypeMismatch,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand'
            $caught.TargetObject.Line | Should -Be 9
            $errors.TargetObject.Line | Should -Contain 10
        }

        It 'goes on with the next of a pipeline of models' {
            $endpoint = Start-Endpoint
            $errors = $null
            $bad = New-AgentFor $endpoint 'api_key_env: AGENT_TEST_NOT_SET'
            $replies = $bad, (New-AgentFor $endpoint) | Resolve-AgentModel -WarningAction SilentlyContinue | Invoke-AgentPrompt -Prompt 'hi' -System '' -ErrorAction SilentlyContinue -ErrorVariable errors

            $replies | Should -HaveCount 1
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'ApiKeyNotSet*'
        }
    }

    Context 'with an endpoint that fails' {
        It 'answers <Kind> with <Id>, category <Category>' -ForEach @(
            @{ Kind = '401'; Status = 401; Body = '{"error":{"message":"bad key","code":"401"}}'; Id = 'AuthenticationFailed'; Category = 'AuthenticationError' }
            @{ Kind = '403 in HTML'; Status = 403; Body = '<html><title>Access denied</title></html>'; Id = 'PermissionDenied'; Category = 'PermissionDenied' }
            @{ Kind = '404'; Status = 404; Body = '{"detail":"Not Found"}'; Id = 'WrongPath'; Category = 'ObjectNotFound' }
            @{ Kind = 'an unknown model'; Status = 404; Body = '{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}'; Id = 'ModelNotFound'; Category = 'ObjectNotFound' }
            @{ Kind = '302'; Status = 302; Body = ''; Id = 'WrongPath'; Category = 'ObjectNotFound' }
            @{ Kind = '400'; Status = 400; Body = '{"error":{"message":"no"}}'; Id = 'BadRequest'; Category = 'InvalidArgument' }
            @{ Kind = 'HTML with 200'; Status = 200; Body = '<html></html>'; Id = 'ReplyInvalid'; Category = 'InvalidResult' }
            @{ Kind = 'nothing with 200'; Status = 200; Body = ''; Id = 'ReplyInvalid'; Category = 'InvalidResult' }
            @{ Kind = 'an error with 200'; Status = 200; Body = '{"error":"Unexpected endpoint or method."}'; Id = 'WrongPath'; Category = 'ObjectNotFound' }
        ) {
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new($Status, $Body))
            $errors = $null
            Invoke-AgentPrompt 'my prompt' -Blueprint (New-AgentFor $endpoint 'api_key_env: AGENT_TEST_KEY') -System '' -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty

            $errors | Should -HaveCount 1
            $errors[0].FullyQualifiedErrorId | Should -BeExactly "$Id,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand"
            $errors[0].CategoryInfo.Category | Should -Be $Category
            $errors[0].TargetObject | Should -BeExactly 'my prompt'
            $errors[0].Exception | Should -BeOfType ([AgentCore.LiteLlm.Failures.ChatException])
            $errors[0].Exception.Failure.HttpStatus | Should -Be $Status
            $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty -Because 'every failure comes with advice'
        }

        It 'does not follow a redirect, and the other host sees nothing' {
            $other = Start-Endpoint
            $location = [Collections.Generic.KeyValuePair[string, string]]::new('Location', "$($other.BaseUrl)/chat/completions")
            $redirect = [AgentCore.LiteLlm.TestEndpoints.TestReply+Raw]::new([AgentCore.LiteLlm.TestEndpoints.TestStep[]]@([AgentCore.LiteLlm.TestEndpoints.TestStep+Bytes]::new("HTTP/1.1 307 Temporary Redirect`r`nLocation: $($location.Value)`r`nContent-Length: 0`r`n`r`n")))
            $endpoint = Start-Endpoint $redirect
            try {
                $errors = $null
                Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint 'api_key_env: AGENT_TEST_KEY') -System '' -ErrorAction SilentlyContinue -ErrorVariable errors
                $errors[0].FullyQualifiedErrorId | Should -BeLike 'WrongPath*'
                $other.RequestCount | Should -Be 0
            }
            finally {
                $other.Dispose()
            }
        }

        It 'names a server that is down' {
            $endpoint = Start-Endpoint
            $path = New-AgentFor $endpoint
            $endpoint.Dispose()

            $errors = $null
            Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable errors

            $errors[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionFailed*'
            $errors[0].CategoryInfo.Category | Should -Be 'ConnectionError'
            "$($errors[0])" | Should -BeLike '*connection refused*'
        }

        It 'gives up a silent endpoint after -OperationTimeoutSeconds' {
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Raw]::new([AgentCore.LiteLlm.TestEndpoints.TestStep[]]@([AgentCore.LiteLlm.TestEndpoints.TestStep+Hold]::new())))
            $errors = $null
            Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -OperationTimeoutSeconds 1 -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable errors

            $errors[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut*'
        }

        It 'binds runtime.max_execution_time' {
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Raw]::new([AgentCore.LiteLlm.TestEndpoints.TestStep[]]@([AgentCore.LiteLlm.TestEndpoints.TestStep+Hold]::new())))
            $errors = $null
            Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint -Tail "runtime:`n  max_execution_time: 1`n") -System '' -ErrorAction SilentlyContinue -ErrorVariable errors

            "$($errors[0])" | Should -BeLike '*limit of 1 s*'
        }

        It 'goes on with the next prompt' {
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, '{"error":{"message":"no"}}')), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('yes'))
            $errors = $null
            $replies = 'a', 'b' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint) -System '' -ErrorAction SilentlyContinue -ErrorVariable errors

            $replies.Text | Should -BeExactly 'yes'
            $errors[0].TargetObject | Should -BeExactly 'a'
        }
    }

    Context 'with secrets' {
        It 'shows none in any stream, error, transcript or serialised form, even where the endpoint echoes it' {
            $env:AGENT_TEST_HEADER = 'canary-header-0123456789'
            $echo = '{"error":{"message":"Received API Key sk-canary-0123456789 and canary-header-0123456789 (c2stY2FuYXJ5LTAxMjM0NTY3ODk=)","code":"401"}}'
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(401, $echo))
            $path = New-AgentFor $endpoint "api_key_env: AGENT_TEST_KEY`nextra_headers_env:`n  X-Test: AGENT_TEST_HEADER"

            $transcript = Join-Path (Get-Item TestDrive:/).FullName 'transcript.txt'
            $text = Invoke-Fresh @"
Start-Transcript -Path '$transcript' | Out-Null
Import-Module '$ManifestPath'
Invoke-AgentPrompt 'hi' -Blueprint '$path' -System '' -Verbose -Debug -ErrorVariable caught -ErrorAction Continue *>&1 | Out-String -Width 1000
`$Error | Format-List * -Force | Out-String -Width 1000
`$Error | ForEach-Object { Get-Error `$_ } | Out-String -Width 1000
`$Error | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue
[System.Management.Automation.PSSerializer]::Serialize(`$Error, 3)
Stop-Transcript | Out-Null
"@ | Out-String

            $shown = $text + (Get-Content -Raw $transcript)
            $shown | Should -BeLike '*AuthenticationFailed*'
            $shown | Should -Not -BeLike '*canary*'
            $shown | Should -Not -BeLike '*c2stY2FuYXJ5*'
        }
    }

    Context 'when it is stopped' {
        It 'ends while it waits for an answer, and the endpoint sees it leave' {
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Raw]::new([AgentCore.LiteLlm.TestEndpoints.TestStep[]]@([AgentCore.LiteLlm.TestEndpoints.TestStep+Hold]::new())))
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript("Import-Module '$ManifestPath'; Invoke-AgentPrompt 'hi' -Blueprint '$(New-AgentFor $endpoint)' -System ''")
                $running = $shell.BeginInvoke()
                $null = $endpoint.WaitForRequestAsync(0).Wait(60000)

                $shell.Stop()

                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
                $shell.Streams.Error | Should -BeNullOrEmpty
                $endpoint.WaitForDisconnectAsync(0).Wait(60000) | Should -BeTrue
            }
            finally {
                $shell.Dispose()
            }
        }
    }
}
