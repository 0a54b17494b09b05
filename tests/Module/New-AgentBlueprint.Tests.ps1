BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'New-AgentBlueprint' {
    BeforeEach {
        $folder = Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid())
        $path = Join-Path $folder 'my-agent.yaml'
    }

    It 'writes a blueprint that imports, resolves and answers without a warning, from a path alone' {
        $file = New-AgentBlueprint $path -WarningVariable warnings

        $file | Should -BeOfType ([IO.FileInfo])
        $file.FullName | Should -BeExactly $path
        (Import-AgentBlueprint $path -Strict -WarningVariable +warnings).Id | Should -BeExactly 'my-agent'
        (Resolve-AgentModel $path -Strict -WarningVariable +warnings).BaseUrl | Should -Be 'http://localhost:4000'
        (Invoke-AgentPrompt 'hi' -Blueprint $path -Mode Simulation -WarningVariable +warnings).Text | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'puts a schema line first, and the schema and the prompt where they are looked for' {
        $null = New-AgentBlueprint $path

        (Get-Content -LiteralPath $path)[0] | Should -BeExactly '# yaml-language-server: $schema=blueprint.schema.json'
        (Get-Content -Raw -LiteralPath "$folder/blueprint.schema.json").TrimEnd("`n") | Should -BeExactly (Get-AgentBlueprintSchema)
        "$folder/prompts/my-agent-system.md" | Should -Exist
    }

    It 'writes what it is given' {
        $null = New-AgentBlueprint -Path $path -Id 'a: b' -Name "It's `"me`"`nid: evil" -ModelId '${ACTIVE_MODEL:-gpt-4o}' -BaseUrl 'https://proxy.example.com' -ApiKeyEnv PROXY_KEY `
            -ExtraHeadersEnv ([ordered]@{ 'X-Team' = 'TEAM'; 'X-App' = 'APP' }) -Temperature 0.7 -MaxTokens 99 -PromptRef other -Description 'd' -Schema 'https://example.com/s.json'

        $blueprint = Import-AgentBlueprint $path -Strict
        $blueprint.Id | Should -BeExactly 'a: b'
        $blueprint.Name | Should -BeExactly "It's `"me`"`nid: evil"
        $blueprint.Description | Should -BeExactly 'd'
        $blueprint.PromptRef | Should -BeExactly 'other'
        $blueprint.Model.ModelId | Should -BeExactly '${ACTIVE_MODEL:-gpt-4o}'
        $blueprint.Model.BaseUrl | Should -BeExactly 'https://proxy.example.com'
        $blueprint.Model.ApiKeyEnv | Should -BeExactly 'PROXY_KEY'
        $blueprint.Model.ExtraHeadersEnv.Keys | Should -Be @('X-Team', 'X-App')
        $blueprint.Model.Temperature | Should -Be 0.7
        $blueprint.Model.MaxTokens | Should -Be 99
        "$folder/blueprint.schema.json" | Should -Not -Exist
    }

    It 'overwrites only with -Force, and a prompt never' {
        $null = New-AgentBlueprint $path -Name First
        Set-Content -LiteralPath "$folder/prompts/my-agent-system.md" -Value 'Mine.'

        New-AgentBlueprint $path -Name Second -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeExactly 'BlueprintExists,AgentCore.LiteLlm.Commands.NewAgentBlueprintCommand'
        $errors[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
        (Import-AgentBlueprint $path).Name | Should -BeExactly 'First'

        $null = New-AgentBlueprint $path -Name Second -Force
        (Import-AgentBlueprint $path).Name | Should -BeExactly 'Second'
        Get-Content -LiteralPath "$folder/prompts/my-agent-system.md" | Should -BeExactly 'Mine.'
    }

    It 'writes nothing with -WhatIf' {
        New-AgentBlueprint $path -WhatIf | Should -BeNullOrEmpty

        $folder | Should -Not -Exist
    }

    It 'refuses <Kind>, and writes nothing' -ForEach @(
        @{ Kind = 'a key in place of its variable'; Arguments = @{ ApiKeyEnv = 'sk-proj-canary0123456789abcdefghijklmnop' } }
        @{ Kind = 'a reserved header'; Arguments = @{ ExtraHeadersEnv = @{ Host = 'A' } } }
        @{ Kind = 'a template that is none'; Arguments = @{ ModelId = '${' } }
        @{ Kind = 'a secret in the address'; Arguments = @{ BaseUrl = 'https://user:hunter2pass@proxy.example.com' } }
        @{ Kind = 'a prompt outside its folder'; Arguments = @{ PromptRef = '../x' } }
        @{ Kind = 'a hidden control character'; Arguments = @{ Name = "a$([char]0x202E)b" } }
    ) {
        New-AgentBlueprint $path @Arguments -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty

        $errors.FullyQualifiedErrorId | Should -Contain 'BlueprintValueInvalid,AgentCore.LiteLlm.Commands.NewAgentBlueprintCommand'
        "$($errors | Out-String)$($errors | ForEach-Object { $_.Exception.Message })" | Should -Not -Match 'canary|hunter2'
        $folder | Should -Not -Exist
    }

    It 'answers <Kind> with <Id>' -ForEach @(
        @{ Kind = 'a path that is no file'; Target = 'Variable:/x'; Id = 'BlueprintPathInvalid' }
        @{ Kind = 'the path of a folder'; Target = 'TestDrive:/'; Id = 'BlueprintUnwritable' }
    ) {
        New-AgentBlueprint $Target -Id a -Force -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty

        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
