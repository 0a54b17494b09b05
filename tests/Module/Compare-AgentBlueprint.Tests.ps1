BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function New-Pair {
        param([string] $Old, [string] $New)
        @{
            ReferenceBlueprint = New-Blueprint -Model "model_id: m`nbase_url: https://one.example.com" -Tail $Old
            Blueprint          = New-Blueprint -Model "model_id: m`nbase_url: https://one.example.com" -Tail $New
        }
    }

    $pay = "tools:`n  - { mcp: billing, tools: [pay] }`n"
    $raised = "runtime: { max_iterations: 50 }`n"
}

Describe 'Help of -As' {
    It 'promises no form where objects are written without it' {
        (Get-Help Compare-AgentBlueprint -Parameter As).defaultValue | Should -BeExactly 'None'
    }
}

Describe 'Compare-AgentBlueprint' {
    It 'writes each change with what follows from it' {
        $pair = New-Pair '' $pay

        $change = Compare-AgentBlueprint @pair

        @($change).Count | Should -Be 1
        $change.Path | Should -Be 'tools[billing]'
        $change.Old | Should -BeNullOrEmpty
        ($change.New | ConvertFrom-Json).tools | Should -Be 'pay'
        $change.Kind | Should -Be 'Weakened'
        $change.Impact | Should -BeLike '*may call more: pay of billing*'
        $change.File | Should -Be $pair.Blueprint
        (Get-Content $change.File)[$change.Line - 1] | Should -BeLike '*mcp: billing*'
    }

    It 'takes paths by position, and objects' {
        $pair = New-Pair '' $raised
        (Compare-AgentBlueprint $pair.ReferenceBlueprint $pair.Blueprint).Path | Should -Be 'runtime'
        (Compare-AgentBlueprint (Import-AgentBlueprint $pair.ReferenceBlueprint) (Import-AgentBlueprint $pair.Blueprint)).Path | Should -Be 'runtime'
        (Import-AgentBlueprint $pair.Blueprint | Compare-AgentBlueprint $pair.ReferenceBlueprint).Kind | Should -Be 'Weakened'
    }

    It 'writes nothing where nothing changed but the layout' {
        $pair = New-Pair "tags: [a, b]`nruntime: {}`n" "# anew`nruntime: { max_iterations: ~ }`ntags:`n  - b`n  - a`n"
        Set-Content $pair.Blueprint ((Get-Content $pair.Blueprint -Raw) -replace 'max_iterations: ~', 'port: 8080')
        Compare-AgentBlueprint @pair | Should -BeNullOrEmpty
        Compare-AgentBlueprint @pair -As Text | Should -Be 'Nothing changed.'
    }

    It 'shows no secret that a prompt holds' {
        $folder = (New-Item -ItemType Directory "TestDrive:/secret-$(New-Guid)/prompts").FullName
        $path = Join-Path (Split-Path $folder) a.yaml
        Set-Content $path "id: a`nname: A`nversion: `"1`"`nprompt_ref: p`nmodel: { provider: litellm, model_id: m, temperature: 0, max_tokens: 1, base_url: 'https://one.example.com' }"
        Set-Content "$folder/p.md" 'Be kind.'
        $old = Join-Path (Split-Path $folder) old.yaml
        Set-Content $old ((Get-Content $path -Raw) -replace 'prompt_ref: p', 'prompt_ref: q')
        Set-Content "$folder/q.md" 'Use the key sk-proj-aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z.'

        foreach ($form in 'Text', 'Markdown', 'Sarif') {
            $report = Compare-AgentBlueprint $old $path -As $form
            $report | Should -BeLike '*Be kind.*'
            $report | Should -Not -BeLike '*aB3dE5fG7hJ9*'
        }
        Compare-AgentBlueprint $old $path | ConvertTo-Json -Depth 5 | Should -Not -BeLike '*aB3dE5fG7hJ9*'
        Compare-AgentBlueprint $old $path | Out-String | Should -Not -BeLike '*aB3dE5fG7hJ9*'
    }
}

Describe 'Compare-AgentBlueprint -FailOn' {
    It 'writes everything, then ends with an error that says what was refused' {
        $pair = New-Pair '' ($pay + "tags: [x]`n")
        $written = [Collections.Generic.List[object]]::new()

        { Compare-AgentBlueprint @pair -FailOn Weakened, Breaking | ForEach-Object { $written.Add($_) } } | Should -Throw -ErrorId 'ChangeRefused,*' -ExpectedMessage '*1 Weakened (tools?billing?)*'

        $written.Path | Should -Be 'tags', 'tools[billing]'
    }

    It 'says nothing of other kinds' {
        $pair = New-Pair $pay ''
        { Compare-AgentBlueprint @pair -FailOn Weakened, Breaking } | Should -Not -Throw
    }

    It 'gives a script of CI the exit code 1' {
        $pair = New-Pair '' $pay
        $script = "Import-Module '$ManifestPath'; Compare-AgentBlueprint '$($pair.ReferenceBlueprint)' '$($pair.Blueprint)' -As Markdown -FailOn Weakened"
        $null = & $PowerShellCommand[0] @($PowerShellCommand | Select-Object -Skip 1) -NoProfile -NonInteractive -Command $script 2>&1
        $LASTEXITCODE | Should -Be 1
        $null = & $PowerShellCommand[0] @($PowerShellCommand | Select-Object -Skip 1) -NoProfile -NonInteractive -Command ($script -replace 'Weakened', 'Breaking') 2>&1
        $LASTEXITCODE | Should -Be 0
    }
}

Describe 'Compare-AgentBlueprint -As' {
    BeforeAll {
        $pair = New-Pair '' ($pay + "tags: ['<b>|x']`n")
        Push-Location (Split-Path $pair.Blueprint)
    }
    AfterAll { Pop-Location }

    It 'Text: a line for each change' {
        $lines = (Compare-AgentBlueprint @pair -As Text) -split "`n"
        $lines.Count | Should -Be 2
        $lines[1] | Should -Match '^\S+\.yaml\(\d+\): Weakened tools\[billing\]: nothing -> \{.*\}\. The agent may call more'
    }

    It 'Markdown: a table that no value breaks out of, the weightiest first' {
        $lines = (Compare-AgentBlueprint @pair -As Markdown) -split "`n"
        $lines[2] | Should -BeLike '| `*`*Weakened`*`* | ``tools?billing?``*'
        $lines[3] | Should -BeLike '| Route | *'
        foreach ($line in $lines) { ($line -replace '\\\|' -split '\|').Count | Should -Be 7 }
    }

    It 'Sarif: one document whose results are what is refused' {
        $written = [Collections.Generic.List[string]]::new()
        try { Compare-AgentBlueprint @pair -As Sarif -FailOn Weakened | ForEach-Object { $written.Add($_) } } catch { $_.FullyQualifiedErrorId | Should -BeLike 'ChangeRefused,*' }
        $run = ($written | ConvertFrom-Json).runs[0]
        $run.results.ruleId | Should -Be 'Route', 'Weakened'
        $run.results.level | Should -Be 'note', 'error'
        $run.results[1].locations[0].physicalLocation.region.startLine | Should -BeGreaterThan 1
        $run.results[1].locations[0].physicalLocation.artifactLocation.uri | Should -Be (Split-Path -Leaf $pair.Blueprint)
        $run.tool.driver.rules.id | Should -Be 'Route', 'Weakened'
    }
}

Describe 'Compare-AgentBlueprint -Against' -Skip:(-not (Get-Command git -ErrorAction Ignore)) {
    BeforeAll {
        function Invoke-Git { git -C $repository -c user.name=t -c user.email=t@example.com -c commit.gpgsign=false @args | Out-Null }

        $repository = (New-Item -ItemType Directory "TestDrive:/repo $(New-Guid)").FullName
        $null = New-Item -ItemType Directory "$repository/agents/prompts", "$repository/agents/schemas"
        $agent = "$repository/agents/a.yaml"
        $text = "id: a`nname: A`nversion: `"1`"`nprompt_ref: p`noutput_schema: answer`nmodel: { provider: litellm, model_id: m, temperature: 0, max_tokens: 10, base_url: 'https://one.example.com' }"
        Set-Content $agent $text
        Set-Content "$repository/agents/prompts/p.md" "Be kind.`nBe short."
        Set-Content "$repository/agents/schemas/answer.json" '{ "type": "object", "required": ["a"] }'
        Invoke-Git init -q -b main
        Invoke-Git add -A
        Invoke-Git commit -q -m first
        Set-Content $agent ($text -replace 'max_tokens: 10', 'max_tokens: 20')
        Set-Content "$repository/agents/prompts/p.md" "Be kind.`nBe long."
        Set-Content "$repository/agents/schemas/answer.json" '{ "type": "object" }'
    }

    It 'compares with the file of that revision, its prompt and its schema too' {
        $changes = Compare-AgentBlueprint $agent -Against git:main

        $changes.Path | Should -Be 'model.max_tokens', 'schema', 'prompt'
        $changes.Kind | Should -Be 'Weakened', 'Breaking', 'Behaviour'
        $changes[0].Old, $changes[0].New | Should -Be 10, 20
        $changes[2].Impact | Should -BeLike "*-Be short.`n+Be long.*"
    }

    It 'finds the file from another folder, through a link, and by HEAD' -Skip:$IsWindows {
        $null = New-Item -ItemType SymbolicLink -Path "TestDrive:/linked" -Target $repository -Force
        (Compare-AgentBlueprint "TestDrive:/linked/agents/a.yaml" -Against git:HEAD).Count | Should -Be 3
        (Get-ChildItem "$repository/agents/*.yaml" | Compare-AgentBlueprint -Against git:HEAD).Count | Should -Be 3
    }

    It 'leaves no file behind' {
        $before = @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter agentcore-revision-*).Count
        $null = Compare-AgentBlueprint $agent -Against git:main
        @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter agentcore-revision-*).Count | Should -Be $before
    }

    It 'takes no revision for a command or an option' -ForEach 'git:$(touch hit)', 'git:main; touch hit', 'git:main --output=hit', 'git:--output=hit' {
        Push-Location $repository
        try {
            { Compare-AgentBlueprint $agent -Against $_ -ErrorAction Stop } | Should -Throw
            Test-Path "$repository/hit" | Should -BeFalse
            Test-Path "$repository/agents/hit" | Should -BeFalse
        }
        finally { Pop-Location }
    }

    It 'says that a blueprint is new, that a revision is unknown, and that there is no repository' {
        Copy-Item $agent "$repository/agents/new.yaml"
        Compare-AgentBlueprint "$repository/agents/new.yaml" -Against git:main -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'RevisionLacksBlueprint,*'
        Compare-AgentBlueprint $agent -Against git:nowhere -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'RevisionUnreadable,*'
        $failed[0].Exception.Message | Should -BeLike "*no revision 'nowhere'*"
        Compare-AgentBlueprint (New-Blueprint -Model 'model_id: m') -Against git:main -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'RevisionUnreadable,*'
    }

    It 'names the revision where the old file cannot be used' {
        Set-Content "$repository/agents/bad.yaml" 'id: [x'
        Invoke-Git add -A
        Invoke-Git commit -q -m bad
        Copy-Item $agent "$repository/agents/bad.yaml" -Force
        Compare-AgentBlueprint "$repository/agents/bad.yaml" -Against git:HEAD -ErrorVariable failed -ErrorAction SilentlyContinue
        "$($failed[0])" | Should -BeLike '<HEAD:agents/bad.yaml>*'
    }
}

Describe 'Compare-AgentBlueprint -Endpoint' {
    AfterEach { if ($endpoint) { $endpoint.Dispose() } }

    It 'says that the endpoint does not offer the model any more' {
        $script:endpoint = Start-AgentTestEndpoint 'x'
        $agent = New-Blueprint -Model "model_id: gone`nbase_url: $($endpoint.BaseUrl)"

        $change = Compare-AgentBlueprint $agent -Endpoint

        $change.Path | Should -Be 'endpoint.models[gone]'
        $change.Kind | Should -Be 'Breaking'
        $change.Impact | Should -BeLike '*does not offer the model*'
        (Get-Content $agent)[$change.Line - 1] | Should -BeLike '*model_id: gone*'
    }

    It 'sends nothing with -WhatIf' {
        $script:endpoint = Start-AgentTestEndpoint 'x'
        Compare-AgentBlueprint (New-Blueprint -Model "model_id: gone`nbase_url: $($endpoint.BaseUrl)") -Endpoint -WhatIf | Should -BeNullOrEmpty
        Get-AgentTestRequest $endpoint | Should -BeNullOrEmpty
    }
}
