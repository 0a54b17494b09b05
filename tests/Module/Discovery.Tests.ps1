BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $env:EXECUTION_MODE = $null

    $liteLlmList = @{ WhenPath = '/models'; Body = @{ object = 'list'; data = @(@{ id = 'smart'; created = 1677610602; owned_by = 'openai' }, @{ id = 'fast'; created = 1677610602; owned_by = 'openai' }) } }
    $liteLlmInfo = @{ WhenPath = '/model/info'; Body = @{ data = @(@{ model_name = 'smart'; model_info = @{ mode = 'chat'; max_input_tokens = 200000; max_output_tokens = 64000; input_cost_per_token = 3e-6; output_cost_per_token = 1.5e-5; supports_function_calling = $true; litellm_provider = 'anthropic' } }) } }
    $liteLlmReady = @{ WhenPath = '/health/readiness'; Body = @{ status = 'healthy'; litellm_version = '1.82.8' } }
}

AfterAll {
    $env:EXECUTION_MODE = $null
}

Describe 'Get-AgentModel' {
    AfterEach {
        if ($endpoint) { Stop-AgentTestEndpoint $endpoint }
        Remove-Item Env:/AGENT_TEST_* -ErrorAction Ignore
    }

    It 'lists models with LiteLLM''s limits, abilities and prices' {
        $endpoint = Start-AgentTestEndpoint $liteLlmList, $liteLlmInfo

        $models = Get-AgentModel (New-Blueprint -Model "model_id: smart`nbase_url: $($endpoint.BaseUrl)")

        $models | Should -BeOfType ([AgentCore.LiteLlm.Endpoints.AgentModelInfo])
        "$models" | Should -Be 'smart fast'
        $smart = $models[0]
        $smart.Mode, $smart.MaxInputTokens, $smart.MaxOutputTokens, $smart.SupportsTools, $smart.Provider | Should -Be @('chat', 200000, 64000, $true, 'anthropic')
        $smart.InputCostPerToken, $smart.OutputCostPerToken | Should -Be @(0.000003, 0.000015)
        $models[1].Mode | Should -BeNullOrEmpty
    }

    It 'finds by name with wildcards, and says when a name is not offered' {
        $endpoint = Start-AgentTestEndpoint -Model 'gpt-a', 'gpt-b', 'o1'

        (Get-AgentModel -Model $endpoint.Model -Id 'gpt*', 'O1').Id | Should -Be @('gpt-a', 'gpt-b', 'o1')
        Get-AgentModel -Model $endpoint.Model -Id 'none' -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ModelNotListed,*'
        Get-AgentModel -Model $endpoint.Model -Id 'none*' | Should -BeNullOrEmpty
    }

    It 'takes blueprints by pipeline, and one failure does not end it' {
        $endpoint = Start-AgentTestEndpoint -Model 'a' -RequiredKey 'right'
        $env:AGENT_TEST_KEY = 'wrong'
        $env:AGENT_TEST_KEY2 = 'right'
        $paths = 'AGENT_TEST_KEY', 'AGENT_TEST_KEY2' | ForEach-Object { New-Blueprint -Model "model_id: a`nbase_url: $($endpoint.BaseUrl)`napi_key_env: $_" }

        $models = $paths | Get-AgentModel -ErrorVariable failed -ErrorAction SilentlyContinue

        $models.Id | Should -Be 'a'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        "$($failed[0])" | Should -Not -Match 'wrong\b'
    }

    It 'sends nothing with -WhatIf, without its key, or unencrypted' {
        $endpoint = Start-AgentTestEndpoint
        Get-AgentModel -Model $endpoint.Model -WhatIf
        Get-AgentModel (New-Blueprint -Model "model_id: a`nbase_url: $($endpoint.BaseUrl)`napi_key_env: AGENT_TEST_ABSENT") -ErrorVariable failed -ErrorAction SilentlyContinue
        $env:AGENT_TEST_KEY = 'sk-canary'
        Get-AgentModel (New-Blueprint -Model "model_id: a`nbase_url: http://llm.invalid/v1`napi_key_env: AGENT_TEST_KEY") -ErrorVariable +failed -ErrorAction SilentlyContinue

        $failed.CategoryInfo.Category | Should -Be @('AuthenticationError', 'SecurityError')
        $endpoint.RequestCount | Should -Be 0
    }

    It 'answers by itself in simulation' {
        $found = Get-AgentModel (New-Blueprint -Model "model_id: a`nbase_url: http://llm.invalid`napi_key_env: AGENT_TEST_ABSENT") -Mode Simulation

        $found.Simulated | Should -BeTrue
        Test-AgentEndpoint (New-Blueprint -Model "model_id: a`nbase_url: http://llm.invalid") -Mode Simulation | Should -BeTrue
    }

    It 'refuses a mode that is none' {
        $env:EXECUTION_MODE = 'prod'
        try {
            { Get-AgentModel (New-Blueprint -Model "model_id: a`nbase_url: http://llm.invalid") } | Should -Throw -ExpectedMessage '*EXECUTION_MODE*'
        }
        finally {
            $env:EXECUTION_MODE = $null
        }
    }
}

Describe 'Test-AgentEndpoint' {
    AfterEach {
        if ($endpoint) { Stop-AgentTestEndpoint $endpoint }
    }

    It 'is true for an endpoint that could be called' {
        $endpoint = Start-AgentTestEndpoint

        Test-AgentEndpoint -Model $endpoint.Model | Should -BeTrue
        $endpoint.Requests.Path | Should -Be '/v1/models'
    }

    It 'is false, and says why with -Verbose, when <Kind>' -ForEach @(
        @{ Kind = 'nobody is there'; Act = { $e = Start-AgentTestEndpoint; Stop-AgentTestEndpoint $e; $e.Model }; Like = '*cannot be reached*' }
        @{ Kind = 'the key is wrong'; Act = { $script:endpoint = Start-AgentTestEndpoint -RequiredKey right; Resolve-AgentModel (New-Blueprint -Model 'model_id: test-model') -BaseUrl $endpoint.BaseUrl -ApiKey (ConvertTo-SecureString wrong -AsPlainText -Force) }; Like = '*401*' }
        @{ Kind = 'the model is not offered'; Act = { $script:endpoint = Start-AgentTestEndpoint -Model a; Resolve-AgentModel (New-Blueprint -Model 'model_id: b') -BaseUrl $endpoint.BaseUrl }; Like = "*does not offer 'b'*" }
    ) {
        $said = Test-AgentEndpoint -Model (& $Act) -Verbose 4>&1

        $said[-1] | Should -BeFalse
        "$said" | Should -BeLike $Like
    }

    It 'reports LiteLLM''s version and what is known against it, and never asks the paid health' {
        $endpoint = Start-AgentTestEndpoint $liteLlmList, $liteLlmReady

        $report = Test-AgentEndpoint (New-Blueprint -Model "model_id: smart`nbase_url: $($endpoint.BaseUrl)") -Detailed

        $report.IsReady, $report.Reachable, $report.Authorized, $report.ModelKnown, $report.ModelCount | Should -Be @($true, $true, $true, $true, 2)
        $report.LiteLlmVersion | Should -Be '1.82.8'
        $report.Advisories[0].Kind | Should -Be 'Malicious'
        $report.Latency | Should -BeOfType ([timespan])
        $endpoint.Requests.Path | Should -Not -Contain '/health'
    }

    It 'finds a missing /v1' {
        $endpoint = Start-AgentTestEndpoint -RequireBasePath

        $report = Test-AgentEndpoint (New-Blueprint -Model "model_id: test-model`nbase_url: $($endpoint.Uri)") -Detailed

        $report.IsReady | Should -BeFalse
        $report.Failure.Kind | Should -Be 'WrongPath'
        $report.Hint | Should -BeLike "*$($endpoint.BaseUrl)*"
    }
}

Describe 'Completion' {
    BeforeAll {
        function Complete([string] $Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText }
    }

    AfterEach {
        if ($endpoint) { Stop-AgentTestEndpoint $endpoint }
    }

    It 'offers the models of the endpoint that the line leads to' {
        $endpoint = Start-AgentTestEndpoint -Model 'alpha', 'beta', 'with space', 'it''s', 'org/x:free'
        $path = New-Blueprint -Model "model_id: x`nbase_url: $($endpoint.BaseUrl)"

        Complete "Resolve-AgentModel $path -ModelId " | Should -Be @('alpha', 'beta', "'with space'", "'it''s'", 'org/x:free')
        Complete "Resolve-AgentModel $path -ModelId be" | Should -Be 'beta'
        Complete "New-AgentBlueprint x.yaml -BaseUrl $($endpoint.BaseUrl) -ModelId al" | Should -Be 'alpha'
        Complete "Get-AgentModel $path -Id a" | Should -Be 'alpha'
        $endpoint.RequestCount | Should -BeLessOrEqual 2
    }

    It 'gives up an endpoint that never answers, and does not throw' {
        $endpoint = Start-AgentTestEndpoint @{ WhenPath = '/models'; Steps = '<hold>' }
        $path = New-Blueprint -Model "model_id: x`nbase_url: $($endpoint.BaseUrl)"

        Complete "Resolve-AgentModel $path -ModelId zz" | Should -BeNullOrEmpty
        $endpoint.RequestCount | Should -Be 1
        { Complete 'Resolve-AgentModel not-there.yaml -ModelId zz' } | Should -Not -Throw
    }

    It 'offers folders and the YAML files that are blueprints' {
        $folder = Join-Path (Get-Item TestDrive:/).FullName 'complete'
        $null = New-Item -ItemType Directory -Path "$folder/agents" -Force
        Copy-Item (New-Blueprint -Model 'model_id: x') "$folder/agent.yaml"
        Copy-Item (New-Blueprint -Model 'model_id: x') "$folder/a b.yml"
        Set-Content "$folder/azure-pipelines.yaml" 'trigger: none'
        Push-Location $folder
        try {
            $found = Complete 'Import-AgentBlueprint a'
            $shown = Complete 'Test-AgentEndpoint ./ag'
        }
        finally {
            Pop-Location
        }

        $found | Should -Be @("agents$([IO.Path]::DirectorySeparatorChar)", "'a b.yml'", 'agent.yaml')
        $shown | Should -Be @("./agents$([IO.Path]::DirectorySeparatorChar)", './agent.yaml')
    }

    It 'offers paths as the parameter takes them, and looks at nothing but files' {
        $folder = (New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName 'odd[1]')).FullName
        Copy-Item -LiteralPath (New-Blueprint -Model 'model_id: x') "$folder/a[2].yaml"
        if (-not $IsWindows) { & mkfifo "$folder/a-pipe.yaml" }
        $null = New-PSDrive -Name Odd -PSProvider FileSystem -Root $folder
        Push-Location -LiteralPath $folder
        try {
            Complete 'Import-AgentBlueprint a' | Should -Be "'a``[2``].yaml'"
            Complete 'Resolve-AgentModel a' | Should -Be "'a[2].yaml'"
            Complete 'Resolve-AgentModel Odd:/a' | Should -Be "'Odd:/a[2].yaml'"
            Set-Location Env:
            Complete 'Import-AgentBlueprint a' | Should -Not -Contain "'a``[2``].yaml'"
        }
        finally {
            Pop-Location
            Remove-PSDrive Odd
        }
    }

    It 'offers the modes' {
        Complete 'Get-AgentModel -Mode ' | Should -Be @('Production', 'Simulation', 'Staging')
    }
}
