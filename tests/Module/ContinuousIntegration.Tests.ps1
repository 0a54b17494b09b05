BeforeDiscovery {
    $canRun = [bool](Get-Command git -CommandType Application -ErrorAction Ignore) -and [bool](Get-Command Install-PSResource -ErrorAction Ignore) -and -not $IsWindows
    if (-not $canRun) {
        Write-Host 'git or PSResourceGet is not here, or this is Windows, where a user has no folder of their own for modules: the tests of pipelines are skipped.'
    }

    # The table of exit codes of the page: a line, and what is so where it ends with 0 and with 1.
    $page = Get-Content -LiteralPath "$PSScriptRoot/../../docs/continuous-integration.md"
    $rows = @($page | Where-Object { $_ -cmatch '^\| `(.+?)` \| ' } | Where-Object { ($_ -split '(?<!\\)\|').Count -eq 5 } | ForEach-Object {
            @{ Line = ([regex]::Match($_, '^\| `(.+?)` \| ').Groups[1].Value).Replace('\|', '|') }
        })
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $top = (Get-Item TestDrive:/).FullName
    $samples = "$RepositoryRoot/samples/ci"

    function Invoke-Git {
        $said = git -C $repository -c user.name=t -c user.email=t@example.com -c commit.gpgsign=false @args 2>&1
        if ($LASTEXITCODE) { throw "git $args ended with ${LASTEXITCODE}: $said" }
        $said
    }

    function Edit-File { param([string] $Path, [string] $From, [string] $To) Set-Content "$repository/$Path" ((Get-Content "$repository/$Path" -Raw).Replace($From, $To)) }

    # A repository as the page describes one, with its main branch as a clone knows it.
    function New-Repository {
        $script:repository = (New-Item -ItemType Directory "$top/repository-$([guid]::NewGuid())/agents/prompts").Parent.Parent.FullName
        Set-Content "$repository/agents/prompts/support.md" 'Be kind.'
        Set-Content "$repository/agents/support.yaml" "id: support`nname: Support`nversion: `"1`"`nprompt_ref: support`nmodel:`n  provider: litellm`n  model_id: m`n  temperature: 0`n  max_tokens: 100`n  base_url: http://127.0.0.1:9`n"
        Set-Content "$repository/agents/support.cases.yaml" "cases:`n  - name: answers`n    prompt: hi`n    expect: { matches: . }`n"
        Export-AgentLock "$repository/agents/support.yaml" -Mode Simulation -ErrorAction Stop | Out-Null
        Invoke-Git init --quiet --initial-branch main | Out-Null
        Invoke-Git add --all | Out-Null
        Invoke-Git commit --quiet --message first | Out-Null
        Invoke-Git update-ref refs/remotes/origin/main HEAD | Out-Null
        Set-Content "$repository/summary.md" ''
    }

    # What a change does that each of the steps refuses.
    $harm = @{
        'Gate' = { Edit-File agents/support.yaml 'temperature: 0' 'temperature: hot' }
        'Is it what was tested?' = { Set-Content "$repository/agents/prompts/support.md" 'Be rude.' }
        'Evaluate' = { Edit-File agents/support.cases.yaml 'matches: .' 'contains: what nobody says' }
        'Compare with the branch that it goes to' = { Edit-File agents/support.yaml 'max_tokens: 100' 'max_tokens: 1000' }
    }

    # The files are read by the module's own reader of YAML, in a process that does not keep it.
    function Read-Step {
        param([string] $File)

        $json = Invoke-Fresh "Add-Type -Path '$RepositoryRoot/bin/lib/YamlDotNet.dll'; `$tree = [YamlDotNet.Serialization.DeserializerBuilder]::new().Build().Deserialize([IO.StringReader]::new((Get-Content -Raw '$samples/$File'))); [YamlDotNet.Serialization.SerializerBuilder]::new().JsonCompatible().Build().Serialize(`$tree)"
        $tree = $json | ConvertFrom-Json
        $steps = $tree.jobs ? $tree.jobs.agents.steps : $tree.steps
        foreach ($step in $steps | Where-Object { $_.run -or $_.pwsh }) {
            [pscustomobject]@{ Name = $step.name ?? $step.displayName; Script = $step.run ?? $step.pwsh }
        }
    }

    # As GitHub and Azure run a step, in a home of its own: the module is what the first step installs.
    function Invoke-Step {
        param([string] $Script, [hashtable] $Environment = @{})

        $file = "$top/step-$([guid]::NewGuid()).ps1"
        Set-Content -LiteralPath $file "`$ErrorActionPreference = 'stop'`n$Script`nif ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit `$LASTEXITCODE }"
        $set = @{ HOME = $home_; PSModulePath = $null; XDG_DATA_HOME = $null; EXECUTION_MODE = 'simulation'; AGENTCORE_FEED = $feed; GITHUB_STEP_SUMMARY = "$repository/summary.md" }
        foreach ($name in $Environment.Keys) { $set[$name] = $Environment[$name] }
        $before = @{}
        foreach ($name in $set.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name); [Environment]::SetEnvironmentVariable($name, $set[$name]) }
        Push-Location $repository
        try {
            $said = Invoke-PowerShell -NoProfile -NonInteractive -Command ". '$file'" 2>&1 | Out-String
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Said = $said }
        }
        finally {
            Pop-Location
            foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
    }

    # The feed is a folder with the package of this build.
    function New-Feed {
        $output = "$top/feed"
        $tool = Get-Built AgentCore.LiteLlm.Build
        $deps = Get-Item "$RepositoryRoot/artifacts/bin/AgentCore.LiteLlm/$($tool.Directory.Name)/AgentCore.LiteLlm.deps.json"
        $said = & dotnet exec $tool package $RepositoryRoot $deps $output 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        $output
    }

    if ((Get-Command git -CommandType Application -ErrorAction Ignore) -and (Get-Command Install-PSResource -ErrorAction Ignore) -and -not $IsWindows) {
        $home_ = (New-Item -ItemType Directory "$top/home").FullName
        $feed = New-Feed
        New-Repository
        $github = Read-Step github.yml
        $azure = Read-Step azure-pipelines.yml
        $installed = Invoke-Step ($github | Where-Object Name -EQ 'Install the module').Script
    }
}

Describe 'The pipelines of samples/ci' -Skip:(-not $canRun) {
    It 'install the module from the feed' {
        $installed.ExitCode | Should -Be 0 -Because $installed.Said
        (Invoke-Step '(Get-Module AgentCore.LiteLlm -ListAvailable).ModuleBase').Said | Should -BeLike "$home_*"
    }

    It 'pass a change that harms nothing: <File>' -ForEach @(
        @{ File = 'github.yml'; Branch = 'main'; Names = 'Install the module', 'Gate', 'Is it what was tested?', 'Evaluate', 'Compare with the branch that it goes to', 'Findings for code scanning' }
        @{ File = 'azure-pipelines.yml'; Branch = 'refs/heads/main'; Names = 'Install the module', 'Gate', 'Is it what was tested?', 'Evaluate', 'Compare with the branch that it goes to', 'Summary' }
    ) {
        New-Repository
        Set-Content "$repository/agents/new.yaml" ((Get-Content "$repository/agents/support.yaml" -Raw).Replace('id: support', 'id: new'))
        $steps = Read-Step $File

        $steps.Name | Should -Be $Names
        foreach ($step in $steps) {
            $ended = Invoke-Step $step.Script @{ BASE = $Branch }
            $ended.ExitCode | Should -Be 0 -Because "$($step.Name): $($ended.Said)"
            if ($step.Name -eq 'Summary') { $ended.Said | Should -Match '(?s)##vso\[task\.uploadsummary\].+evaluation\.md.+##vso\[task\.uploadsummary\].+comparison\.md' }
        }

        Get-Content "$repository/report.html" -Raw | Should -Match '(?s)<html.+What the agents answered'
        Get-Content ($File -eq 'github.yml' ? "$repository/summary.md" : "$repository/evaluation.md") -Raw | Should -Match 'What the agents answered'

        ([xml](Get-Content "$repository/results.xml" -Raw)).testsuites.testsuite.testcase.name | Should -Be 'answers'
        if ($File -eq 'github.yml') { (Get-Content "$repository/blueprints.sarif" -Raw | ConvertFrom-Json).version | Should -Be '2.1.0' }
    }

    It 'end with 1 at the step that refuses a change: <_>' -ForEach 'Gate', 'Is it what was tested?', 'Evaluate', 'Compare with the branch that it goes to' {
        New-Repository
        & $harm[$_]

        # What both files say in the same words is run once.
        foreach ($step in @($github; $azure) | Where-Object Name -EQ $_ | Sort-Object Script -Unique) {
            (Invoke-Step $step.Script @{ BASE = 'main' }).ExitCode | Should -Be 1
        }

        # What was judged is in the report, and what was weakened in the summary, though the step failed.
        if ($_ -eq 'Evaluate') { Get-Content "$repository/report.html" -Raw | Should -Match 'what nobody says' }
        if ($_ -like 'Compare*') {
            foreach ($file in 'summary.md', 'comparison.md') { Get-Content "$repository/$file" -Raw | Should -Match '\| \*\*Weakened\*\* \| `model.max_tokens`' }
        }
    }

    It 'refuse a comparison with nothing: <Name>' -ForEach @(
        @{ Name = 'another name'; Says = 'Gone: agents/support.yaml. New: agents/help.yaml.'; Change = { Invoke-Git mv agents/support.yaml agents/help.yaml; Invoke-Git mv agents/support.lock.json agents/help.lock.json } }
        @{ Name = 'a lock that is gone'; Says = 'Gone: agents/support.lock.json'; Change = { Invoke-Git rm --quiet agents/support.lock.json } }
        @{ Name = 'a branch whose file is broken'; Says = $null; Change = {
                Edit-File agents/support.yaml 'temperature: 0' 'temperature: hot'
                Invoke-Git commit --quiet --all --message broken
                Invoke-Git update-ref refs/remotes/origin/main HEAD
                Edit-File agents/support.yaml 'temperature: hot' 'temperature: 0'
            }
        }
    ) {
        foreach ($way in @{ Steps = $github; Page = 'summary.md' }, @{ Steps = $azure; Page = 'comparison.md' }) {
            New-Repository
            & $Change | Out-Null

            $ended = Invoke-Step ($way.Steps | Where-Object Name -Like 'Compare*').Script @{ BASE = 'main' }

            $ended.ExitCode | Should -Be 1 -Because $ended.Said
            if ($Says) { Get-Content "$repository/$($way.Page)" -Raw | Should -BeLike "*$Says*" }
        }
    }

    It 'let an agent be taken away with its lock' {
        New-Repository
        Copy-Item "$repository/agents/support.yaml" "$repository/agents/other.yaml"
        Invoke-Git add agents
        Invoke-Git commit --quiet --message other
        Invoke-Git update-ref refs/remotes/origin/main HEAD
        Invoke-Git rm --quiet agents/support.yaml agents/support.lock.json agents/support.cases.yaml

        (Invoke-Step ($github | Where-Object Name -Like 'Compare*').Script @{ BASE = 'main' }).ExitCode | Should -Be 0
    }

    It 'give a gate on GitHub the line of each finding' {
        New-Repository
        & $harm['Gate']

        (Invoke-Step ($github | Where-Object Name -EQ 'Gate').Script).Said | Should -Match '::error file=agents/support.yaml,line=8,'
    }

    It 'do no more than the files say: nothing of a pull request stands in a script' {
        @($github.Script) + @($azure.Script) | Should -Not -Match '\$\{\{|\$\([A-Z]'
    }
}

Describe 'The exit code in docs/continuous-integration.md of <Line>' -Skip:(-not $canRun) -ForEach $rows {
    BeforeAll {
        $endpoint = Start-AgentTestEndpoint 'yes' -AfterLast Repeat -Model m
        $real = @{ EXECUTION_MODE = 'production' }

        # For each line: what makes it end with 0, if anything has to, and each thing that makes it end with 1.
        $cases = @{
            'Test-AgentBlueprint agents/*.yaml -As GitHub' = @{ Bad = $harm['Gate'], { Remove-Item "$repository/agents/*.yaml" } }
            'if ((Test-AgentBlueprint agents/*.yaml) -contains $false) { exit 1 }' = @{ Bad = $harm['Gate'], { Remove-Item "$repository/agents/*.yaml" } }
            'Test-AgentBlueprint agents/*.yaml -As Sarif' = @{ Good = $harm['Gate']; Bad = , { Remove-Item "$repository/agents/*.yaml" } }
            'Export-AgentLock agents/support.yaml -Locked' = @{ Bad = $harm['Is it what was tested?'], { Remove-Item "$repository/agents/support.lock.json" } }
            'if (Invoke-AgentEvaluation agents/*.cases.yaml | Where-Object -Not Passed) { exit 1 }' = @{ Bad = $harm['Evaluate'], { Set-Content "$repository/agents/support.cases.yaml" 'cases: [' }, { Remove-Item "$repository/agents/*.cases.yaml" } }
            'Compare-AgentBlueprint agents/*.yaml -Against git:main' = @{ Good = $harm['Compare with the branch that it goes to']; Bad = { Invoke-Git branch --move main other }, { Copy-Item "$repository/agents/support.yaml" "$repository/agents/new.yaml" } }
            'Compare-AgentBlueprint agents/*.yaml -Against git:main -FailOn Weakened, Breaking' = @{ Good = { Edit-File agents/support.yaml 'name: Support' 'name: Help' }; Bad = , $harm['Compare with the branch that it goes to'] }
            'if (-not (Test-AgentEndpoint agents/support.yaml)) { exit 1 }' = @{ Environment = $real; Good = { Edit-File agents/support.yaml 'http://127.0.0.1:9' "$($endpoint.BaseUrl)" }; Bad = , { } }
            '$null = Invoke-AgentPrompt ''hi'' -Blueprint agents/support.yaml' = @{ Environment = $real; Good = { Edit-File agents/support.yaml 'http://127.0.0.1:9' "$($endpoint.BaseUrl)" }; Bad = , { Edit-File agents/support.yaml 'http://127.0.0.1:9' "$($endpoint.BaseUrl.AbsoluteUri.TrimEnd('/'))/none" } }
        }
        $case = $cases[$Line]
    }

    AfterAll { Stop-AgentTestEndpoint $endpoint }

    It 'is 0 where nothing is wrong' {
        $case | Should -Not -BeNullOrEmpty -Because 'every row of the table has its case'
        New-Repository
        if ($case.Good) { & $case.Good }

        $ended = Invoke-Step $Line ($case.Environment ?? @{})
        $ended.ExitCode | Should -Be 0 -Because $ended.Said
    }

    It 'is 1 where something is' {
        foreach ($bad in $case.Bad) {
            New-Repository
            & $bad | Out-Null

            $ended = Invoke-Step $Line ($case.Environment ?? @{})
            $ended.ExitCode | Should -Be 1 -Because "$bad`n$($ended.Said)"
        }
    }
}

Describe 'The hook before a commit' -Skip:(-not $canRun) {
    BeforeAll {
        function Invoke-Commit {
            # What the hook needs: this PowerShell by its name, and the module.
            $bin = (New-Item -ItemType Directory "$top/bin" -Force).FullName
            if (-not (Test-Path "$bin/pwsh")) {
                Set-Content "$bin/pwsh" "#!/bin/sh`nexec $(($PowerShellCommand | ForEach-Object { "'$_'" }) -join ' ') `"`$@`""
                chmod +x "$bin/pwsh"
                $null = New-Item -ItemType SymbolicLink -Path "$top/modules/AgentCore.LiteLlm" -Target $RepositoryRoot -Force
            }

            $path, $modules = $env:PATH, $env:PSModulePath
            $env:PATH = "${bin}:$path"
            $env:PSModulePath = "$top/modules"
            try {
                $said = git -C $repository -c user.name=t -c user.email=t@example.com -c commit.gpgsign=false -c core.hooksPath=.githooks commit --message next @args 2>&1 | Out-String
                [pscustomobject]@{ ExitCode = $LASTEXITCODE; Said = $said }
            }
            finally {
                $env:PATH, $env:PSModulePath = $path, $modules
            }
        }
    }

    BeforeEach {
        New-Repository
        Copy-Item -Recurse "$samples/hooks" "$repository/.githooks"
    }

    It 'lets a blueprint pass that can be used, and what has nothing to do with agents' {
        Edit-File agents/support.yaml 'max_tokens: 100' 'max_tokens: 200'
        (Invoke-Commit --all).ExitCode | Should -Be 0

        Set-Content "$repository/readme.md" 'x'
        Invoke-Git add readme.md
        (Invoke-Commit).ExitCode | Should -Be 0
    }

    It 'refuses one that cannot, with the line, and commits nothing' {
        & $harm['Gate']
        $head = Invoke-Git rev-parse HEAD

        $ended = Invoke-Commit --all

        $ended.ExitCode | Should -Be 1
        $ended.Said | Should -Match '(?m)^agents/support\.yaml\(8,\d+\): Error TypeMismatch: '
        Invoke-Git rev-parse HEAD | Should -Be $head
    }

    It 'refuses to take away what a blueprint needs, and lets all of it go' {
        Add-Content "$repository/agents/support.yaml" 'output_schema: answer.json'
        Set-Content "$repository/agents/answer.json" '{"type":"object"}'
        Invoke-Git add --all
        $first = Invoke-Commit
        $first.ExitCode | Should -Be 0 -Because $first.Said

        Invoke-Git rm --quiet agents/answer.json
        (Invoke-Commit).ExitCode | Should -Be 1

        Invoke-Git rm --quiet -r agents
        (Invoke-Commit).ExitCode | Should -Be 0
    }

    It 'looks at what is staged, not at what lies on the disk' {
        Edit-File agents/support.yaml 'max_tokens: 100' 'max_tokens: 200'
        Invoke-Git add agents
        & $harm['Gate']
        (Invoke-Commit).ExitCode | Should -Be 0

        Invoke-Git add agents
        Edit-File agents/support.yaml 'temperature: hot' 'temperature: 0'
        (Invoke-Commit).ExitCode | Should -Be 1
    }
}
