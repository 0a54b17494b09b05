# Every parameter that takes a path: against PowerShell's location, by PowerShell's rules, and never into what is no file.
BeforeDiscovery {
    # Each reads or writes one file.
    $acts = @(
        @{ What = 'Import-AgentBlueprint -Path'; Noun = 'Blueprint'; Act = { param($p) Import-AgentBlueprint -Path $p } }
        @{ What = 'Import-AgentBlueprint -LiteralPath'; Noun = 'Blueprint'; Act = { param($p) Import-AgentBlueprint -LiteralPath $p } }
        @{ What = 'Test-AgentBlueprint'; Noun = 'Blueprint'; Act = { param($p) Test-AgentBlueprint $p } }
        @{ What = 'New-AgentBlueprint'; Noun = 'Blueprint'; Writes = $true; Act = { param($p) New-AgentBlueprint $p -Force } }
        @{ What = 'Resolve-AgentModel'; Noun = 'Blueprint'; Act = { param($p) Resolve-AgentModel $p } }
        @{ What = '-Blueprint'; Noun = 'Blueprint'; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $p } }
        @{ What = '-Conversation'; Noun = 'Conversation'; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $agent -Conversation $p } }
        @{ What = '-OutputSchema'; Noun = 'OutputSchemaArgument'; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $agent -OutputSchema $p } }
        @{ What = '-Image'; Noun = 'Attachment'; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $agent -Image $p } }
        @{ What = '-File'; Noun = 'Attachment'; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $agent -File $p } }
        @{ What = '-JournalPath'; Noun = 'Journal'; Writes = $true; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $agent -JournalPath $p } }
        @{ What = '-RecordPath'; Noun = 'Cassette'; Writes = $true; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $agent -RecordPath $p } }
        @{ What = '-ReplayPath'; Noun = 'Cassette'; Act = { param($p) Invoke-AgentPrompt hi -Blueprint $agent -ReplayPath $p } }
        @{ What = 'Invoke-AgentEvaluation -Path'; Noun = 'CaseFile'; Act = { param($p) Invoke-AgentEvaluation -Path $p -Blueprint $agent } }
        @{ What = 'Invoke-AgentEvaluation -LiteralPath'; Noun = 'CaseFile'; Act = { param($p) Invoke-AgentEvaluation -LiteralPath $p -Blueprint $agent } }
        @{ What = '-ReportPath'; Noun = 'Report'; Writes = $true; Act = { param($p) Invoke-AgentEvaluation $cases -Blueprint $agent -ReportPath $p -Force } }
        @{ What = 'Submit-AgentBatch -MappingPath'; Noun = 'Mapping'; Writes = $true
            Act = { param($p) 'hi' | Submit-AgentBatch -Blueprint $guarded -MappingPath $p -MappingKeyVariable PATHS_TEST_KEY } }
        @{ What = 'Receive-AgentBatch -MappingPath'; Noun = 'Mapping'
            Act = { param($p) Receive-AgentBatch batch_1 -Blueprint $guarded -MappingPath $p -MappingKeyVariable PATHS_TEST_KEY } }
        @{ What = 'Test-LiteLlmRequirement'; Noun = 'Requirement'; Act = { param($p) Test-LiteLlmRequirement $p } }
    )
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $env:EXECUTION_MODE = 'simulation'
    $env:PATHS_TEST_KEY = 'correct horse battery staple'
    $top = (Get-Item TestDrive:/).FullName
    $agent = New-Blueprint -Model "model_id: m`nbase_url: http://127.0.0.1:9"
    $tail = "observability: { data_protection: { provider: presidio, entities: [EMAIL_ADDRESS] } }`n"
    $guarded = New-Blueprint -Model "model_id: m`nbase_url: http://127.0.0.1:9" -Tail $tail
    foreach ($file in $agent, $guarded) {
        $null = New-Item -ItemType Directory -Force (Join-Path (Split-Path $file) prompts)
        Set-Content (Join-Path (Split-Path $file) prompts/system.md) 'Be brief.'
    }

    $cases = Join-Path $top 'some.cases.yaml'
    Set-Content $cases "cases:`n  - { name: one, prompt: hi, expect: { contains: a } }"

    # What an act writes as its first error, whether it ends the pipeline or not.
    function Get-FirstError {
        param([scriptblock] $Act, [string] $Path)

        try { @(& { & $Act $Path } 2>&1).Where({ $_ -is [Management.Automation.ErrorRecord] }, 'First')[0] }
        catch { $_ }
    }
}

AfterAll {
    Remove-Item Env:/EXECUTION_MODE, Env:/PATHS_TEST_KEY -ErrorAction Ignore
}

Describe 'A path of <What>' -ForEach $acts {
    BeforeEach { Push-Location $top }

    AfterEach { Pop-Location }

    It 'is refused in <_>, and nothing is left in the folder of the process' -ForEach 'Env:', 'Variable:', 'Function:', 'Alias:' {
        $stray = Join-Path ([Environment]::CurrentDirectory) 'paths-test.yaml'
        Set-Location $_

        $failed = Get-FirstError $Act 'paths-test.yaml'
        $rooted = Get-FirstError $Act "$_/paths-test.yaml"

        $failed.FullyQualifiedErrorId | Should -BeLike "$Noun*Invalid,*"
        $failed.CategoryInfo.Category | Should -Be 'InvalidArgument'
        "$failed" | Should -BeLike "'paths-test.yaml' is no path of the file system*"
        $failed.Exception.Problem | Should -Be 'PathInvalid'
        $rooted.FullyQualifiedErrorId | Should -Be $failed.FullyQualifiedErrorId
        [IO.File]::Exists($stray) | Should -BeFalse
    }

    It 'is refused on a drive that is not there' {
        $failed = Get-FirstError $Act 'nodrive:/a.yaml'

        $failed.FullyQualifiedErrorId | Should -BeLike "$Noun*Invalid,*"
        "$failed" | Should -BeLike "*there is no drive 'nodrive'*"
    }

    It 'is refused at once where a <_> is, which stays as it is' -Skip:$IsWindows -ForEach 'pipe', 'link to a pipe', 'device', 'link to a device', 'folder' {
        $odd = Join-Path $top "odd-$([guid]::NewGuid()).yaml"
        $kind = $_
        switch ($kind) {
            'pipe' { & mkfifo $odd }
            'link to a pipe' { & mkfifo "$odd.pipe"; & ln -s "$odd.pipe" $odd }
            'device' { $odd = '/dev/zero' }
            'link to a device' { & ln -s /dev/full $odd }
            'folder' { $null = New-Item -ItemType Directory $odd }
        }

        # A folder of case files is what -Path of evaluations may name.
        if ($kind -eq 'folder' -and $Noun -eq 'CaseFile') { return }

        $before = & ls -ld $odd
        $failed = Get-FirstError $Act $odd

        $failed.FullyQualifiedErrorId | Should -BeLike "$Noun*"
        $failed.Exception.Problem | Should -Be 'NotAFile'
        "$failed" | Should -BeLike "'$odd' is a *, not a file.*"
        & ls -ld $odd | Should -Be $before
    }
}

Describe 'Invoke-AgentEvaluation without a path' {
    It 'looks in the current folder, and nowhere where that is none' {
        Push-Location $top
        try {
            Invoke-AgentEvaluation -ErrorAction SilentlyContinue -ErrorVariable failed -OutVariable results | Out-Null
            $results.File | Should -Contain $cases
            Set-Location Env:
            Invoke-AgentEvaluation -ErrorAction SilentlyContinue -ErrorVariable failed | Out-Null
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'CaseFilePathInvalid,*'
        }
        finally { Pop-Location }
    }
}

Describe 'A file that is read' {
    It 'is found on a drive with a root, at ~, and by its provider, by <What>' -ForEach $acts.Where({ -not $_.Writes -and $_.What -notlike 'Receive*' }) {
        # Each error is about the content, or there is none: the file was found.
        $null = New-PSDrive -Name PathsTest -PSProvider FileSystem -Root $top
        $name = "found-$([guid]::NewGuid()).txt"
        $temporary = [IO.Path]::GetRelativePath([IO.Path]::GetTempPath(), "$top/$name")
        Set-Content "$top/$name" 'no such thing'
        $oldHome = (Get-PSProvider FileSystem).Home
        (Get-PSProvider FileSystem).Home = $top
        try {
            foreach ($path in "PathsTest:/$name", "~/$name", "Temp:/$temporary", "FileSystem::$top/$name") {
                $failed = Get-FirstError $Act $path
                "$($failed.Exception.Problem)" | Should -BeIn '', 'Malformed' -Because $path
            }
        }
        finally {
            (Get-PSProvider FileSystem).Home = $oldHome
            Remove-PSDrive PathsTest
        }
    }

    It 'is not found where it is not, by <What>' -ForEach $acts.Where({ -not $_.Writes }) {
        $failed = Get-FirstError $Act 'TestDrive:/absent.json'

        $failed.Exception.Problem | Should -Be 'NotFound'
        "$failed" | Should -BeLike "*$(Join-Path $top absent.json)*"
    }
}

Describe 'A file that is written' {
    BeforeEach {
        $place = (New-Item -ItemType Directory "$top/place-$([guid]::NewGuid())").FullName
        Push-Location $place
    }

    AfterEach { Pop-Location }

    It 'lies where the session is, also under a name with brackets, by <What>' -ForEach $acts.Where({ $_.Writes -and $_.What -notlike 'Submit*' }) {
        foreach ($name in 'plain.yaml', 'a[1].yaml', 'b*c.yaml'.Replace('*', $IsWindows ? '[2]' : '*')) {
            Get-FirstError $Act $name | Should -BeNullOrEmpty
            Test-Path -LiteralPath "$place/$name" | Should -BeTrue -Because $name
        }
    }

    It 'goes through a link, which stays one, by <What>' -Skip:$IsWindows -ForEach $acts.Where({ $_.Writes -and $_.What -notlike 'Submit*' }) {
        $null = New-Item -ItemType Directory real
        & ln -s real/file.yaml link.yaml
        Get-FirstError $Act 'link.yaml' | Should -BeNullOrEmpty

        (Get-Item link.yaml).LinkTarget | Should -Be 'real/file.yaml'
        (Get-Item real/file.yaml).Length | Should -BeGreaterThan 0
    }

    It 'is for its owner only where it holds what was said: <What>' -Skip:$IsWindows -ForEach $acts.Where({ $_.What -in '-JournalPath', '-RecordPath' }) {
        Get-FirstError $Act 'private.yaml' | Should -BeNullOrEmpty

        (Get-Item private.yaml).UnixMode | Should -Be '-rw-------'
    }
}

Describe 'Brackets in a name' {
    BeforeAll {
        $odd = (New-Item -ItemType Directory "$top/odd[1]").FullName
        Copy-Item -LiteralPath $agent "$odd/a[2].yaml"
        $null = New-Item -ItemType Directory "$odd/prompts"
        Set-Content -LiteralPath "$odd/prompts/system.md" 'Be brief.'
    }

    BeforeEach { Push-Location -LiteralPath $odd }

    AfterEach { Pop-Location }

    It 'are wildcards to -Path, whose error says what takes them as they are' {
        (Import-AgentBlueprint 'a`[2`].yaml').Id | Should -Not -BeNullOrEmpty
        (Import-AgentBlueprint -LiteralPath 'a[2].yaml').Id | Should -Not -BeNullOrEmpty
        (Import-AgentBlueprint *.yaml).Id | Should -Not -BeNullOrEmpty
        $failed = Get-FirstError { Import-AgentBlueprint 'a[2].yaml' }
        $failed.FullyQualifiedErrorId | Should -BeLike 'BlueprintNotFound,*'
        "$failed" | Should -BeLike '*-LiteralPath*'
    }

    It 'are taken as they are by -Blueprint, where such a file is' {
        (Invoke-AgentPrompt hi -Blueprint 'a[2].yaml').Text | Should -Not -BeNullOrEmpty
        (Resolve-AgentModel 'a[2].yaml').ModelId | Should -Be 'm'
        (Resolve-AgentModel '[a]*.yaml').ModelId | Should -Be 'm'
    }

    It 'are taken as they are where one file is named' {
        Set-Content -LiteralPath 'talk[1].json' '[{"role":"user","content":"before"},{"role":"assistant","content":"yes"}]'
        Set-Content -LiteralPath 'form[1].json' '{ "type": "object", "required": ["a"], "properties": { "a": { "type": "integer" } } }'
        Set-Content -LiteralPath 'note[1].txt' 'a note'
        $reply = Invoke-AgentPrompt hi -Blueprint $agent -Conversation 'talk[1].json' -OutputSchema 'form[1].json' -File 'note[1].txt'

        $reply.Conversation.Messages.Text | Should -Contain 'before'
        $reply.Output.a | Should -BeOfType long
    }
}

Describe 'A path' {
    BeforeAll {
        $here = $PWD
        $folder = New-Item -ItemType Directory "$top/plain/sub"
        Copy-Item -LiteralPath $agent "$folder/a b.yaml"
        Copy-Item -LiteralPath $agent "$folder/.c.yaml"
    }

    AfterEach { Set-Location $here }

    # What PowerShell itself makes of each is not asked for most of them, because it takes longer than to read the file.
    It 'means what PowerShell means by it, from <From>' -ForEach @(
        @{ From = 'its folder'; Go = { Set-Location $folder } }
        @{ From = 'the root'; Go = { Set-Location / } }
        @{ From = 'another drive'; Go = { Set-Location $folder; Set-Location Env: } }
        @{ From = 'a drive of the user'; Go = { $null = New-PSDrive -Name Own -PSProvider FileSystem -Root $folder -Scope Global; Set-Location Own: } }
    ) {
        try {
            . $Go
            $known = 0
            $forms = 'a b.yaml', './a b.yaml', '.c.yaml', '../sub/a b.yaml', './/a b.yaml', 'no/../a b.yaml', '/a b.yaml', "$folder/a b.yaml", "$folder/../sub/a b.yaml",
                "$folder//a b.yaml", "/$folder/a b.yaml", "/..$folder/a b.yaml", '~/a b.yaml', 'Own:/a b.yaml', 'a b.yaml/', "FileSystem::$folder/a b.yaml"
            foreach ($path in $forms) {
                $provider = $drive = $null
                $theirs = try { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path, [ref] $provider, [ref] $drive) } catch { $null }
                $there = $theirs -and $provider.Name -eq 'FileSystem' -and [IO.File]::Exists($theirs)
                $read = try { Import-AgentBlueprint -LiteralPath $path -ErrorAction Stop -WarningAction Ignore } catch { $null }

                [bool] $read | Should -Be $there -Because $path
                if ($read) { $read.Path | Should -BeExactly ([IO.Path]::GetFullPath($theirs)) -Because $path }
                $known += [int] $there
            }

            $known | Should -BeGreaterThan 3
        }
        finally {
            Set-Location $here
            Remove-PSDrive Own -ErrorAction Ignore
        }
    }
}
