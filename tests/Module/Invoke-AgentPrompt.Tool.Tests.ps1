BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Get-Stock {
        <#
        .SYNOPSIS
        Says how many pieces of a product are there.
        #>
        param([Parameter(Mandatory)][ValidateSet('pen', 'ink')][string] $Product, [int] $Least = 0)

        [pscustomobject]@{ Product = $Product; Pieces = 12; Least = $Least }
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
            @{ Kind = 'breaks to a label of the caller'; Tool = { 1; break items }; Told = '1' }
            @{ Kind = 'continues'; Tool = { 1; continue }; Told = '1' }
            @{ Kind = 'returns'; Tool = { 1; return 2; 3 }; Told = '`[1,2]' }
            @{ Kind = 'exits'; Tool = { 1; exit 3 }; Told = '1' }
            @{ Kind = 'exits in a function of its own'; Tool = { 1; & { exit 3 }; 2 }; Told = '1' }
            @{ Kind = 'tells the host to exit'; Tool = { 1; $host.SetShouldExit(3); 2 }; Told = '{"errors":`["The tool told the host to exit, which a tool cannot."],"result":`[1,2]}' }
            @{ Kind = 'throws that the pipeline is stopped'; Tool = { 1; throw [System.Management.Automation.PipelineStoppedException]::new() }; Told = 'Error: the tool was stopped before its end.' }
            @{ Kind = 'ends its own command'; Tool = { [CmdletBinding()] param() $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new('it ends', 'id', 'NotSpecified', $null)) }; Told = 'Error: it ends' }
            @{ Kind = 'takes the engine''s own way to stop'; Tool = { 1..3 | Select-Object -First 1; 9 }; Told = '`[1,9]' }
            @{ Kind = 'calls a script that exits'; Tool = { Set-Content TestDrive:/exit.ps1 'exit 4'; & (Get-Item TestDrive:/exit.ps1).FullName; $LASTEXITCODE }; Told = '4' }
            @{ Kind = 'opens a prompt'; Tool = { $host.EnterNestedPrompt() }; Told = 'Error: *A tool opens no prompt.*' }
            @{ Kind = 'starts a program'; Tool = { Invoke-PowerShell -NoProfile -NonInteractive -Command 'exit 3'; $LASTEXITCODE }; Told = '3' }
            @{ Kind = 'writes to the host'; Tool = { $host.UI.Write(''); 1 }; Told = '1' }
            @{ Kind = 'gives nothing'; Tool = { }; Told = 'null' }
            @{ Kind = 'gives what holds itself'; Tool = { $h = @{ Name = 'h' }; $h.Self = $h; $h }; Told = '*"(holds itself)"*' }
            @{ Kind = 'gives rich objects'; Tool = { [System.IO.FileInfo]'/a/b.txt' }; Told = '{*"Name":"b.txt"*"Directory":*' }
            @{ Kind = 'gives a property that fails'; Tool = { [pscustomobject]@{ A = 1 } | Add-Member -PassThru ScriptProperty B { throw 'no' } }; Told = '{"A":1,"B":null}' }
            @{ Kind = 'gives a list that fails'; Tool = { , [System.Linq.Enumerable]::Select([int[]](1, 0), [Func[int, int]] { 1 / $args[0] }) }; Told = '*1*' }
            @{ Kind = 'gives a property that breaks'; Tool = { [pscustomobject]@{ A = 1 } | Add-Member -PassThru ScriptProperty B { break } }; Told = '{"A":1,"B":null}' }
            @{ Kind = 'gives a value that cannot be read'; Tool = { [UnreadableForTest]::new() }; Told = 'Error: the result cannot be read: no text' }
            @{ Kind = 'gives a table that cannot be read'; Tool = { , [UnreadableTableForTest]::new() }; Told = 'Error: the result cannot be read: no entries' }
            @{ Kind = 'gives odd numbers'; Tool = { [double]::NaN, 1.5d, [char]'c', [timespan]'0:01' }; Told = '`["NaN",1.5,"c","00:01:00"]' }
        ) {
            if (-not ('UnreadableForTest' -as [type])) {
                Add-Type @'
public struct UnreadableForTest : System.IFormattable { public string ToString(string format, System.IFormatProvider provider) => throw new System.Exception("no text"); }
public sealed class UnreadableTableForTest : System.Collections.Hashtable { public override System.Collections.IDictionaryEnumerator GetEnumerator() => throw new System.Exception("no entries"); }
'@
            }

            $agent = Start-Agent -Call @(, @('script_tool_1', '{}'))
            $ran = 0
            :items foreach ($item in 1, 2) {
                $reply = Invoke-Run $agent @{ Tool = $Tool }
                $ran++
                if ($item -eq 1) { "$reply" | Should -BeExactly 'done' }
            }

            $ran | Should -Be 2
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

        It 'leaves the session as it is after a tool that exits or tells the host to exit' {
            $agent = Start-Agent -Call @(, @('script_tool_1', '{}')) -Forever
            $lines = Invoke-Fresh "Import-Module '$ManifestPath'; foreach (`$tool in { exit 7 }, { `$host.SetShouldExit(7) }, { [CmdletBinding()] param() exit 7 }) { `$null = Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool `$tool -MaxIterations 2 -ErrorAction SilentlyContinue; 'goes on' }; exit 0"

            $lines | Should -Be @('goes on', 'goes on', 'goes on')
            $LASTEXITCODE | Should -Be 0
        }

        It 'ends a tool that hangs at -TotalTimeoutSeconds' {
            $agent = Start-Agent -Call @(, @('script_tool_1', '{}'))
            $env:AGENT_TEST_TOOL = $null
            $tool = { $env:AGENT_TEST_TOOL = 1; Start-Sleep 3600; $env:AGENT_TEST_TOOL = 2 }

            { Invoke-Run $agent @{ Tool = $tool; TotalTimeoutSeconds = 3; ErrorAction = 'Stop' } } | Should -Throw -ErrorId 'TimedOut*'
            $env:AGENT_TEST_TOOL | Should -Be 1
        }

        It 'ends a tool that hangs with the pipeline' {
            $agent = Start-Agent -Call @(, @('Wait-Long', '{}'))
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$ManifestPath'; function Wait-Long { `$env:AGENT_TEST_STARTED = 1; Start-Sleep 3600 }; Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Wait-Long")
            $env:AGENT_TEST_STARTED = $null
            $running = $shell.BeginInvoke()
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            while (-not $env:AGENT_TEST_STARTED -and $clock.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 20 }
            $env:AGENT_TEST_STARTED | Should -Be 1
            $shell.Stop()

            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $shell.Dispose()
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
