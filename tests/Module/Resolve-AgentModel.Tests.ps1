BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'Resolve-AgentModel' {
    BeforeEach {
        $env:AGENT_TEST_KEY = $null
        $env:AGENT_TEST_MODEL = $null
    }

    AfterAll {
        Remove-Item Env:/AGENT_TEST_* -ErrorAction Ignore
    }

    It 'lets a set base_url win over what the model name looks like' {
        $model = Resolve-AgentModel (New-Blueprint "model_id: claude-sonnet-4-6`nbase_url: https://proxy.example.com/v1")

        $model.Endpoint | Should -BeExactly 'https://proxy.example.com/v1/chat/completions'
        $model.CustomLlmProvider | Should -BeExactly 'openai'
        $model.ModelId | Should -BeExactly 'claude-sonnet-4-6'
        $model.Route | Should -BeLike '*base_url*custom_llm_provider*'
    }

    It 'goes by the model name without base_url' {
        $model = Resolve-AgentModel (New-Blueprint 'model_id: groq/llama-3.3-70b') -WarningAction SilentlyContinue

        $model.Provider | Should -BeExactly 'groq'
        $model.ModelId | Should -BeExactly 'llama-3.3-70b'
        $model.Endpoint | Should -BeExactly 'https://api.groq.com/openai/v1/chat/completions'
        $model.CustomLlmProvider | Should -BeNullOrEmpty
        $model.ApiKeyVariable | Should -BeExactly 'GROQ_API_KEY'
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'a blueprint by pipeline'; Act = { param($path) Import-AgentBlueprint $path | Resolve-AgentModel } }
        @{ Kind = 'a path by pipeline'; Act = { param($path) $path | Resolve-AgentModel } }
        @{ Kind = 'a file by pipeline'; Act = { param($path) Get-Item $path | Resolve-AgentModel } }
        @{ Kind = 'a blueprint by name'; Act = { param($path) Resolve-AgentModel -Blueprint (Import-AgentBlueprint $path) } }
    ) {
        (& $Act (New-Blueprint "model_id: m`nbase_url: http://localhost:4000")).ModelId | Should -BeExactly 'm'
    }

    It 'fills in variables and says where each value came from' {
        $env:AGENT_TEST_MODEL = 'gpt-4o'
        $model = Resolve-AgentModel (New-Blueprint "model_id: `${AGENT_TEST_MODEL:-claude}`nbase_url: http://localhost:4000")

        $model.ModelId | Should -BeExactly 'gpt-4o'
        $model.Origins['ModelId'] | Should -BeLike '*model.model_id*AGENT_TEST_MODEL'
    }

    It 'takes the default where the variable is empty' {
        $env:AGENT_TEST_MODEL = ''
        (Resolve-AgentModel (New-Blueprint "model_id: `${AGENT_TEST_MODEL:-claude}`nbase_url: http://localhost:4000")).ModelId | Should -BeExactly 'claude'
    }

    It 'puts an error about an unset variable at its place, and goes on with the next' {
        $bad = New-Blueprint "model_id: `${AGENT_TEST_MODEL}`nbase_url: http://localhost:4000"
        $good = New-Blueprint "model_id: m`nbase_url: http://localhost:4000"

        $errors = $null
        $model = $bad, $good | Resolve-AgentModel -ErrorAction SilentlyContinue -ErrorVariable errors

        $model.ModelId | Should -BeExactly 'm'
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeExactly 'VariableNotSet,AgentCore.LiteLlm.Commands.ResolveAgentModelCommand'
        $errors[0].TargetObject.Line | Should -Be 9
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*AGENT_TEST_MODEL*'
    }

    It 'refuses the base URL <Url>' -ForEach @(
        @{ Url = 'localhost:4000' }
        @{ Url = 'file:///x' }
        @{ Url = 'https://host/v1/chat/completions' }
        @{ Url = 'https://user:canary@host/v1' }
        @{ Url = 'https://host/v1?api_key=canary' }
    ) {
        $errors = $null
        $all = Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: '$Url'") -ErrorAction SilentlyContinue -ErrorVariable errors 3>&1 4>&1

        ($errors | Where-Object FullyQualifiedErrorId -Like 'BaseUrlInvalid*') | Should -Not -BeNullOrEmpty
        $errors[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        (($all, $errors | Out-String -Width 500) + ($errors | ConvertTo-Json -Depth 5 -WarningAction SilentlyContinue)) | Should -Not -BeLike '*canary*'
    }

    It 'answers a model <Kind> with <Id>' -ForEach @(
        @{ Kind = 'without a name'; Value = ''; Lines = 'model_id: ${AGENT_TEST_MODEL:-}'; Id = 'ModelIdEmpty' }
        @{ Kind = 'with a line break in its name'; Value = "a`nb"; Lines = 'model_id: ${AGENT_TEST_MODEL}'; Id = 'ModelIdInvalid' }
        @{ Kind = 'that leads nowhere'; Value = ''; Lines = 'model_id: my-own-model'; Id = 'ModelNotRoutable' }
    ) {
        $address = $Id -eq 'ModelNotRoutable' ? '' : "`nbase_url: http://localhost:4000"
        $env:AGENT_TEST_MODEL = $Value
        try {
            { Resolve-AgentModel (New-Blueprint "$Lines$address") -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        }
        finally {
            $env:AGENT_TEST_MODEL = $null
        }
    }

    It 'says clearly that it cannot call provider <Provider>' -ForEach @(@{ Provider = 'bedrock' }, @{ Provider = 'anthropic' }, @{ Provider = 'vertex' }) {
        $path = New-Blueprint 'model_id: m'
        (Get-Content -Raw $path).Replace('provider: litellm', "provider: $Provider") | Set-Content $path

        { Resolve-AgentModel $path -ErrorAction Stop -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'ProviderNotCallable*' -ExpectedMessage "*'$Provider'*"
    }

    Context 'with secrets' {
        It 'warns of a named key that is not set' {
            $warnings = $null
            $model = Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: http://localhost:4000`napi_key_env: AGENT_TEST_KEY") -WarningVariable warnings -WarningAction SilentlyContinue

            $model.HasApiKey | Should -BeFalse
            "$warnings" | Should -BeLike '*AGENT_TEST_KEY*'
        }

        It 'lists omitted headers without noise, and -Strict makes them an error' {
            $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`nextra_headers_env:`n  X-Test: AGENT_TEST_HEADER"

            $warnings = $null
            $model = Resolve-AgentModel $path -WarningVariable warnings
            $verbose = Resolve-AgentModel $path -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }

            $model.OmittedHeaders | Should -Be @('X-Test')
            $warnings | Should -BeNullOrEmpty
            "$verbose" | Should -BeLike '*X-Test*'
            { Resolve-AgentModel $path -Strict -ErrorAction Stop } | Should -Throw -ErrorId 'HeaderOmitted*'
        }

        It 'takes -ApiKey and -Headers in place of the blueprint''s' {
            $key = [securestring]::new(); 'sk-canary-1234'.ToCharArray() | ForEach-Object { $key.AppendChar($_) }
            $model = Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: http://localhost:4000`napi_key_env: AGENT_TEST_KEY") -ApiKey $key -Headers @{ 'X-One' = 'canary' } -ModelId other -BaseUrl http://localhost:5000/v1

            $model.HasApiKey | Should -BeTrue
            $model.HeaderNames | Should -Be @('X-One')
            $model.ModelId, $model.BaseUrl | Should -Be @('other', 'http://localhost:5000/v1')
            $model.Origins['ApiKey', 'ModelId', 'BaseUrl', 'Headers.X-One'] | Should -BeExactly @('-ApiKey', '-ModelId', '-BaseUrl', '-Headers')
        }

        It 'sends the value of a SecureString in -Headers, not its type' {
            $endpoint = Start-Endpoint
            $value = [securestring]::new(); 'header-value-1'.ToCharArray() | ForEach-Object { $value.AppendChar($_) }
            $model = Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: $($endpoint.BaseUrl)") -Headers @{ 'X-One' = $value; 'X-Two' = 3600 }
            $null = Invoke-AgentPrompt 'hi' -Model $model -System ''

            $endpoint.Requests[0].FindHeader('X-One'), $endpoint.Requests[0].FindHeader('X-Two') | Should -Be @('header-value-1', '3600')
            $endpoint.Dispose()
            { Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: http://localhost:1") -Headers @{ 'X-One' = @('a', 'b') } } | Should -Throw -ErrorId 'HeaderArgumentInvalid*'
        }

        It 'lets no key of the environment take the place of an empty -ApiKey' {
            $env:AGENT_TEST_KEY = 'sk-canary-0123456789'
            { Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: http://localhost:1`napi_key_env: AGENT_TEST_KEY") -ApiKey ([securestring]::new()) } | Should -Throw -ErrorId 'ApiKeyArgumentEmpty*'
        }

        It 'shows no secret in <Form>' -ForEach @(
            @{ Form = 'the default view'; Act = { param($model) $model | Out-String -Width 500 } }
            @{ Form = 'Format-List *'; Act = { param($model) $model | Format-List * -Force | Out-String -Width 500 } }
            @{ Form = 'Format-Custom'; Act = { param($model) $model | Format-Custom -Depth 6 | Out-String -Width 500 } }
            @{ Form = 'JSON'; Act = { param($model) $model | ConvertTo-Json -Depth 8 -WarningAction SilentlyContinue } }
            @{ Form = 'CLIXML'; Act = { param($model) [System.Management.Automation.PSSerializer]::Serialize($model, 6) } }
            @{ Form = 'text'; Act = { param($model) "$model" } }
            @{ Form = 'verbose and debug output'; Act = { param($model, $path) Resolve-AgentModel $path -Verbose -Debug *>&1 | Out-String -Width 500 } }
        ) {
            $env:AGENT_TEST_KEY = 'sk-canary-0123456789'
            $env:AGENT_TEST_HEADER = 'canary-header-0123456789'
            $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`napi_key_env: AGENT_TEST_KEY`nextra_headers_env:`n  X-Test: AGENT_TEST_HEADER"
            $model = Resolve-AgentModel $path

            $model.HasApiKey | Should -BeTrue
            $shown = & $Act $model $path
            $shown | Should -Not -BeNullOrEmpty
            $shown | Should -Not -BeLike '*canary*'
        }

        It 'refuses a key with a line break without showing it' {
            $env:AGENT_TEST_KEY = "sk-canary`nX-Evil: 1"
            $errors = $null
            Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: http://localhost:4000`napi_key_env: AGENT_TEST_KEY") -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty

            $errors[0].FullyQualifiedErrorId | Should -BeLike 'ApiKeyInvalid*'
            ($errors | ConvertTo-Json -Depth 6 -WarningAction SilentlyContinue) | Should -Not -BeLike '*canary*'
        }
    }

    It 'answers something that is no blueprint with an error' {
        { 42 | Resolve-AgentModel -ErrorAction Stop } | Should -Throw -ErrorId 'BlueprintArgumentInvalid*'
    }
}
