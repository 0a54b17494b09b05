BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'Test-LiteLlmRequirement' {
    It 'checks what a folder keeps its requirements in' {
        $folder = (New-Item -ItemType Directory "TestDrive:/project-$([guid]::NewGuid())").FullName
        Set-Content "$folder/requirements.txt" 'litellm==1.82.7'
        Set-Content "$folder/requirements-dev.txt" 'pytest'
        Set-Content "$folder/notes.txt" 'litellm==1.82.7'
        Push-Location $folder
        try {
            Test-LiteLlmRequirement . | Should -Be $true, $false
        }
        finally {
            Pop-Location
        }
    }

    BeforeEach {
        $folder = Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path $folder
    }

    It 'answers <Answer> for <File> with <Text>' -ForEach @(
        @{ File = 'requirements.txt'; Text = 'litellm==1.82.7'; Answer = $false }
        @{ File = 'requirements.txt'; Text = 'litellm==1.82.8'; Answer = $false }
        @{ File = 'requirements.txt'; Text = 'litellm'; Answer = $false }
        @{ File = 'requirements.txt'; Text = 'litellm==1.83.0'; Answer = $false }
        @{ File = 'requirements.txt'; Text = 'litellm>=1.83.7'; Answer = $true }
        @{ File = 'requirements.txt'; Text = 'openai'; Answer = $true }
        @{ File = 'pyproject.toml'; Text = "[project]`ndependencies = ['litellm[proxy]==1.82.7']"; Answer = $false }
        @{ File = 'uv.lock'; Text = "[[package]]`nname = 'litellm'`nversion = '1.83.7'"; Answer = $true }
        @{ File = 'Pipfile.lock'; Text = '{"default": {"litellm": {"version": "==1.82.8"}}}'; Answer = $false }
        @{ File = 'Dockerfile'; Text = 'FROM ghcr.io/berriai/litellm:main-v1.82.7'; Answer = $false }
        @{ File = 'compose.yaml'; Text = 'services: {a: {image: "ghcr.io/berriai/litellm:main-v1.83.7-stable"}}'; Answer = $true }
    ) {
        Set-Content -LiteralPath "$folder/$File" -Value $Text

        $result = Test-LiteLlmRequirement "$folder/$File"

        $result | Should -BeOfType ([bool])
        $result | Should -Be $Answer
    }

    It 'answers once for each file of a pipeline, and for wildcards' {
        Set-Content -LiteralPath "$folder/requirements-a.txt" -Value 'litellm==1.83.7'
        Set-Content -LiteralPath "$folder/requirements-b.txt" -Value 'litellm==1.82.7'

        Get-ChildItem "$folder/*.txt" | Test-LiteLlmRequirement | Should -Be @($true, $false)
        Test-LiteLlmRequirement "$folder/requirements-*.txt" | Should -Be @($true, $false)
        "$folder/requirements-a.txt", "$folder/requirements-b.txt" | Test-LiteLlmRequirement | Should -Be @($true, $false)
    }

    It 'says with -Detailed where, what, and what to do' {
        Set-Content -LiteralPath "$folder/requirements.txt" -Value "openai`nlitellm[proxy]==1.82.7"

        $found = Test-LiteLlmRequirement "$folder/requirements.txt" -Detailed

        @($found).Count | Should -Be 1
        $found.Path | Should -BeExactly "$folder/requirements.txt"
        $found.Line | Should -Be 2
        $found.Kind | Should -Be 'Malicious'
        $found.Requirement | Should -BeExactly 'litellm[proxy]==1.82.7'
        $found.Version | Should -BeExactly '1.82.7'
        $found.Advisory | Should -BeExactly 'MAL-2026-2144'
        $found.Message | Should -BeLike 'LiteLLM 1.82.7 is malicious*'
        $found.Suggestion | Should -BeLike 'Take 1.83.7 or newer.*'
    }

    It 'writes nothing with -Detailed for a safe file, and the reasons with -Verbose for another' {
        Set-Content -LiteralPath "$folder/requirements.txt" -Value 'litellm==1.83.7'
        Test-LiteLlmRequirement "$folder/requirements.txt" -Detailed | Should -BeNullOrEmpty

        Set-Content -LiteralPath "$folder/requirements.txt" -Value 'litellm'
        "$(Test-LiteLlmRequirement "$folder/requirements.txt" -Verbose 4>&1)" | Should -BeLike '*MaliciousAllowed*False'
    }

    It 'takes a file it cannot read for unsafe, without an exception' {
        Set-Content -LiteralPath "$folder/pyproject.toml" -Value '[project'

        Test-LiteLlmRequirement "$folder/pyproject.toml" | Should -BeFalse
        (Test-LiteLlmRequirement "$folder/pyproject.toml" -Detailed).Kind | Should -Be 'Unreadable'
    }

    It 'answers <Kind> with <Id>, category <Category>, and goes on' -ForEach @(
        @{ Kind = 'a missing file'; Target = 'TestDrive:/missing.txt'; Id = 'RequirementNotFound'; Category = 'ObjectNotFound' }
        @{ Kind = 'a wildcard without a match'; Target = 'TestDrive:/none*.txt'; Id = 'RequirementNotFound'; Category = 'ObjectNotFound' }
        @{ Kind = 'a variable'; Target = 'Variable:/HOME'; Id = 'RequirementPathInvalid'; Category = 'InvalidArgument' }
        @{ Kind = 'a drive that is none'; Target = 'nodrive:/x.txt'; Id = 'RequirementPathInvalid'; Category = 'InvalidArgument' }
        @{ Kind = 'a folder'; Target = 'TestDrive:/'; Id = 'RequirementUnreadable'; Category = 'ReadError' }
    ) {
        Set-Content -LiteralPath "$folder/requirements.txt" -Value 'openai'

        $answers = $Target, "$folder/requirements.txt" | Test-LiteLlmRequirement -ErrorAction SilentlyContinue -ErrorVariable errors

        $answers | Should -Be @($true)
        $errors[0].FullyQualifiedErrorId | Should -BeExactly "$Id,AgentCore.LiteLlm.Commands.TestLiteLlmRequirementCommand"
        $errors[0].CategoryInfo.Category | Should -Be $Category
    }

    It 'leaves the TOML reader unloaded until a TOML file is read, and out of sight then' {
        Set-Content -LiteralPath "$folder/uv.lock" -Value "[[package]]`nname = 'litellm'`nversion = '1.83.7'"

        $found = Invoke-Fresh "Import-Module '$ManifestPath'; function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'Tomlyn' }; Get-Loaded; Test-LiteLlmRequirement '$folder/uv.lock'; Get-Loaded; 'Tomlyn.TomlException' -as [type] ? 'visible' : 'hidden'"

        $found | Should -Be @('False', 'True', 'True', 'hidden')
    }
}
