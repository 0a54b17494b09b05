BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    $refusal = '{"error":{"message":"Unsupported parameter: ''top_p'' is not supported with this model.","type":"invalid_request_error","param":"top_p","code":"unsupported_parameter"}}'

    function New-AgentFor {
        param($Endpoint, [string] $More = '')

        New-Blueprint -Model "model_id: m$(New-Guid)`nbase_url: $($Endpoint.BaseUrl)`n$More"
    }
}

Describe 'The controls of a model' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
    }

    It 'are shown with their places by Resolve-AgentModel, and parameters stand over the file' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`ntop_p: 0.9`nseed: 7`nstop: [END]`nextra_body: { top_k: 40 }"

        $model = Resolve-AgentModel $path -Seed 8 -Temperature 0.1

        "$($model.Controls)" | Should -BeExactly 'top_p 0.9, seed 8, stop "END", extra_body top_k'
        $model.Temperature | Should -Be 0.1
        $model.Origins['Seed'], $model.Origins['Temperature'] | Should -Be @('-Seed', '-Temperature')
        $model.Origins['TopP'] | Should -BeLike 'model.top_p in *'
        $model | Out-String | Should -BeLike '*Controls*top_p 0.9, seed 8*'
        Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: http://localhost:4000") | Out-String | Should -Not -BeLike '*Controls*'
    }

    It 'are sent, those of the call before those of the file' {
        $endpoint = Start-Endpoint
        $agent = New-AgentFor $endpoint "top_p: 0.9`nseed: 7`nverbosity: low`nextra_body: { top_k: 40 }"

        $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '' -Seed 0 -TopP 1 -Temperature 0
        $null = Resolve-AgentModel $agent -Seed 9 | Invoke-AgentPrompt -Prompt 'hi' -System ''

        $first, $second = $endpoint.Requests.Body | ConvertFrom-Json
        $first.temperature, $first.top_p, $first.seed, $first.verbosity, $first.top_k | Should -Be @(0, 1, 0, 'low', 40)
        $second.temperature, $second.top_p, $second.seed | Should -Be @(0.3, 0.9, 9)
    }

    It 'are left out where the endpoint refuses them, with one warning' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal)), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $agent = New-AgentFor $endpoint 'top_p: 0.9'

        $replies = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -WarningVariable warnings -WarningAction SilentlyContinue

        $replies.Attempts | Should -Be @(2, 1)
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*it is sent without 'top_p' from now on.*"
        ($endpoint.Requests.Body -like '*top_p*') | Should -HaveCount 1
    }

    It 'end a strict call where they are refused' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal))

        Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint 'top_p: 0.9') -System '' -Strict -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $errors[0].FullyQualifiedErrorId | Should -BeLike 'BadRequest*'
        $errors[0].Exception.Failure.Parameter | Should -BeExactly 'top_p'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'The call is strict, so nothing was left out.*'
        $endpoint.Requests | Should -HaveCount 1
    }

    It 'make warnings about the file errors, with -Strict' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`ntop_pp: 0.9"

        { Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -Mode Simulation -Strict } | Should -Throw -ErrorId 'KeyUnknown,*'
        (Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -Mode Simulation -WarningAction SilentlyContinue).Simulated | Should -BeTrue
    }

    It 'say how much a model reasons, in the form that it reads: <Model> at <Url>' -ForEach @(
        @{ Url = 'http://localhost:4000'; Model = 'team/fast'; More = 'reasoning_effort: low'; Shown = 'reasoning_effort low (*LiteLLM*' }
        @{ Url = 'https://api.anthropic.com/v1'; Model = 'claude-sonnet-4-5'; More = 'reasoning_effort: low'; Shown = 'thinking enabled, budget_tokens 1024 (*' }
        @{ Url = 'https://openrouter.ai/api/v1'; Model = 'x/y'; More = 'reasoning_effort: low'; Shown = 'reasoning.effort low (*' }
    ) {
        $path = New-Blueprint "model_id: $Model`nbase_url: $Url`n$More"

        $verbose, $model = (Resolve-AgentModel $path -Verbose -WarningAction SilentlyContinue 4>&1).Where({ $_ -is [Management.Automation.VerboseRecord] }, 'Split')

        "$($model[0].Reasoning) ($($model[0].Reasoning.Source))" | Should -BeLike $Shown
        $model[0].Origins['Reasoning'] | Should -BeLike 'model.reasoning_effort in *'
        "$verbose" | Should -BeLike "*the model is asked to reason by '$($model[0].Reasoning)'*"
    }

    It 'send the effort of the call before that of the file, and learn the nearest level' {
        $levels = '{"error":{"message":"Unsupported value: ''reasoning_effort'' does not support ''max'' with this model. Supported values are: ''low'', ''high''.","type":"invalid_request_error","param":"reasoning_effort","code":"unsupported_value"}}'
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $levels)), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $agent = New-Blueprint -Model "model_id: m$(New-Guid)`nbase_url: $($endpoint.BaseUrl)" -Tail "thinking: { enabled: true, budget_tokens: 50 }"

        $null = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -ReasoningEffort Max -WarningVariable warnings -WarningAction SilentlyContinue
        $null = Invoke-AgentPrompt 'c' -Blueprint $agent -System ''

        ($endpoint.Requests.Body | ConvertFrom-Json).reasoning_effort | Should -Be @('max', 'high', 'high', 'low')
        "$warnings" | Should -BeLike "*it does not know the effort 'max', so 'high' is asked for from now on.*"
    }

    It 'warn that a Claude that thinks gets no temperature' {
        $path = New-Blueprint "model_id: claude-sonnet-4-6`nbase_url: https://api.anthropic.com/v1"

        $null = Resolve-AgentModel $path -ReasoningEffort High -WarningVariable warnings -WarningAction SilentlyContinue
        $null = Invoke-AgentPrompt 'hi' -Model (Resolve-AgentModel $path) -System '' -Mode Simulation -ReasoningEffort High -WarningVariable more -WarningAction SilentlyContinue

        "$warnings" | Should -BeLike '*takes no temperature but 1*'
        "$more" | Should -BeLike '*takes no temperature but 1*'
    }

    It 'go on to a fallback, which the reply names with the reason' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(503, '{"error":{"message":"overloaded"}}')), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $agent = New-AgentFor $endpoint "fallbacks: [second, third]"

        $replies = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -MaximumRetryCount 0 -WarningVariable warnings -WarningAction SilentlyContinue

        $replies.RequestedModel | Should -Be @('second', 'second')
        $replies[0].FallbackReason | Should -BeLike "Model 'm*' did not answer (GatewayError, 503)."
        $replies[0].Steps[0].Kind, "$($replies[0].Steps[0])" | Should -Be @('Fallback', "Turn 1: $($replies[0].FallbackReason)")
        $warnings | Should -HaveCount 1
        $endpoint.Requests | Should -HaveCount 3
    }

    It 'show the whole order before any call' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`nfallbacks: [second, third]"
        $model = Resolve-AgentModel $path

        $model.Fallbacks.ModelId | Should -Be @('second', 'third')
        $model | Out-String -Width 200 | Should -BeLike '*second at http://localhost:4000/chat/completions, then third at *'
        (Resolve-AgentModel $path -Fallback other).Origins['Fallbacks'] | Should -BeExactly '-Fallback'
        $text = Invoke-Fresh "Import-Module '$ManifestPath'; Invoke-AgentPrompt 'hi' -Blueprint '$path' -System '' -WhatIf; Invoke-AgentPrompt 'hi' -Blueprint '$path' -System '' -Fallback other -WhatIf" | Out-String
        $text | Should -BeLike '*model m,*; then model second; then model third*model m,*; then model other*'
    }

    It 'warn that a batch has no fallbacks' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000"

        $null = 'hi' | Submit-AgentBatch -Blueprint $path -System '' -Mode Simulation -Fallback other -WarningVariable warnings -WarningAction SilentlyContinue

        "$warnings" | Should -BeLike '*A batch asks one model*'
    }

    It 'mark what an endpoint keeps in its cache, and the reply and the sums count what it gave and took' {
        $usage = '"usage":{"prompt_tokens":1000,"completion_tokens":10,"total_tokens":1010,"prompt_tokens_details":{"cached_tokens":600,"cache_write_tokens":100}}'
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(200, "{`"choices`":[{`"message`":{`"content`":`"a`"},`"finish_reason`":`"stop`"}],$usage}"))
        $agent = New-Blueprint "model_id: claude-sonnet-4-5`nbase_url: $($endpoint.BaseUrl)`ncache_prompt: default"
        $env:MODEL_PRICING = '{"claude-sonnet-4-5":[3,15,0.3,3.75]}'
        try {
            $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -System 'Be brief.'
        }
        finally {
            $env:MODEL_PRICING = $null
        }

        $endpoint.Requests[0].Body | Should -BeLike '*"text":"Be brief.","cache_control":{"type":"ephemeral"}}*'
        $reply.Usage.CachedInputTokens, $reply.Usage.CacheWriteTokens | Should -Be @(600, 100)
        $reply.Cost | Should -Be (0.3 * 3 + 0.6 * 0.3 + 0.1 * 3.75 + 0.01 * 15)
        $sum = $reply, $reply | Measure-AgentUsage
        $sum.CachedInputTokens, $sum.CacheWriteTokens, $sum.Cost | Should -Be @(1200, 200, ($reply.Cost * 2))
        Resolve-AgentModel $agent | Out-String | Should -BeLike '*Caching*cache_control on prompt*'
    }

    It 'are in what -WhatIf measures, also of a batch' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000"
        $text = Invoke-Fresh "Import-Module '$ManifestPath'; foreach (`$set in @{}, @{ Seed = 12345 }) { Invoke-AgentPrompt 'hi' -Blueprint '$path' -System '' -WhatIf @set; 'hi' | Submit-AgentBatch -Blueprint '$path' -System '' -WhatIf @set }" | Out-String
        $sizes = [regex]::Matches($text, '(\d+) bytes').ForEach({ [int]$_.Groups[1].Value })

        ($sizes[2] - $sizes[0]), ($sizes[3] - $sizes[1]) | Should -Be @(13, 13)
    }
}
