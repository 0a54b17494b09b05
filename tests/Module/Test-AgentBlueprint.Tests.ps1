BeforeDiscovery {
    $fixtures = Get-ChildItem "$PSScriptRoot/../Blueprints/invalid/*.yaml" | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    $sound = Get-ChildItem "$PSScriptRoot/../Blueprints/valid/*.yaml", "$PSScriptRoot/../../samples/*.yaml" -Exclude *.cases.yaml | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $Invalid = "$RepositoryRoot/tests/Blueprints/invalid"
    $Good = "model_id: m`nbase_url: http://localhost:4000"
    $Warned = "model_id: m`ntemperature2: 1"
    $null = New-Item -ItemType Directory 'TestDrive:/prompts'
    Set-Content 'TestDrive:/prompts/system.md' 'You help.'
}

Describe 'Test-AgentBlueprint' {
    Context 'the fixture <Name>' -ForEach $fixtures {
        It 'has the findings that lie beside it, at their places' {
            # That no other blueprint, prompt or schema is there is not the fixture's mistake.
            $found = Test-AgentBlueprint -LiteralPath $Path -Detailed | Where-Object Code -NotIn AgentNotFound, PromptNotFound, OutputSchemaNotFound | ForEach-Object { "($($_.Line),$($_.Column)) $($_.Severity) $($_.Code) $($_.Path)".TrimEnd() }

            $found | Should -Be (Get-Content ([IO.Path]::ChangeExtension($Path, '.expected.txt')))
        }

        It 'is true where none of them is an error, without an error record' {
            $hasErrors = (Get-Content ([IO.Path]::ChangeExtension($Path, '.expected.txt'))) -match '^\S+ Error '

            $errors = $null
            Test-AgentBlueprint -LiteralPath $Path -ErrorVariable errors | Should -Be (-not $hasErrors)
            $errors | Should -BeNullOrEmpty
        }
    }

    Context 'the sound blueprint <Name>' -ForEach $sound {
        It 'is true under -Strict' {
            Test-AgentBlueprint -Content (Get-Content -Raw -LiteralPath $Path) -Strict | Should -BeTrue
        }
    }

    Context 'as a gate' {
        It 'takes <Kind>' -ForEach @(
            @{ Kind = 'a path by position'; Act = { param($path) Test-AgentBlueprint $path } }
            @{ Kind = 'a path by pipeline'; Act = { param($path) $path | Test-AgentBlueprint } }
            @{ Kind = 'a file by pipeline'; Act = { param($path) Get-Item $path | Test-AgentBlueprint } }
            @{ Kind = 'a literal path'; Act = { param($path) Test-AgentBlueprint -LiteralPath $path } }
            @{ Kind = 'a path with wildcards'; Act = { param($path) Test-AgentBlueprint ($path -replace '\.yaml$', '.y*ml') } }
            @{ Kind = 'text'; Act = { param($path) Test-AgentBlueprint -Content (Get-Content -Raw $path) } }
            @{ Kind = 'lines of text'; Act = { param($path) Test-AgentBlueprint -Content (Get-Content $path) } }
            @{ Kind = 'a file object without a provider'; Act = { param($path) [IO.FileInfo]::new($path) | Test-AgentBlueprint } }
            @{ Kind = 'a path with the name of its provider'; Act = { param($path) Test-AgentBlueprint "Microsoft.PowerShell.Core\FileSystem::$path" } }
        ) {
            $answer = & $Act (New-Blueprint $Good)

            $answer | Should -BeOfType bool
            $answer | Should -BeTrue
        }

        It 'passes over folders that a pattern meets, and says of one that is named that it is one' {
            $folder = New-Item -ItemType Directory "TestDrive:/$([guid]::NewGuid())"
            $null = New-Item -ItemType Directory "$folder/prompts.yaml"
            Copy-Item (New-Blueprint $Good) "$folder/a.yaml"

            $errors = $null
            Test-AgentBlueprint "$folder/*.yaml" -ErrorVariable errors | Should -Be @($true)
            $errors | Should -BeNullOrEmpty
            Test-AgentBlueprint "$folder/prompts.yaml" -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'BlueprintUnreadable*'
            "$($errors[0])" | Should -BeLike '*is a folder*'
        }

        It 'takes brackets and backticks in names and in the current folder' {
            $folder = (New-Item -ItemType Directory "TestDrive:/odd[1]").FullName
            Copy-Item -LiteralPath (New-Blueprint $Good) "$folder/a[2].yaml"
            Push-Location -LiteralPath $folder
            try {
                Test-AgentBlueprint 'a`[2`].yaml' | Should -BeTrue
                Test-AgentBlueprint *.yaml | Should -BeTrue
                Test-AgentBlueprint -LiteralPath 'a[2].yaml' | Should -BeTrue
                Get-ChildItem | Test-AgentBlueprint | Should -BeTrue
            }
            finally {
                Pop-Location
            }
        }

        It 'refuses <Kind> as <Code>' -ForEach @(
            @{ Kind = 'more than 1 MiB'; Code = 'FileTooLarge'; Tail = '#' * 1MB }
            @{ Kind = 'more than 20,000 values'; Code = 'YamlTooManyNodes'; Tail = "tags:`n" + "- a`n" * 20000 }
            @{ Kind = 'more than 1,000 mistakes'; Code = 'TooManyFindings'; Tail = "tags:`n" + "- 1`n" * 2000 }
        ) {
            $path = New-Blueprint $Good
            [IO.File]::AppendAllText($path, "`n$Tail")

            Test-AgentBlueprint $path | Should -BeFalse
            (Test-AgentBlueprint $path -Detailed).Code | Should -Contain $Code
        }

        It 'answers once for each input, in order' {
            $paths = (New-Blueprint $Good), (New-Blueprint 'model_id: [m]'), (New-Blueprint $Warned)

            $paths | Test-AgentBlueprint | Should -Be @($true, $false, $true)
            Test-AgentBlueprint $paths -Strict | Should -Be @($true, $false, $false)
        }

        It 'is silent but for -Verbose' {
            $all = New-Blueprint "model_id: [m]`nbaseurl: x" | Test-AgentBlueprint *>&1

            $all | Should -Be @($false)
            "$(New-Blueprint 'model_id: [m]' | Test-AgentBlueprint -Verbose 4>&1)" | Should -BeLike '*TypeMismatch*'
        }

        It 'is true under -Strict where a warning is suppressed' {
            $path = New-Blueprint "model_id: m`ncolour: red # agentcore: ignore KeyUnknown another tool reads it"

            Test-AgentBlueprint $path -Strict | Should -BeTrue
            (Test-AgentBlueprint $path -Strict -Detailed).Code | Should -Be 'ProtectionInactive'
        }

        It 'answers <Path> with the error <Id> and no value' -ForEach @(
            @{ Path = 'TestDrive:/missing.yaml'; Id = 'BlueprintNotFound' }
            @{ Path = 'TestDrive:/none*.yaml'; Id = 'BlueprintNotFound' }
            @{ Path = 'Variable:/HOME'; Id = 'BlueprintPathInvalid' }
        ) {
            $errors = $null
            Test-AgentBlueprint $Path -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty

            $errors[0].FullyQualifiedErrorId | Should -Be "$Id,AgentCore.LiteLlm.Commands.TestAgentBlueprintCommand"
        }

        It 'goes on after a file that is missing' {
            'TestDrive:/missing.yaml', (New-Blueprint $Good) | Test-AgentBlueprint -ErrorAction SilentlyContinue | Should -BeTrue
        }

        It 'takes -Detailed or -As, not both' {
            { Test-AgentBlueprint (New-Blueprint $Good) -Detailed -As Sarif } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
        }
    }

    Context 'with a secret in a finding' {
        It 'shows of <_> neither the key nor its wrapping, in any form' -ForEach 'inline-secrets.yaml', 'inline-secrets-hidden.yaml', 'secrets-in-findings.yaml' {
            $path = "$Invalid/$_"
            $shown = Test-AgentBlueprint $path -Detailed | ConvertTo-Json -Depth 6
            $shown += Test-AgentBlueprint $path -Strict -As Sarif
            $shown += Test-AgentBlueprint $path -As GitHub | Out-String
            $shown += Test-AgentBlueprint $path -Strict -Verbose *>&1 | Out-String -Width 1000
            $shown += Import-AgentBlueprint $path -ErrorAction SilentlyContinue -ErrorVariable errors -WarningAction SilentlyContinue -WarningVariable warnings *>&1 | Out-String -Width 1000
            $shown += $errors, $warnings | Out-String -Width 1000

            $shown | Should -BeLike '*SecretInline*'
            $shown | Should -Not -Match 'q7W|q7w|hunter2|qZmWx|4f1c9|c2stcHJv|aHVudGVy'
        }
    }

    Context '-Resolve' {
        BeforeAll {
            $keyed = New-Blueprint "model_id: `${GATE_MODEL}`nbase_url: http://localhost:4000`napi_key_env: GATE_KEY"
            $env:GATE_MODEL = $env:GATE_KEY = $null
        }

        AfterAll { $env:GATE_MODEL = $env:GATE_KEY = $null }

        It 'finds what a call would, and nothing once the variables are set' {
            Test-AgentBlueprint $keyed | Should -BeTrue
            Test-AgentBlueprint $keyed -Resolve | Should -BeFalse
            (Test-AgentBlueprint $keyed -Resolve -Detailed | Where-Object Severity -EQ Error).Code | Should -Be 'VariableNotSet'
            $env:GATE_MODEL = 'm'
            (Test-AgentBlueprint $keyed -Resolve -Detailed | Where-Object Severity -EQ Error).Code | Should -Be 'ApiKeyNotSet'
            $env:GATE_KEY = 'a-key-0123456789'
            Test-AgentBlueprint $keyed -Resolve | Should -BeTrue
        }

        It 'makes an error of a prompt that is not there, once' {
            $path = New-Blueprint $Good
            (Get-Content -Raw $path).Replace('prompt_ref: system', 'prompt_ref: sistem') | Set-Content $path
            $found = @(Test-AgentBlueprint $path -Detailed | Where-Object Code -EQ PromptNotFound)
            "$($found.Severity) $($found.Suggestion)" | Should -BeLike "Warning Did you mean 'system'?*"
            @(Test-AgentBlueprint $path -Resolve -Detailed | Where-Object Code -EQ PromptNotFound).Severity | Should -Be 'Error'
            Test-AgentBlueprint $path | Should -BeTrue
            Test-AgentBlueprint $path -Resolve | Should -BeFalse
        }
    }

    Context 'what a person sees' {
        It 'is file and verdict' {
            Push-Location TestDrive:/
            try {
                $good, $bad = (New-Blueprint $Good -Name good.yaml), (New-Blueprint 'model_id: [m]' -Name bad.yaml)
                (Test-AgentBlueprint $good, $bad | Out-String).Trim() -split '\r?\n' | Should -Be 'True   good.yaml', 'False  bad.yaml'
                (Test-AgentBlueprint $bad).File | Should -Be (Get-Item $bad).FullName
            }
            finally {
                Pop-Location
            }
        }

        It 'is the verdict, whatever was shown before it' {
            $path = New-Blueprint $Good -Name good.yaml
            $shown = & { [pscustomobject]@{ Name = 'x' }; Test-AgentBlueprint $path; Get-Item $path } | Out-String

            $shown | Should -Match '(?m)^True   .*good\.yaml'
        }

        It 'is each file with its findings below, in 80 columns' {
            $shown = Test-AgentBlueprint "$Invalid/ten-mistakes.yaml", "$Invalid/unknown-keys.yaml" -Detailed | Out-String -Width 80
            $lines = $shown -split '\r?\n'

            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
            @($lines -match '(ten-mistakes|unknown-keys)\.yaml$').Count | Should -Be 2
            $shown | Should -Match '(?m)^  15,3 +Error KeyInFile\r?$'
        }
    }

    Context 'as a step of a workflow' {
        It 'leaves <Code> in LASTEXITCODE for <Kind>' -ForEach @(
            @{ Kind = 'what can be used'; Code = 0; Body = 'model_id: m' }
            @{ Kind = 'a mistake'; Code = 1; Body = 'model_id: [m]' }
        ) {
            $path = New-Blueprint "$Body`nbase_url: http://localhost:4000"
            $null = Invoke-Fresh "Import-Module '$ManifestPath'; Test-AgentBlueprint '$path' -As GitHub; exit `$LASTEXITCODE"
            $LASTEXITCODE | Should -Be $Code
        }

        It 'fails for a file that is not there' {
            $null = Test-AgentBlueprint TestDrive:/missing.yaml -As GitHub -ErrorAction SilentlyContinue
            $global:LASTEXITCODE | Should -Be 1
        }

        It 'fails for a pattern that fits nothing' {
            $global:LASTEXITCODE = 0
            $null = Test-AgentBlueprint 'TestDrive:/no-such-folder/*.yaml' -As GitHub -ErrorAction SilentlyContinue
            $global:LASTEXITCODE | Should -Be 1
        }
    }

    Context '-Detailed' {
        It 'finds ten different mistakes at ten places' {
            $found = Test-AgentBlueprint "$Invalid/ten-mistakes.yaml" -Detailed

            $found | Should -HaveCount 10
            $found.Code | Select-Object -Unique | Should -HaveCount 10
            $found | ForEach-Object { "$($_.Line),$($_.Column)" } | Select-Object -Unique | Should -HaveCount 10
            $found | ForEach-Object { $_ | Should -BeOfType AgentCore.LiteLlm.Diagnostics.Diagnostic }
            $found.File | Select-Object -Unique | Should -BeExactly (Get-Item "$Invalid/ten-mistakes.yaml").FullName
            $found.Message | Should -Not -BeNullOrEmpty
        }

        It 'gives findings of usable blueprints too' {
            (Test-AgentBlueprint (New-Blueprint $Good) -Detailed).Code | Should -Be 'ProtectionInactive'
        }

        It 'makes warnings errors under -Strict' {
            $found = Test-AgentBlueprint (New-Blueprint $Warned) -Detailed -Strict

            ($found | Where-Object Code -EQ 'KeyUnknown').Severity | Should -Be 'Error'
            ($found | Where-Object Code -EQ 'ProtectionInactive').Severity | Should -Be 'Information'
        }
    }

    Context '-As Sarif' {
        It 'writes one document for all inputs, with paths relative to the current folder' {
            Push-Location $RepositoryRoot
            try {
                $text = Get-ChildItem tests/Blueprints/invalid/ten-mistakes.yaml, tests/Blueprints/invalid/suppressions.yaml | Test-AgentBlueprint -As Sarif
            }
            finally {
                Pop-Location
            }

            $text | Should -HaveCount 1
            $run = ($text | ConvertFrom-Json -Depth 20).runs[0]
            $run.results | Should -HaveCount 20
            $run.results.locations.physicalLocation.artifactLocation.uri | Select-Object -Unique | Should -Be @('tests/Blueprints/invalid/ten-mistakes.yaml', 'tests/Blueprints/invalid/suppressions.yaml')
            $run.results | ForEach-Object { $run.tool.driver.rules[$_.ruleIndex].id | Should -BeExactly $_.ruleId }
            ($run.results | Where-Object ruleId -EQ 'TemperatureHigh').suppressions.justification | Should -BeExactly 'never loaded by the Python loader'
        }

        It 'writes an empty document where nothing was found' {
            $text = Test-AgentBlueprint "$RepositoryRoot/tests/Blueprints/valid/data-protection.yaml" -As Sarif

            ($text | ConvertFrom-Json -Depth 20).runs[0].results | Should -HaveCount 0
        }

        It 'writes a document where no file is piped, which a service can still read' {
            (@() | Test-AgentBlueprint -As Sarif | ConvertFrom-Json -Depth 20).runs[0].results | Should -HaveCount 0
        }

        It 'never shows a key that someone pasted into the file' {
            $canary = 'sk-proj-canary0123456789abcdefghijklmnop'
            $path = New-Blueprint "model_id: m`napi_key_env: $canary`napi_key: $canary # agentcore: ignore KeyUnknown $canary"

            Test-AgentBlueprint $path -As Sarif | Should -Not -BeLike '*canary*'
            "$(Test-AgentBlueprint $path -As GitHub)" | Should -Not -BeLike '*canary*'
            Test-AgentBlueprint $path -Detailed | ConvertTo-Json -Depth 5 | Should -Not -BeLike '*canary*'
        }
    }

    Context '-As GitHub' {
        It 'writes one annotation for each finding' {
            Push-Location $RepositoryRoot
            try {
                $lines = Test-AgentBlueprint tests/Blueprints/invalid/ten-mistakes.yaml -As GitHub
            }
            finally {
                Pop-Location
            }

            $lines | Should -HaveCount 10
            $lines[0] | Should -BeExactly "::error file=tests/Blueprints/invalid/ten-mistakes.yaml,line=5,col=1,title=KeyUnknown::'tempature' is not a key of a blueprint. Did you mean 'temperature', which belongs under 'model'?"
            $lines[7] | Should -BeLike '::warning file=*,line=20,col=25,title=EntityUnknown::*'
        }

        It 'escapes what would end a property' {
            $path = New-Blueprint 'model_id: [m]' -Name 'odd, 100%.yaml'
            Push-Location (Split-Path $path)
            try {
                (Test-AgentBlueprint $path -As GitHub)[0] | Should -BeLike '::* file=odd%2C 100%25.yaml,line=*'
            }
            finally {
                Pop-Location
            }
        }
    }
}
