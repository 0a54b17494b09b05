BeforeDiscovery {
    $root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $cmdlets = (Import-PowerShellDataFile -LiteralPath "$root/AgentCore.LiteLlm.psd1").CmdletsToExport
    $pages = Get-ChildItem -LiteralPath "$root/docs/en-US" -Filter *.md
    $topics = (Get-ChildItem -LiteralPath "$root/docs/en-US" -Filter about_*.help.txt).Name -replace '\.help\.txt$'

    # An example that cannot run here stands below a comment that says why.
    $examples = foreach ($page in $pages) {
        $number = 0
        [regex]::Matches((Get-Content -LiteralPath $page -Raw), '(?ms)^### (?<title>[^\n]+)\n+(?<mark><!-- not run: (?<reason>.+?) -->\n+)?```powershell\n(?<code>.*?)^```') | ForEach-Object {
            $number++
            @{ Cmdlet = $page.BaseName; Number = $number; Title = $_.Groups['title'].Value; Code = $_.Groups['code'].Value; Reason = $_.Groups['reason'].Value }
        }
    }
    $runnable = @($examples | Where-Object { -not $_.Reason })
    $marked = @($examples).Count - $runnable.Count
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # The files that examples speak of, in a folder of their own.
    function New-ExampleFolder {
        $folder = Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid())
        $null = New-Item -ItemType Directory -Path "$folder/agents", "$folder/prompts"
        Set-Content -LiteralPath "$folder/prompts/system.md" -Value 'Answer briefly.'
        Copy-Item -LiteralPath (New-Blueprint -Model "model_id: gpt-4o`nbase_url: http://localhost:4000`napi_key_env: EXAMPLE_KEY") -Destination "$folder/agent.yaml"
        $team = "multi_agent:`n  pattern: graph`n  nodes: [{ node_id: one, agent_ref: test-agent }, { node_id: two, agent_ref: test-agent }]`n  edges: [{ from_node: one, to_node: two, condition: status == completed }]`n"
        Set-Content -LiteralPath "$folder/team.yaml" -Value ((Get-Content -LiteralPath "$folder/agent.yaml" -Raw).Replace('id: test-agent', 'id: team') + $team)
        $memory = "memory:`n  strategies: [{ type: SEMANTIC, name: facts, namespace: '/users/{actorId}' }]`n  retrieval: [{ namespace: '/users/{actorId}' }]`n"
        Set-Content -LiteralPath "$folder/remembering.yaml" -Value ((Get-Content -LiteralPath "$folder/agent.yaml" -Raw) + $memory)
        'one', 'two' | ForEach-Object { Copy-Item -LiteralPath "$folder/agent.yaml" -Destination "$folder/agents/$_.yaml" }
        Copy-Item -LiteralPath "$folder/prompts" -Destination "$folder/agents/prompts" -Recurse
        Copy-Item -LiteralPath "$RepositoryRoot/samples/review-team" -Destination (New-Item -ItemType Directory -Path "$folder/samples") -Recurse
        Set-Content -LiteralPath "$folder/prompts.csv" -Value "Prompt`none`ntwo"
        Set-Content -LiteralPath "$folder/requirements.txt" -Value 'litellm==1.84.0'
        $folder
    }
}

Describe 'Help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $name = $_
        $command = Get-Command -Name $name -Module AgentCore.LiteLlm
        $help = Get-Help -Name $name -Full
    }

    It 'comes from a page with description, examples, inputs, outputs and links' {
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        ($help.description.Text -join '').Length | Should -BeGreaterThan 80
        @($help.examples.example).Count | Should -BeGreaterThan 0
        $help.examples.example.code | Should -Not -BeNullOrEmpty
        $help.inputTypes.inputType | Should -Not -BeNullOrEmpty
        $help.returnValues.returnValue | Should -Not -BeNullOrEmpty
        $help.relatedLinks.navigationLink | Should -Not -BeNullOrEmpty
    }

    It 'says of every parameter what it is for, as it is declared' {
        $common = [Management.Automation.Cmdlet]::CommonParameters
        foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
            $shown = @($help.parameters.parameter | Where-Object name -EQ $parameter.Name)
            $shown.Count | Should -Be 1 -Because "-$($parameter.Name) needs help"
            ($shown.description.Text -join ' ') | Should -Match '^[A-Z].{10,}\.' -Because "-$($parameter.Name) needs a sentence"
            ($shown.description.Text -join ' ') | Should -Not -Match 'Gets or sets|<|cref' -Because "-$($parameter.Name) is shown to users"
            $sets = @($parameter.ParameterSets.Values)
            [bool]::Parse($shown.required) | Should -Be (-not ($sets.IsMandatory -contains $false)) -Because "-$($parameter.Name) is declared so"
            $shown.pipelineInput -match 'ByValue' | Should -Be ($sets.ValueFromPipeline -contains $true) -Because "-$($parameter.Name) is declared so"
            $shown.pipelineInput -match 'ByPropertyName' | Should -Be ($sets.ValueFromPipelineByPropertyName -contains $true) -Because "-$($parameter.Name) is declared so"
            $shown.defaultValue | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) has a default"
            @($shown.aliases -split ', ' -ne 'none') | Should -Be @($parameter.Aliases) -Because "-$($parameter.Name) has these"
        }

        @($help.parameters.parameter | Where-Object name).Count | Should -Be (@($command.Parameters.Keys | Where-Object { $_ -notin $common }).Count)
    }

    It 'names the types it writes' {
        $written = $help.returnValues.returnValue.type.name
        $command.OutputType.Name | ForEach-Object { $written | Should -Contain $_ }
    }

    It 'shows one syntax for each parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
    }

    It 'links only to what is there' {
        $known = @((Get-Command -Module AgentCore.LiteLlm).Name) + (Get-ChildItem -LiteralPath "$RepositoryRoot/en-US" -Filter about_*.help.txt).Name.Replace('.help.txt', '')
        foreach ($link in $help.relatedLinks.navigationLink | Where-Object { -not $_.uri }) {
            $link.linkText | Should -BeIn $known
        }
    }

    It 'opens no page online that is not there: this tree has no address' {
        $command.HelpUri | Should -BeNullOrEmpty
        { Get-Help $_ -Online -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidOperation,*'
    }
}

Describe 'Get-Help -Online' {
    BeforeAll {
        $folder = (Get-Item TestDrive:/).FullName
        $copy = New-Item -ItemType Directory "$folder/AgentCore.LiteLlm"
        Copy-Item -LiteralPath $ManifestPath, "$RepositoryRoot/bin" -Destination $copy -Recurse
        $tool = Get-Built AgentCore.LiteLlm.Build
        $assembly = Get-Built AgentCore.LiteLlm
        function Write-Help([string] $Address) { dotnet exec $tool.FullName help $assembly.FullName "$RepositoryRoot/docs" "$copy/en-US" $Address 2>&1 }

    }

    # Only Linux asks a program on the PATH to open an address, so only there a test can be that program.
    It 'opens the page of the cmdlet where the pages have an address' -Skip:(-not $IsLinux) {
        $opener = New-Item -ItemType File "$folder/bin/xdg-open" -Force
        Set-Content $opener "#!/bin/sh`nprintf %s `"`$1`" > '$folder/part'; mv '$folder/part' '$folder/opened'`n"
        chmod +x $opener
        Write-Help https://pages.example.com/docs/ | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        $path = $env:PATH
        try {
            $env:PATH = "$folder/bin:$path"
            Invoke-Fresh "Import-Module '$copy/AgentCore.LiteLlm.psd1'; Get-Help Invoke-AgentPrompt -Online" | Should -BeNullOrEmpty
        }
        finally { $env:PATH = $path }

        $limit = [Diagnostics.Stopwatch]::StartNew()
        while (-not (Test-Path "$folder/opened") -and $limit.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 20 }
        Get-Content "$folder/opened" -Raw | Should -BeExactly 'https://pages.example.com/docs/en-US/Invoke-AgentPrompt.md'
        "$RepositoryRoot/docs/en-US/Invoke-AgentPrompt.md" | Should -Exist
    }

    It 'takes no address that is none of a folder: <_>' -ForEach 'pages', 'http://pages.example.com', 'https://pages.example.com/?a=b', 'https://pages.example.com/#a' {
        "$(Write-Help $_)" | Should -BeLike "error HELP03: The address of the pages, '$_', is no https address of a folder."
        $LASTEXITCODE | Should -Be 1
    }
}

Describe 'The examples' {
    BeforeAll {
        $before = $env:EXECUTION_MODE, $env:EXAMPLE_KEY, $PWD
        $env:EXECUTION_MODE = 'simulation'
        $env:EXAMPLE_KEY = 'sk-example'
    }

    AfterEach {
        Set-Location -LiteralPath $before[2]
    }

    AfterAll {
        $env:EXECUTION_MODE, $env:EXAMPLE_KEY = $before[0, 1]
    }

    It 'of <Cmdlet>, <Number>: <Title>' -ForEach $runnable {
        Set-Location -LiteralPath (New-ExampleFolder)

        $errors = & { & ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'`n$Code")) 6>$null 3>$null } 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }

        $errors | Should -BeNullOrEmpty
    }

    It 'run, but for a few' -TestCases @{ Marked = $marked; All = @($examples).Count } {
        $Marked | Should -BeLessOrEqual ([Math]::Ceiling($All / 10))
    }
}

Describe 'The topic <_>' -ForEach $topics {
    It 'is found by Get-Help' {
        $text = Get-Help -Name $_ | Out-String

        $text | Should -Match "(?s)TOPIC\s+$_\s+SHORT DESCRIPTION\s+\w.+LONG DESCRIPTION.+SEE ALSO"
        ($text -split "`n").TrimEnd().Where{ $_.Length -gt 110 } | Should -BeNullOrEmpty
    }
}

Describe 'The topic of errors' {
    It 'lists every id of docs/errors.md with its category' {
        $text = Get-Help -Name about_AgentCore_Errors | Out-String
        $documented = [regex]::Matches((Get-Content -LiteralPath "$RepositoryRoot/docs/errors.md" -Raw), '(?m)^\| `(\w+)` \| (\w+) \|')

        $documented.Count | Should -BeGreaterThan 20
        $documented | ForEach-Object { $text | Should -Match "(?m)^    $($_.Groups[1].Value) \($($_.Groups[2].Value)\)\r?$" }
    }
}
