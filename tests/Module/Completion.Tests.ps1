BeforeDiscovery {
    Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../../AgentCore.LiteLlm.psd1"))
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters

    # Words that only the user knows: names to be given, texts, addresses, ids, objects of other cmdlets.
    $free = @(
        'ActorId', 'Against', 'AgentId', 'AllowList', 'Argument', 'Assertion', 'BasePath', 'BaseUrl', 'Content', 'ConversationVariable', 'Description', 'InputObject', 'Language', 'Prompt', 'PromptRef',
        'ProtectionAllowList', 'Reason', 'Reply', 'RequiredKey', 'Schema', 'ServiceName', 'SessionId', 'System', 'Tag', 'Text', 'Title', 'User'
        'Get-AgentBatch -Id', 'Receive-AgentBatch -Id', 'Stop-AgentBatch -Id', 'Submit-AgentBatch -Id', 'New-AgentBlueprint -Id', 'New-AgentBlueprint -Name'
        'New-AgentTool -Name', 'Start-AgentTestEndpoint -Model'
    )
    $values = foreach ($command in Get-Command -Module AgentCore.LiteLlm) {
        foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
            $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
            $item = $type.IsArray ? $type.GetElementType() : $type
            @{
                Parameter = "$($command.Name) -$($parameter.Name)"
                Name = $parameter.Name
                Cmdlet = $command.Name
                Type = $item
                Completer = @($parameter.Attributes.Where({ $_ -is [ArgumentCompleter] }).Type.Name)[0]
                Set = @($parameter.Attributes.Where({ $_ -is [ValidateSet] }).ValidValues)
            }
        }
    }
    $enums = $values.Where({ $_.Type.IsEnum })
    $completed = $values.Where({ $_.Completer })
    $undecided = $values.Where({ $_.Type -in [string], [object] -and -not $_.Completer -and -not $_.Set -and $_.Name -notin $free -and $_.Parameter -notin $free }).Parameter
    $paths = (Get-Command -Module AgentCore.LiteLlm).Where({ $_.Parameters.Keys -contains 'Path' }).Name
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function Complete([string] $Line) { @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText) }

    $folder = (New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName 'here')).FullName
    $endpoint = Start-AgentTestEndpoint -Model 'alpha', 'beta'
    Copy-Item (New-Blueprint -Model "model_id: x`nbase_url: $($endpoint.BaseUrl)") "$folder/agent.yaml"
    Set-Content "$folder/agent.cases.yaml" "cases:`n  - name: greets`n    prompt: hi`n    tags: [smoke, slow]`n    expect: { contains: x }`n  - name: 'counts [3]'`n    prompt: hi`n    tags: [smoke]`n    expect: { contains: x }`n"
    Copy-Item (New-Blueprint -Model 'model_id: x' -Tail "tools:`n  - mcp: files`n    tools: [read_file]`n") "$folder/tools.yaml"
    Set-Content "$folder/servers.json" '{"mcpServers":{"files":{"command":"none"}}}'
    $env:COMPLETION_TEST_VARIABLE = 'x'
    Push-Location -LiteralPath $folder
}

AfterAll {
    Pop-Location
    Stop-AgentTestEndpoint $endpoint
    $env:COMPLETION_TEST_VARIABLE = $null
}

Describe 'The parameters of all cmdlets' {
    It 'are completed, or hold words that only the user knows' -ForEach @{ Undecided = $undecided } {
        $Undecided | Should -BeNullOrEmpty -Because 'a new parameter gets an ArgumentCompleter, or its name a place in the list of this test'
    }

    It '<Parameter> completes every choice that there is' -ForEach $enums {
        $found = Complete "$Cmdlet -$Name "

        $found | Should -Be ([enum]::GetNames($Type) | Sort-Object)
    }

    It '<Parameter> completes what it takes (<Completer>)' -ForEach $completed {
        $before = switch ($Completer) {
            'ModelIdCompleter' { $Cmdlet -eq 'New-AgentBlueprint' ? "-BaseUrl $($endpoint.BaseUrl)" : '-Blueprint agent.yaml' }
            'PolicyToolCompleter' { '-Blueprint tools.yaml' }
            'ToolServerCompleter' { '-ToolServer servers.json' }
            'ToolParameterCompleter' { '-Command Get-ChildItem' }
            default { '' }
        }
        $wanted = switch ($Completer) {
            'BlueprintPathCompleter' { 'agent.yaml' }
            'CaseFileCompleter' { 'agent.cases.yaml' }
            'CaseWordCompleter' { $Name -eq 'Name' ? 'greets' : 'smoke' }
            'CommandNameCompleter' { 'Get-ChildItem' }
            'EntityCompleter' { 'EMAIL_ADDRESS' }
            'EnvironmentVariableCompleter' { 'COMPLETION_TEST_VARIABLE' }
            { $_ -in 'FileCompleter', 'FilePatternCompleter' } { 'servers.json' }
            'ModelIdCompleter' { 'alpha' }
            'PolicyToolCompleter' { 'read_file' }
            'ProtectionActionCompleter' { 'Mask' }
            'ProviderCompleter' { 'azure' }
            'ToolApprovalCompleter' { 'ReadOnly' }
            'ToolParameterCompleter' { $Name -eq 'ParameterSet' ? 'LiteralItems' : 'LiteralPath' }
            'ToolServerCompleter' { 'files' }
        }

        $wanted | Should -Not -BeNullOrEmpty -Because 'this test knows every completer'
        $line = "$Cmdlet $before -$Name"
        Complete "$line " | Should -Contain $wanted
        Complete "$line $($wanted.Substring(0, 3).ToLowerInvariant())" | Should -Contain $wanted
        Complete "$line zzz" | Should -Not -Contain $wanted
    }

    It '<_> takes -LiteralPath, since it takes -Path' -ForEach $paths {
        $parameters = (Get-Command $_).Parameters.Values

        $parameters.Where({ $_.Name -eq 'LiteralPath' -or $_.Aliases -contains 'LiteralPath' }) | Should -Not -BeNullOrEmpty
    }
}

Describe 'Completion of words' {
    It 'gives all that <Of> takes, and no other' -ForEach @(
        @{ Of = '-ToolApproval'; Line = 'Invoke-AgentPrompt hi -ToolApproval '; Words = 'Ask', 'Defer', 'ReadOnly', 'All', "@{ 'get_*' = 'Always'; 'delete_*' = 'Never'; '*' = 'Ask' }" }
        @{ Of = '-ProtectionAction'; Line = 'Invoke-AgentPrompt hi -ProtectionAction '; Words = 'Replace', 'Mask', 'Hash', 'Redact', 'Block', 'Keep', "@{ EMAIL_ADDRESS = 'Mask'; '*' = 'Replace' }" }
        @{ Of = '-Action'; Line = 'Protect-AgentText x -Action '; Words = 'Replace', 'Mask', 'Hash', 'Redact', 'Block', 'Keep', "@{ EMAIL_ADDRESS = 'Mask'; '*' = 'Replace' }" }
        @{ Of = '-CaseTag'; Line = 'Invoke-AgentEvaluation -CaseTag '; Words = 'slow', 'smoke' }
        @{ Of = '-ExcludeCaseTag of a file'; Line = 'Invoke-AgentEvaluation agent.cases.yaml -ExcludeCaseTag s'; Words = 'slow', 'smoke' }
        @{ Of = '-CaseTag of a blueprint'; Line = 'Invoke-AgentEvaluation -Blueprint agent.yaml -CaseTag sm'; Words = 'smoke' }
        @{ Of = '-Name of cases'; Line = 'Invoke-AgentEvaluation -Name '; Words = "'counts ``[3``]'", 'greets' }
        @{ Of = '-ParameterSet'; Line = 'New-AgentTool Get-ChildItem -ParameterSet '; Words = 'Items', 'LiteralItems' }
        @{ Of = '-IncludeParameter'; Line = 'New-AgentTool gci -IncludeParameter Lit'; Words = 'LiteralPath' }
        @{ Of = '-Path of cases'; Line = 'Invoke-AgentEvaluation '; Words = 'agent.cases.yaml' }
    ) {
        Complete $Line | Should -Be $Words
    }

    It 'shows tables that the parameters take' {
        $table = & ([scriptblock]::Create((Complete 'Protect-AgentText x -Action ')[-1]))
        ('a@example.com' | Protect-AgentText -Entity EMAIL_ADDRESS -Action $table).Text | Should -BeExactly '*@*******.***'
    }

    It 'of a command that is not there, or of no files, is none' {
        Complete 'New-AgentTool Get-NoSuchThing -ParameterSet ' | Should -Not -Contain 'Items'
        Complete 'Invoke-AgentEvaluation none.cases.yaml -CaseTag ' | Should -Not -Contain 'smoke'
    }
}

Describe 'A path with brackets' {
    BeforeAll {
        $odd = New-Item -ItemType Directory "$folder/odd[1]"
        [IO.File]::Copy("$folder/agent.yaml", "$odd/a[2].yaml")
        # What the brackets would match as a pattern, and is no blueprint.
        [IO.File]::WriteAllText("$odd/a2.yaml", "id: not this one`n")
        [IO.File]::WriteAllText("$odd/a[2].cases.yaml", "blueprint: 'a[2].yaml'`ndefaults: { system: '' }`ncases:`n  - name: one`n    prompt: hi`n    expect: { contains: Simulated }`n")
        [IO.File]::WriteAllText("$odd/r[2].txt", "litellm==1.82.7`n")
        [IO.File]::WriteAllText("$odd/s[2].json", '{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}')
        [IO.File]::WriteAllText("$odd/n[2].yaml", '')
        Push-Location -LiteralPath $odd
    }

    AfterAll { Pop-Location }

    It 'completes for <Of> to what then works' -ForEach @(
        @{ Of = 'Import-AgentBlueprint'; Line = 'Import-AgentBlueprint a'; Rest = ''; Holds = { $args[0].Path -like '*a`[2`].yaml' } }
        @{ Of = 'Import-AgentBlueprint -LiteralPath'; Line = 'Import-AgentBlueprint -LiteralPath a'; Rest = ''; Holds = { $args[0].Path -like '*a`[2`].yaml' } }
        @{ Of = 'Test-AgentBlueprint'; Line = 'Test-AgentBlueprint -LiteralPath a'; Rest = '-WarningAction Ignore'; Holds = { $args[0] -eq $true } }
        @{ Of = '-Blueprint'; Line = 'Invoke-AgentPrompt hi -Blueprint a'; Rest = "-System ''"; Holds = { $args[0].Text -like 'Simulated*' } }
        @{ Of = 'Resolve-AgentModel'; Line = 'Resolve-AgentModel a'; Rest = ''; Holds = { $args[0].ModelId -eq 'x' } }
        @{ Of = 'Invoke-AgentEvaluation'; Line = 'Invoke-AgentEvaluation a'; Rest = ''; Holds = { $args[0].Passed } }
        @{ Of = 'Invoke-AgentEvaluation -LiteralPath'; Line = 'Invoke-AgentEvaluation -LiteralPath a'; Rest = ''; Holds = { $args[0].Passed } }
        @{ Of = 'Test-LiteLlmRequirement'; Line = 'Test-LiteLlmRequirement r'; Rest = '-WarningAction Ignore'; Holds = { $args[0] -eq $false } }
        @{ Of = '-OutputSchema'; Line = 'Invoke-AgentPrompt hi -Blueprint ./a[2].yaml -OutputSchema s'; Rest = "-System '' -Mode Simulation"; Holds = { $args[0].Output.a -is [string] } }
        @{ Of = 'New-AgentBlueprint'; Line = 'New-AgentBlueprint n'; Rest = '-Force'; Holds = { $args[0].Name -eq 'n[2].yaml' } }
    ) {
        $found = @(Complete $Line | Where-Object { $_ -like "*2*" -and $_ -notlike '*a2*' -and ($_ -notlike '*cases*' -or $Line -like '*Evaluation*') })
        $found | Should -HaveCount 1
        $before = $Line.Substring(0, $Line.LastIndexOf(' ') + 1)

        $made = @(& ([scriptblock]::Create("$before$found $Rest")))

        $made | Should -HaveCount 1
        & $Holds $made[0] | Should -BeTrue
    }

    It 'is literal for -Blueprint as it is written, as a file, and escaped' -ForEach @(
        @{ Given = { 'a[2].yaml' } }, @{ Given = { Get-Item -LiteralPath 'a[2].yaml' } }, @{ Given = { 'a`[2`].yaml' } }
    ) {
        (Resolve-AgentModel (& $Given)).ModelId | Should -BeExactly 'x'
    }
}
