BeforeDiscovery {
    # As a .NET tool PowerShell has no program of its own, which a job starts.
    $hasTerminal = $IsLinux -and [bool](Get-Command script -CommandType Application -ErrorAction Ignore)
    $hasProgram = Test-Path (Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh'))
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1
    if (-not ('AnsweringHost' -as [type])) { Add-Type -Path $PSScriptRoot/Support/AnsweringHost.cs }

    function Get-Stock { param([string] $Product) "stock of $Product" }
    function Get-Stock_Secret { param([string] $Product) "secret of $Product" }
    function Remove-Stock { param([string] $Product) $script:removed = $true; 'gone' }

    function Get-Outcome($Reply) { @($Reply.Steps | Where-Object Kind -EQ Tool).Outcome }

    # Where somebody answers every question alike.
    function Invoke-Asked([int] $Choice, [string] $Script) {
        $asked = [AnsweringHost]::new($Choice)
        $runspace = [runspacefactory]::CreateRunspace($asked)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        try {
            $null = $shell.AddScript("Import-Module '$ManifestPath'; $Script")
            @{ Output = $shell.Invoke(); Questions = $asked.Questions; Warnings = $shell.Streams.Warning }
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}


Describe 'Who approves' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'is the entry that says most of the name: <Name>' -ForEach @(
        @{ Name = 'a pattern'; Table = @{ 'get-*' = 'Always'; '*' = 'Never' }; Outcomes = 'Succeeded', 'Succeeded', 'Denied' }
        @{ Name = 'a longer pattern'; Table = @{ 'Get-*' = 'Always'; 'Get-Stock_*' = 'never'; '*' = 'Never' }; Outcomes = 'Succeeded', 'Denied', 'Denied' }
        @{ Name = 'a whole name'; Table = @{ '*' = 'Never'; 'Remove-Stock' = 'Always'; 'Remove-Stoc*' = 'Never' }; Outcomes = 'Denied', 'Denied', 'Succeeded' }
        @{ Name = 'the stricter of equals'; Table = @{ '*-Stock' = 'Always'; 'Get-Sto*' = 'Never'; '*stock*' = 'Never'; 'Remove-Stock' = 'Always' }; Outcomes = 'Denied', 'Denied', 'Succeeded' }
    ) {
        $agent = Start-Agent -Call @('Get-Stock', '{"Product":"a"}'), @('Get-Stock_Secret', '{"Product":"a"}'), @('Remove-Stock', '{"Product":"a"}')
        $reply = Invoke-Run $agent @{ Tool = 'Get-Stock', 'Get-Stock_Secret', 'Remove-Stock'; ToolApproval = $Table; WarningAction = 'Ignore' }

        Get-Outcome $reply | Should -Be $Outcomes
        @($reply.Steps | Where-Object Kind -EQ Tool).Approval | Select-Object -Unique | Should -Be 'Rule'
    }

    It 'is the user where no entry fits' {
        $agent = Start-Agent -Call @('Get-Stock', '{"Product":"a"}'), @('Remove-Stock', '{"Product":"a"}')
        $run = Invoke-Asked 0 "function Get-Stock { param(`$Product) 1 }; function Remove-Stock { param(`$Product) 2 }; (Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Get-Stock, Remove-Stock -ToolApproval @{ 'get-*' = 'Always' }).Steps"

        $run.Questions | Should -HaveCount 1
        $run.Questions[0] | Should -BeLike "*'Remove-Stock'*"
        @($run.Output | Where-Object Kind -EQ Tool).Approval | Should -Be @('Rule', 'User')
    }

    It 'is nobody when a table has a word that is none' -ForEach @(
        @{ Table = @{ 'a*' = 'Sometimes' } }, @{ Table = @{} }, @{ Table = @{ '' = 'Ask' } }, @{ Table = @{ 'a*' = 1 } }
    ) {
        { Invoke-AgentPrompt hi -Blueprint (New-Blueprint) -Tool Get-Stock -ToolApproval $Table } | Should -Throw -ErrorId 'ToolApprovalInvalid,*'
    }

    It 'completes its words' {
        $line = "Invoke-AgentPrompt hi -ToolApproval "
        $found = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText

        $found[0..3] | Should -Be @('Ask', 'Defer', 'ReadOnly', 'All')
        { [scriptblock]::Create("$line$($found[4])") } | Should -Not -Throw
        (TabExpansion2 "${line}re" "${line}re".Length).CompletionMatches.CompletionText | Should -Be 'ReadOnly'
    }
}

Describe 'An approval' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'of every call of a tool ends when the tool becomes another one' {
        $agent = Start-Agent -Call @('Do-It', '{}'), @('Do-It', '{}'), @('Change-It', '{}'), @('Do-It', '{}')
        $run = Invoke-Asked 2 "function global:Do-It { 'first' }; function Change-It { function global:Do-It { 'second' } }; (Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Do-It, Change-It -ToolApproval @{ 'Change-It' = 'Always' }).Steps"

        $run.Questions | Should -HaveCount 2
        @($run.Output | Where-Object Tool -EQ 'Do-It').Result | Should -Be @('"first"', '"first"', '"second"')
    }

    It 'is not of a call that the approving scriptblock changed' {
        $agent = Start-Agent -Call @(, @('t', '{"Path":["/srv/a"]}'))
        $reply = Invoke-Run $agent @{ Tool = New-AgentTool -Name t -Command { param([string[]] $Path) "$Path" }; ToolApproval = { $_.Arguments.Path[0] += '/etc'; $true }; WarningAction = 'Ignore' }

        Get-Outcome $reply | Should -Be 'Denied'
        Get-Told | Should -BeExactly 'Error: the call was another one after it was approved.'
    }

    It 'is of a call that holds half a character too' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"a\ud800b"}'))
        $reply = Invoke-Run $agent @{ Tool = 'Get-Stock'; ToolApproval = { $true } }

        Get-Outcome $reply | Should -Be 'Succeeded'
    }

    It 'is asked for with what the model sent, a line for each argument' {
        $agent = Start-Agent -Call @(, @('Set-It', (ConvertTo-Json -Compress @{ Long = 'x' * 5000; Short = "a`nb"; Deep = @{ b = 1 } })))
        $run = Invoke-Asked 1 "function Set-It { [CmdletBinding(SupportsShouldProcess)] param([string] `$Long, [string] `$Short, [hashtable] `$Deep, [int] `$Other = 5) 1 }; `$null = Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Set-It"

        $lines = $run.Questions[0] -split "`n"
        $lines | Where-Object Length -GT 120 | Should -BeNullOrEmpty
        "$lines" | Should -BeLike "*'Set-It' with*-Long xxx*(5000 characters in all)*"
        "$lines" | Should -BeLike '*-Short a␊b*'
        "$lines" | Should -BeLike '*-Deep {"b":1}*'
        "$lines" | Should -Not -BeLike '*Confirm*'
        "$lines" | Should -Not -BeLike '*Other*'
    }

    It 'is asked of a scriptblock with what the model sent, and the command is not asked for again' {
        $agent = Start-Agent -Call @(, @('Set-It', '{"Name":"a"}'))
        $script:seen = $null
        function Set-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([string] $Name) if ($PSCmdlet.ShouldProcess($Name)) { "$($PSBoundParameters['Confirm'])" } }
        $reply = Invoke-Run $agent @{ Tool = 'Set-It'; ToolApproval = { $script:seen = @($_.Arguments.Keys); $true } }

        Get-Outcome $reply | Should -Be 'Succeeded'
        $seen | Should -Be 'Name'
        Get-Told | Should -BeExactly '"False"'
    }

    It 'of tools that are not there is said to have nothing to decide: <Name>' -ForEach @(
        @{ Name = 'without a tool'; With = @{}; Count = 1 }
        @{ Name = 'with one'; With = @{ Tool = 'Get-Stock' }; Count = 0 }
        @{ Name = 'with one of the blueprint'; With = @{ Mode = 'Simulation' }; Tail = "tools:`n  - mcp: files`n    tools: [read_file]`n"; Count = 0 }
    ) {
        $agent = Start-Agent -Tail "$Tail"
        $said = @(Invoke-Run $agent (@{ ToolApproval = 'ReadOnly' } + $With) 3>&1 | Where-Object { "$_" -like '*nothing to decide*' })

        $said | Should -HaveCount $Count
        $said | ForEach-Object { "$_" | Should -BeExactly '-ToolApproval has nothing to decide: neither -Tool nor the blueprint gives the model a tool.' }
    }
}

Describe 'Where nobody can be asked' {
    BeforeAll {
        $script = @"
`$ErrorActionPreference = 'Stop'
Import-Module '$ManifestPath'
function Remove-It { [CmdletBinding(SupportsShouldProcess)] param([string] `$Name) "removed `$Name" }
`$reply = Invoke-AgentPrompt hi -Blueprint 'AGENT' -System '' -Tool Remove-It
"`$(`$reply.Text): `$(@(`$reply.Steps | Where-Object Kind -EQ Tool).Outcome) `$(@(`$reply.Steps | Where-Object Kind -EQ Tool).Approval)"
"@
        $refused = 'done: Denied NobodyToAsk'
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'a script goes on whose input is <Name>' -ForEach @(
        @{ Name = 'empty'; Given = @() }
        @{ Name = 'piped, with what could be an answer'; Given = @('y', 'a', 'y') }
    ) {
        $agent = Start-Agent -Call @(, @('Remove-It', '{"Name":"a"}'))
        $file = Join-Path (Get-Item TestDrive:/).FullName 'run.ps1'
        Set-Content -LiteralPath $file -Value $script.Replace('AGENT', $agent)
        $written = $Given | Invoke-PowerShell -NoProfile -File $file 2>&1

        "$written" | Should -BeLike "*$refused*"
        "$written" | Should -BeLike "*'Remove-It' was not called*nobody can be asked*"
        $LASTEXITCODE | Should -Be 0
    }

    It 'a script in a terminal <What> where <Variable> is <Value>' -Skip:(-not $hasTerminal) -ForEach @(
        @{ Variable = 'CI'; Value = 'true'; What = 'goes on'; Outcome = 'done: Denied NobodyToAsk' }
        @{ Variable = 'TF_BUILD'; Value = 'True'; What = 'goes on'; Outcome = 'done: Denied NobodyToAsk' }
        @{ Variable = 'CI'; Value = 'false'; What = 'asks'; Outcome = 'done: Succeeded User' }
    ) {
        $agent = Start-Agent -Call @(, @('Remove-It', '{"Name":"a"}'))
        $file = Join-Path (Get-Item TestDrive:/).FullName 'terminal.ps1'
        Set-Content -LiteralPath $file -Value $script.Replace('AGENT', $agent)
        $before = @{}
        foreach ($name in 'CI', 'TF_BUILD', 'JENKINS_URL', 'TEAMCITY_VERSION') { $before[$name] = [Environment]::GetEnvironmentVariable($name); [Environment]::SetEnvironmentVariable($name, $null) }
        try {
            [Environment]::SetEnvironmentVariable($Variable, $Value)
            $command = ($PowerShellCommand | ForEach-Object { "'$_'" }) -join ' '
            $shown = 'y' | script -qec "$command -NoProfile -File '$file'" /dev/null 2>&1
        }
        finally { $before.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) } }

        "$shown" | Should -BeLike "*$Outcome*"
    }

    It 'a session goes on that was started with -NonInteractive' {
        $agent = Start-Agent -Call @(, @('Remove-It', '{"Name":"a"}'))
        "$(Invoke-Fresh $script.Replace('AGENT', $agent) 2>&1)" | Should -BeLike "*$refused*"
    }

    It 'a job goes on' -Skip:(-not $hasProgram) {
        $agent = Start-Agent -Call @(, @('Remove-It', '{"Name":"a"}'))
        $job = Start-Job -ScriptBlock ([scriptblock]::Create($script.Replace('AGENT', $agent)))
        try { $job | Receive-Job -Wait -WarningAction Ignore | Should -BeExactly $refused }
        finally { Remove-Job $job -Force }
    }

    It 'a thread job goes on' {
        $agent = Start-Agent -Call @(, @('Remove-It', '{"Name":"a"}'))
        $shell = [powershell]::Create()
        try { $shell.AddScript($script.Replace('AGENT', $agent)).Invoke() | Should -BeExactly $refused }
        finally { $shell.Dispose() }
    }
}

Describe 'What is asked before a request is sent' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'is the request itself: <Name>' -ForEach @(
        @{ Name = '-Confirm'; Script = { '{0} -Confirm' -f $Call } }
        @{ Name = 'the preference'; Script = { '$ConfirmPreference = ''Medium''; {0}'.Replace('{0}', $Call) } }
        @{ Name = 'a default of the parameter'; Script = { '$PSDefaultParameterValues = @{ ''*:Confirm'' = { $true } }; {0}'.Replace('{0}', $Call) } }
        @{ Name = 'the preference of a module'; Script = { '& (New-Module { $ConfirmPreference = ''Low'' }) { {0} }'.Replace('{0}', $Call) } }
        @{ Name = 'a preference that is set while prompts are piped'; Script = { '& { $global:ConfirmPreference = ''Low''; ''hi'' } | {0}'.Replace('{0}', $Piped) } }
        @{ Name = 'a preference that is set and taken back while prompts are piped'; Count = 2
            Script = { '& { $global:ConfirmPreference = ''Low''; ''a''; $global:ConfirmPreference = ''High''; ''b'' } | {0}'.Replace('{0}', $Piped) }
        }
    ) {
        $agent = Start-Agent -Answer 'done'
        $Piped = "Invoke-AgentPrompt -Blueprint '$agent' -System ''"
        $Call = "Invoke-AgentPrompt 'hi' -Blueprint '$agent' -System ''"
        $run = Invoke-Asked 0 (& $Script)

        $run.Questions | Should -HaveCount ($Count ?? 1)
        $run.Questions | Should -BeLike "POST $($endpoint.BaseUrl)/chat/completions, model m, *"
        $run.Output | Should -HaveCount ($Count ?? 1)
    }

    It 'is shown by a preference for -WhatIf that is set while prompts are piped' {
        $agent = Start-Agent -Answer 'done'
        $text = Invoke-Fresh "Import-Module '$ManifestPath'; & { `$global:WhatIfPreference = `$true; 'hi' } | Invoke-AgentPrompt -Blueprint '$agent' -System ''" | Out-String

        $text | Should -BeLike "What if: POST $($endpoint.BaseUrl)/chat/completions, model m, *"
        $endpoint.RequestCount | Should -Be 0
    }
}
