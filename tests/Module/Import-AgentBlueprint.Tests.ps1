BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $null = New-Item -ItemType Directory 'TestDrive:/prompts'
    Set-Content 'TestDrive:/prompts/system.md' 'You help.'
}

Describe 'Import-AgentBlueprint' {
    Context 'with good files' {
        It 'reads the samples without a word' {
            $warnings = $null
            $blueprints = Import-AgentBlueprint "$RepositoryRoot/samples/*.yaml" -WarningVariable warnings

            $blueprints.Id | Should -Be @('edge-agent', 'files-agent', 'analysis-agent', 'switchable-agent', 'order-agent')
            $warnings | Should -BeNullOrEmpty
        }

        It 'gives the model block as typed values' {
            $model = (Import-AgentBlueprint "$RepositoryRoot/samples/cloudflare-gateway.yaml").Model

            $model.Provider | Should -Be 'LiteLlm'
            $model.ModelId | Should -BeExactly 'anthropic/claude-sonnet-4-6'
            $model.Temperature | Should -Be 0.3
            $model.MaxTokens | Should -Be 4096
            $model.ApiKeyEnv | Should -BeExactly 'CF_GATEWAY_API_KEY'
            $model.ExtraHeadersEnv['CF-Access-Client-Id'] | Should -BeExactly 'CF_ACCESS_CLIENT_ID'
            $model.ExtraHeadersEnv.Keys | Should -Be @('CF-Access-Client-Id', 'CF-Access-Client-Secret')
        }

        It 'gives every block as an object with every key' {
            $blueprint = Import-AgentBlueprint "$RepositoryRoot/tests/Blueprints/valid/every-key.yaml" -WarningAction SilentlyContinue

            foreach ($block in 'Model', 'Gateway', 'Runtime', 'ExecutionModes', 'Observability', 'Identity', 'Memory', 'Evaluation', 'Policy', 'MultiAgent', 'Thinking', 'Artifacts') {
                $blueprint.$block | Should -Not -BeNullOrEmpty -Because $block
                ($blueprint.$block | Get-Member -MemberType Property).Name | ForEach-Object { , $blueprint.$block.$_ | Should -Not -Be $null -Because "$block.$_" }
            }

            $blueprint.Tools[0].Tools | Should -Be @('query', 'list_tables')
            $blueprint.Tools[1].Type | Should -Be 'CodeInterpreter'
            $blueprint.Hooks + $blueprint.Tags | Should -Be @('observability', 'audit', 'analysis', 'weekly')
            $blueprint.Observability.DataProtection.PresidioEntities | Should -Be 'EMAIL_ADDRESS'
            $blueprint.Observability.Langfuse.SecretKeyEnv | Should -BeExactly 'LF_SECRET'
            $blueprint.Observability.AuditLog.TtlDays | Should -Be 30
            $blueprint.Observability.TraceAttributes['tier'] | Should -BeExactly '1'
            $blueprint.Runtime.MaxExecutionTime | Should -Be 600
            $blueprint.Evaluation.CustomEvaluators[1].RatingScale[1].Value | Should -Be 1.5
            $blueprint.MultiAgent.Edges[1].Condition | Should -BeExactly 'score > 0.8'
            $blueprint.Policy.Rules[1].Deny | Should -BeExactly 'update'
            "$blueprint" | Should -BeExactly 'every-key 2.1.0'
            $blueprint | ConvertTo-Json -Depth 8 | ConvertFrom-Json | ForEach-Object { $_.Identity.Credentials[1].Provider } | Should -BeExactly 'Calendar'
        }

        It 'takes <Kind>' -ForEach @(
            @{ Kind = 'a path by position'; Act = { param($path) Import-AgentBlueprint $path } }
            @{ Kind = 'a path by pipeline'; Act = { param($path) $path | Import-AgentBlueprint } }
            @{ Kind = 'a file by pipeline'; Act = { param($path) Get-Item $path | Import-AgentBlueprint } }
            @{ Kind = 'a literal path'; Act = { param($path) Import-AgentBlueprint -LiteralPath $path } }
            @{ Kind = 'a path of a drive'; Act = { param($path) Import-AgentBlueprint "TestDrive:/$(Split-Path -Leaf $path)" } }
            @{ Kind = 'a relative path'; Act = { param($path) Push-Location (Split-Path $path); try { Import-AgentBlueprint "./$(Split-Path -Leaf $path)" } finally { Pop-Location } } }
            @{ Kind = 'text'; Act = { param($path) Import-AgentBlueprint -Content (Get-Content -Raw $path) } }
        ) {
            $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000"

            (& $Act $path).Id | Should -BeExactly 'test-agent'
        }

        It 'takes a name with brackets literally only with -LiteralPath' {
            $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000" -Name 'odd[1].yaml'

            (Import-AgentBlueprint -LiteralPath $path).Path | Should -BeExactly $path
            (Get-Item -LiteralPath $path | Import-AgentBlueprint).Path | Should -BeExactly $path
            { Import-AgentBlueprint $path } | Should -Throw -ErrorId 'BlueprintNotFound*'
        }
    }

    Context 'with a mistake' {
        It 'writes one error for each, shows its line, and reads the next file' {
            $bad = New-Blueprint "model_id: [m]`nbase_url: http://localhost:4000`ntemprature: 1`nmax_tokens: -1"
            $good = New-Blueprint "model_id: m`nbase_url: http://localhost:4000"

            $errors = $null
            $read = $bad, $good | Import-AgentBlueprint -ErrorAction SilentlyContinue -ErrorVariable errors -WarningAction SilentlyContinue

            $read.Path | Should -BeExactly $good
            $errors.FullyQualifiedErrorId | Should -Contain 'TypeMismatch,AgentCore.LiteLlm.Commands.ImportAgentBlueprintCommand'
            $mismatch = $errors | Where-Object FullyQualifiedErrorId -Like 'TypeMismatch*'
            $mismatch.CategoryInfo.Category | Should -Be 'ParserError'
            $mismatch.TargetObject.File | Should -BeExactly $bad
            $mismatch.TargetObject.Line | Should -Be 9
            $mismatch.TargetObject.LineText | Should -BeExactly '  model_id: [m]'
            "$mismatch" | Should -BeLike "*$bad(9,13)*"
        }

        It 'draws the line in the error view' {
            $bad = New-Blueprint 'model_id: [m]'

            $view = Import-AgentBlueprint $bad -ErrorAction SilentlyContinue -ErrorVariable errors
            $view = $errors[0] | Out-String

            $view | Should -Match '(?s)Line \|.*9 \|.*model_id: \[m\]'
        }

        It 'warns of what it would ignore, and -Strict makes that an error' {
            $path = New-Blueprint "model_id: m`nbaseurl: http://localhost:4000"

            $warnings = $null
            Import-AgentBlueprint $path -WarningVariable warnings -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
            "$warnings" | Should -BeLike '*baseurl*base_url*'
            { Import-AgentBlueprint $path -Strict -ErrorAction Stop } | Should -Throw -ErrorId 'KeyUnknown*'
        }

        It 'answers <Kind> with <Id>' -ForEach @(
            @{ Kind = 'an empty file'; Content = ''; Id = 'DocumentEmpty' }
            @{ Kind = 'text that is no YAML'; Content = 'a: [b'; Id = 'YamlSyntax' }
            @{ Kind = 'a list'; Content = "- a`n- b"; Id = 'TypeMismatch' }
            @{ Kind = 'a second document'; Content = "id: a`n---`nid: b"; Id = 'YamlSecondDocument' }
            @{ Kind = '2 MB of ['; Content = '[' * 2MB; Id = 'FileTooLarge' }
            @{ Kind = 'deep nesting'; Content = '[' * 20000; Id = 'YamlTooDeep' }
            @{ Kind = 'an alias of a list'; Content = "a: &x [1]`nb: *x"; Id = 'YamlAlias' }
            @{ Kind = 'a key written twice'; Content = "id: a`nid: b"; Id = 'KeyDuplicate' }
            @{ Kind = 'a type tag'; Content = 'id: !!System.Diagnostics.Process x'; Id = 'YamlTag' }
            @{ Kind = 'a NUL byte'; Content = "id: a`0b"; Id = 'CharacterForbidden' }
            @{ Kind = 'missing keys'; Content = 'id: a'; Id = 'KeyMissing' }
        ) {
            $path = Join-Path (Get-Item TestDrive:/).FullName "$([guid]::NewGuid()).yaml"
            [IO.File]::WriteAllText($path, $Content)

            $errors = $null
            Import-AgentBlueprint $path -ErrorAction SilentlyContinue -ErrorVariable errors -WarningAction SilentlyContinue | Should -BeNullOrEmpty

            $errors.FullyQualifiedErrorId | Should -Contain "$Id,AgentCore.LiteLlm.Commands.ImportAgentBlueprintCommand"
            "$($errors[0])" | Should -Match ([regex]::Escape($path) + '\(\d+,\d+\)')
        }

        It 'never shows a key that someone pasted into the file' {
            $canary = 'sk-proj-canary0123456789abcdefghijklmnop'
            $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`napi_key_env: $canary`napi_key: $canary"

            $all = Import-AgentBlueprint $path -ErrorAction SilentlyContinue -ErrorVariable errors -WarningVariable warnings -WarningAction SilentlyContinue -Verbose *>&1
            $shown = ($all, $errors, $warnings | Out-String -Width 500) + ($errors | ForEach-Object { Get-Error $_ | Out-String -Width 500 }) + ($errors | ConvertTo-Json -Depth 6 -WarningAction SilentlyContinue)

            $errors | Should -Not -BeNullOrEmpty
            $shown | Should -Not -BeLike '*canary*'
        }
    }

    Context 'with a path that leads nowhere' {
        It 'answers <Path> with <Id>, category <Category>' -ForEach @(
            @{ Path = 'TestDrive:/missing.yaml'; Id = 'BlueprintNotFound'; Category = 'ObjectNotFound' }
            @{ Path = 'TestDrive:/none*.yaml'; Id = 'BlueprintNotFound'; Category = 'ObjectNotFound' }
            @{ Path = 'Variable:/HOME'; Id = 'BlueprintPathInvalid'; Category = 'InvalidArgument' }
            @{ Path = 'nodrive:/x.yaml'; Id = 'BlueprintPathInvalid'; Category = 'InvalidArgument' }
        ) {
            $errors = $null
            Import-AgentBlueprint $Path -ErrorAction SilentlyContinue -ErrorVariable errors

            $errors[0].FullyQualifiedErrorId | Should -Be "$Id,AgentCore.LiteLlm.Commands.ImportAgentBlueprintCommand"
            $errors[0].CategoryInfo.Category | Should -Be $Category
        }

        It 'answers a folder with an error' {
            $errors = $null
            Import-AgentBlueprint -LiteralPath (Get-Item TestDrive:/).FullName -ErrorAction SilentlyContinue -ErrorVariable errors

            $errors[0].FullyQualifiedErrorId | Should -BeLike 'BlueprintUnreadable*'
        }
    }
}
