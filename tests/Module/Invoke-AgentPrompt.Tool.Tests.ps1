BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # Starts an endpoint whose first turn makes the calls and whose second answers; gives the agent for it.
    function Start-Agent {
        param([object[]] $Call = @(), [string] $Answer = 'done', [string] $More = '', [string] $Tail = '', [switch] $Forever)

        $calls = [AgentCore.LiteLlm.TestEndpoints.TestToolCall[]]@($Call | ForEach-Object { [AgentCore.LiteLlm.TestEndpoints.TestToolCall]::new($_[0], $_[1]) })
        $turn = [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ ToolCalls = $calls; Usage = [AgentCore.LiteLlm.TestEndpoints.TestUsage]::new(90, 10) }
        $script:endpoint = Start-Endpoint
        $endpoint.Enqueue($turn)
        if (-not $Forever) { $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new($Answer)) }
        New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)`n$More" -Tail $Tail
    }

    function Invoke-Run {
        param($Agent, [hashtable] $With)

        Invoke-AgentPrompt 'hi' -Blueprint $Agent -System '' @With
    }

    # What the model was told, of each call.
    function Get-Told {
        @(($endpoint.Requests[1].Body | ConvertFrom-Json).messages | Where-Object role -EQ 'tool' | ForEach-Object content)
    }

    function Get-Stock {
        <#
        .SYNOPSIS
        Says how many pieces of a product are there.
        #>
        param([Parameter(Mandatory)][ValidateSet('pen', 'ink')][string] $Product, [int] $Least = 0)

        [pscustomobject]@{ Product = $Product; Pieces = 12; Least = $Least }
    }

    function Set-Stock {
        [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
        param([Parameter(Mandatory)][string] $Product, [int] $Pieces)

        if ($PSCmdlet.ShouldProcess($Product)) { $script:changed += , @($Product, $Pieces); 'changed' }
    }
}

Describe 'Invoke-AgentPrompt -Tool' {
    BeforeEach {
        $env:EXECUTION_MODE = $null
        $script:changed = @()
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
        Remove-Item Env:/AGENT_TEST_* -ErrorAction Ignore
    }

    Context 'with a model that calls tools' {
        It 'runs them, tells the model, and gives the answer with every step' {
            $agent = Start-Agent -Call @('Get-Stock', '{"Product":"ink","Least":3}'), @('script_tool_2', '{"A":2,"B":3}') -Answer 'Twelve.'
            $verbose = $( $reply = Invoke-Run $agent @{ Tool = 'Get-Stock', { param([int] $A, [int] $B) $A + $B }; Verbose = $true } ) 4>&1

            "$reply" | Should -BeExactly 'Twelve.'
            Get-Told | Should -Be @('{"Product":"ink","Pieces":12,"Least":3}', '5')
            $reply.Steps.Tool | Where-Object { $_ } | Should -Be @('Get-Stock', 'script_tool_2')
            $reply.Steps.Outcome | Where-Object { $null -ne $_ } | Should -Be @('Succeeded', 'Succeeded')
            $reply.Iterations, $reply.Steps.Count, $reply.Usage.InputTokens | Should -Be @(2, 4, ($reply.Steps.Usage.InputTokens | Measure-Object -Sum).Sum)
            ($verbose -like 'Turn *').Count | Should -Be 4
            "$verbose" | Should -Not -BeLike '*ink*'
            $offered = ($endpoint.Requests[0].Body | ConvertFrom-Json).tools.function
            $offered.name | Should -Be @('Get-Stock', 'script_tool_2')
            $offered[0].description | Should -BeExactly 'Says how many pieces of a product are there.'
        }

        It 'writes a chunk for each step under -Stream' {
            $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}'))
            $items = Invoke-Run $agent @{ Tool = 'Get-Stock'; Stream = $true }

            ($items | Where-Object Kind -EQ 'Step').Count | Should -Be 3
            $items[-1].Text | Should -BeExactly 'done'
        }

        It 'binds as PowerShell does, and tells the model what does not bind' {
            $agent = Start-Agent -Call @('t', '{"Table":{"a":{"b":1}},"When":"2026-01-02T03:04:05Z","Day":"Friday","On":true,"List":[1,2],"Free":{"x":[1]}}'), @('t', '{"When":"someday"}')
            $tool = New-AgentTool -Name t -Command {
                param([hashtable] $Table, [datetime] $When, [System.DayOfWeek] $Day, [switch] $On, [int[]] $List, $Free)
                '{0} {1} {2:u} {3:d} {4} {5} {6}' -f $Table.GetType().Name, $Table.a.b, $When.ToUniversalTime(), $Day, $On, ($List -join '+'), $Free.x[0]
            }
            $null = Invoke-Run $agent @{ Tool = $tool }

            $told = Get-Told
            $told[0] | Should -BeExactly '"Hashtable 1 2026-01-02 03:04:05Z 5 True 1+2 1"'
            $told[1] | Should -BeLike "Error: *parameter 'When'*"
        }

        It 'sees the functions and variables of the caller' {
            $agent = Start-Agent -Call @(, @('script_tool_1', '{}'))
            $local = 'here'
            function Get-Local { "$local too" }
            $null = Invoke-Run $agent @{ Tool = { $local; Get-Local } }

            Get-Told | Should -BeExactly '["here","here too"]'
        }

        It 'keeps to the blueprint''s runtime.max_iterations, and to -MaxIterations before it' {
            $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Tail "runtime:`n  max_iterations: 2`n" -Forever
            $failure = $null
            $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '' -Tool Get-Stock -ErrorVariable failure -ErrorAction SilentlyContinue

            $reply | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeExactly 'IterationLimitReached,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand'
            $failure[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
            $failure[0].TargetObject | Should -BeExactly 'hi'
            $failure[0].Exception.Failure.Messages.Role | Should -Be @('User', 'Assistant', 'Tool', 'Assistant', 'Tool')
            $endpoint.RequestCount | Should -Be 2
            { Invoke-Run $agent @{ Tool = 'Get-Stock'; MaxIterations = 3; ErrorAction = 'Stop' } } | Should -Throw -ErrorId 'IterationLimitReached*'
            $endpoint.RequestCount | Should -Be 5
        }

        It 'ends at -MaxTokens' {
            $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Forever

            { Invoke-Run $agent @{ Tool = 'Get-Stock'; MaxTokens = 150; ErrorAction = 'Stop' } } | Should -Throw -ErrorId 'TokenLimitReached*'
            $endpoint.RequestCount | Should -Be 2
        }

        It 'goes on with the next prompt after a run that failed' {
            $agent = Start-Agent -Call @(, @('nope', '{}')) -Forever
            $failures = $null
            'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -Tool Get-Stock -ErrorVariable failures -ErrorAction SilentlyContinue

            $failures.Exception.Failure.Kind | Should -Be @('ToolErrorsRepeated', 'ToolErrorsRepeated')
        }

        It 'leaves calls in the reply where no tool is given' {
            $agent = Start-Agent -Call @(, @('Get-Stock', '{}'))

            (Invoke-Run $agent @{}).ToolCalls.Name | Should -BeExactly 'Get-Stock'
        }
    }

    Context 'with tools that misbehave' {
        It 'tells the model of a tool that <Kind>' -ForEach @(
            @{ Kind = 'throws'; Tool = { throw 'the disk is full' }; Told = 'Error: the disk is full' }
            @{ Kind = 'throws an exception of .NET'; Tool = { [int]::Parse('x') }; Told = 'Error: Exception calling*' }
            @{ Kind = 'writes only errors'; Tool = { $ErrorActionPreference = 'Continue'; Write-Error 'first'; Write-Error 'second' }; Told = "Error: first`nsecond" }
            @{ Kind = 'stops at an error'; Tool = { Get-Item /nothing-there -ErrorAction Stop }; Told = 'Error: Cannot find path*' }
            @{ Kind = 'writes results and errors'; Tool = { $ErrorActionPreference = 'Continue'; 1; Write-Error 'half'; 2 }; Told = '{"errors":`["half"],"result":`[1,2]}' }
            @{ Kind = 'breaks'; Tool = { 1; break }; Told = '1' }
            @{ Kind = 'gives nothing'; Tool = { }; Told = 'null' }
            @{ Kind = 'gives what holds itself'; Tool = { $h = @{ Name = 'h' }; $h.Self = $h; $h }; Told = '*"(holds itself)"*' }
            @{ Kind = 'gives rich objects'; Tool = { [System.IO.FileInfo]'/a/b.txt' }; Told = '{*"Name":"b.txt"*"Directory":*' }
            @{ Kind = 'gives a property that fails'; Tool = { [pscustomobject]@{ A = 1 } | Add-Member -PassThru ScriptProperty B { throw 'no' } }; Told = '{"A":1,"B":null}' }
            @{ Kind = 'gives a list that fails'; Tool = { , [System.Linq.Enumerable]::Select([int[]](1, 0), [Func[int, int]] { 1 / $args[0] }) }; Told = '*1*' }
            @{ Kind = 'gives odd numbers'; Tool = { [double]::NaN, 1.5d, [char]'c', [timespan]'0:01' }; Told = '`["NaN",1.5,"c","00:01:00"]' }
        ) {
            $agent = Start-Agent -Call @(, @('script_tool_1', '{}'))
            $reply = Invoke-Run $agent @{ Tool = $Tool }

            "$reply" | Should -BeExactly 'done'
            Get-Told | Should -BeLike $Told
        }

        It 'cuts megabytes, and what has no end' {
            $agent = Start-Agent -Call @('text', '{}'), @('list', '{}'), @('endless', '{}'), @('deep', '{}')
            $tools = @(
                New-AgentTool { 'x' * 5MB } -Name text -MaximumResultLength 1000
                New-AgentTool { 1..5000 | ForEach-Object { [pscustomobject]@{ Number = $_ } } } -Name list
                New-AgentTool { while ($true) { 1 } } -Name endless
                New-AgentTool { $d = @{}; foreach ($i in 1..2000) { $d = @{ d = $d } }; $d } -Name deep
            )
            $null = Invoke-Run $agent @{ Tool = $tools }

            $told = Get-Told
            $told[0].Length | Should -BeLessThan 1200
            ($told[0] | ConvertFrom-Json).note | Should -BeLike '*cut at 1000 characters*'
            ($told[1] | ConvertFrom-Json).note | Should -BeLike '* of 5000 items are shown.'
            ($told[1] | ConvertFrom-Json).result[0].Number | Should -Be 1
            ($told[2] | ConvertFrom-Json).errors | Should -BeLike '*ended*'
            $told[3] | Test-Json | Should -BeTrue
        }

        It 'keeps what a tool says beside its result out of the pipeline and in its stream' {
            $agent = Start-Agent -Call @(, @('script_tool_1', '{}'))
            $all = Invoke-Run $agent @{ Tool = { Write-Warning 'careful'; Write-Host 'shown'; Write-Verbose 'detail' -Verbose; Write-Information 'told' -InformationAction Continue; 7 } } 3>&1 6>&1

            Get-Told | Should -BeExactly '7'
            $all | Where-Object { $_ -is [AgentCore.LiteLlm.Chat.AgentReply] } | Should -HaveCount 1
            "$($all | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })" | Should -BeExactly 'careful'
            "$($all | Where-Object { $_ -is [System.Management.Automation.InformationRecord] })" | Should -BeExactly 'shown told'
        }

        It 'ends a tool that hangs at -TotalTimeoutSeconds' {
            $agent = Start-Agent -Call @(, @('script_tool_1', '{}'))
            $clock = [System.Diagnostics.Stopwatch]::StartNew()

            { Invoke-Run $agent @{ Tool = { Start-Sleep 60 }; TotalTimeoutSeconds = 1; ErrorAction = 'Stop' } } | Should -Throw -ErrorId 'TimedOut*'
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
        }

        It 'ends a tool that hangs with the pipeline' {
            $agent = Start-Agent -Call @(, @('Wait-Long', '{}'))
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$ManifestPath'; function Wait-Long { `$env:AGENT_TEST_STARTED = 1; Start-Sleep 60 }; Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Wait-Long")
            $running = $shell.BeginInvoke()
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            while (-not $env:AGENT_TEST_STARTED -and $clock.Elapsed.TotalSeconds -lt 30) { Start-Sleep -Milliseconds 20 }
            $env:AGENT_TEST_STARTED | Should -Be 1
            $clock.Restart()
            $shell.Stop()

            $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $shell.Dispose()
        }
    }

    Context 'with rules and approval' {
        It 'asks for a command that supports ShouldProcess, and denies where nobody can be asked' {
            $agent = Start-Agent -Call @('Set-Stock', '{"Product":"ink","Pieces":1}'), @('Get-Stock', '{"Product":"ink"}')
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$ManifestPath'; function Get-Stock { ${function:Get-Stock} }; function Set-Stock { ${function:Set-Stock} }; (Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Set-Stock, Get-Stock).Steps")
            $steps = $shell.Invoke()
            $shell.Dispose()

            $steps.Outcome | Where-Object { $null -ne $_ } | Should -Be @('Denied', 'Succeeded')
            (Get-Told)[0] | Should -BeExactly 'Error: the call needs approval, and nobody can be asked.'
        }

        It 'asks the user, who says <Says>' -ForEach @(
            @{ Says = 'yes'; Choice = 0; Outcomes = 'Succeeded', 'Succeeded'; Questions = 2 }
            @{ Says = 'no'; Choice = 1; Outcomes = 'Denied', 'Denied'; Questions = 2 }
            @{ Says = 'yes to all'; Choice = 2; Outcomes = 'Succeeded', 'Succeeded'; Questions = 1 }
            @{ Says = 'no to all'; Choice = 3; Outcomes = 'Denied', 'Denied'; Questions = 1 }
        ) {
            if (-not ('AnsweringHost' -as [type])) { Add-Type -Path $PSScriptRoot/Support/AnsweringHost.cs }
            $agent = Start-Agent -Call @('Set-Stock', "{`"Product`":`"ink$([char] 0x202E)`"}"), @('Set-Stock', '{"Product":"pen"}')
            $asked = [AnsweringHost]::new($Choice)
            $runspace = [runspacefactory]::CreateRunspace($asked)
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            $null = $shell.AddScript("Import-Module '$ManifestPath'; function Set-Stock { ${function:Set-Stock} }; (Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Set-Stock).Steps")
            $steps = $shell.Invoke()
            $shell.Dispose()
            $runspace.Dispose()

            $steps.Outcome | Where-Object { $null -ne $_ } | Should -Be $Outcomes
            $asked.Questions | Should -HaveCount $Questions
            $asked.Questions[0] | Should -Match "'Set-Stock'.*ink.*\[No\]$"
            $asked.Questions[0] | Should -Not -Match '\u202e'
        }

        It 'makes the calls that -ToolApproval <Name> lets through' -ForEach @(
            @{ Name = 'All'; Approval = 'All'; Outcomes = 'Succeeded', 'Succeeded' }
            @{ Name = 'ReadOnly'; Approval = 'ReadOnly'; Outcomes = 'Denied', 'Succeeded' }
            @{ Name = 'with a scriptblock'; Approval = { $_.Name -eq 'Set-Stock' -and $_.Arguments.Pieces -lt 5 }; Outcomes = 'Succeeded', 'Denied' }
            @{ Name = 'with a parameter'; Approval = { param($call) $call.Tool.IsReadOnly }; Outcomes = 'Denied', 'Succeeded' }
            @{ Name = 'that says nothing'; Approval = { }; Outcomes = 'Denied', 'Denied' }
            @{ Name = 'that fails'; Approval = { throw 'no' }; Outcomes = 'Denied', 'Denied' }
        ) {
            $agent = Start-Agent -Call @('Set-Stock', '{"Product":"ink","Pieces":1}'), @('Get-Stock', '{"Product":"ink"}')
            $reply = Invoke-Run $agent @{ Tool = 'Set-Stock', 'Get-Stock'; ToolApproval = $Approval; WarningAction = 'SilentlyContinue' }

            $reply.Steps.Outcome | Where-Object { $null -ne $_ } | Should -Be $Outcomes
            $changed.Count | Should -Be ([int]($Outcomes[0] -eq 'Succeeded'))
        }

        It 'holds arguments to -Allow and -Deny' {
            $agent = Start-Agent -Call @('t', '{"Path":["/srv/a","/srv/b"]}'), @('t', '{"Path":["/srv/a","/etc/b"]}'), @('t', '{"Path":["/srv/../etc"]}'), @('t', '{}')
            $tool = New-AgentTool -Name t -Command { param([string[]] $Path) $Path.Count } -Allow @{ Path = '/srv/*' } -Deny @{ Path = '*..*', '*.key' }
            $reply = Invoke-Run $agent @{ Tool = $tool }

            $reply.Steps.Outcome | Where-Object { $null -ne $_ } | Should -Be @('Succeeded', 'Denied', 'Denied', 'Succeeded')
        }

        It 'shows no tool the agent''s secrets, nor the programs it starts, unless they are passed on' {
            $env:AGENT_TEST_KEY = 'sk-canary-0123456789'
            $env:AGENT_TEST_HEADER = 'header-canary'
            $agent = Start-Agent -Call @('look', '{}'), @('start', '{}'), @('passed', '{}') -More "api_key_env: AGENT_TEST_KEY`nextra_headers_env:`n  X-Test: AGENT_TEST_HEADER"
            $read = { "$env:AGENT_TEST_KEY|$env:AGENT_TEST_HEADER" }
            $null = Invoke-Run $agent @{ Tool = @(
                    New-AgentTool $read -Name look
                    New-AgentTool { & (Join-Path $PSHOME pwsh) -NoProfile -NonInteractive -Command '"$env:AGENT_TEST_KEY|$env:AGENT_TEST_HEADER"' } -Name start
                    New-AgentTool $read -Name passed -PassVariable AGENT_TEST_KEY
                )
            }

            # Stars where the tool could read the key: the model never does.
            Get-Told | Should -Be @('"|"', '"|"', '"***|"')
            $env:AGENT_TEST_KEY, $env:AGENT_TEST_HEADER | Should -Be @('sk-canary-0123456789', 'header-canary')
            $endpoint.Requests[1].FindHeader('Authorization') | Should -BeExactly 'Bearer sk-canary-0123456789'
        }
    }

    Context 'with tools that are none' {
        It 'ends the pipeline before anything is sent: <Id>' -ForEach @(
            @{ Id = 'ToolNotFound'; With = @{ Tool = 'Get-Nothing-Of-The-Kind' } }
            @{ Id = 'ToolNameTaken'; With = @{ Tool = 'Get-Date', 'get-date' } }
            @{ Id = 'ToolArgumentInvalid'; With = @{ Tool = 42 } }
            @{ Id = 'ToolApprovalInvalid'; With = @{ Tool = 'Get-Date'; ToolApproval = 'Sometimes' } }
        ) {
            $agent = Start-Agent

            { Invoke-Run $agent $With } | Should -Throw -ErrorId "$Id,*"
            $endpoint.RequestCount | Should -Be 0
        }

        It 'sends nothing under -WhatIf' {
            $agent = Start-Agent -Call @(, @('script_tool_1', '{}'))
            $null = Invoke-Run $agent @{ Tool = { 1 }; WhatIf = $true }

            $endpoint.RequestCount | Should -Be 0
        }
    }

    It 'gets structured output after the tools have run' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Answer '{"pieces":12}'
        $reply = Invoke-Run $agent @{ Tool = 'Get-Stock'; OutputSchema = @{ type = 'object'; required = @('pieces'); properties = @{ pieces = @{ type = 'integer' } } } }

        $reply.Output.pieces | Should -Be 12
        $endpoint.RequestCount | Should -Be 2
    }

    It 'runs the sample agent in simulation: two tools, a prompt, a schema' {
        $lines = Invoke-Fresh "& '$RepositoryRoot/samples/tools.ps1'"

        $said = $lines -join "`n"
        $said | Should -BeLike '*Turn 1: the model calls 2 tools*Turn 1: ''Get-Stock'' succeeded*Turn 1: ''Get-Price'' succeeded*'
        $said | Should -BeLike '*Get-Stock {"Product":"ink"} -> {"Product":"ink","Pieces":3,"Target":20}*'
        $said | Should -BeLike '*Get-Price {"Product":"ink","Supplier":"north"} -> {"Supplier":"north","Price":2.4}*'
        $said | Should -BeLike '*{"product":"ink","pieces":0,"supplier":"north"}'
    }
}
