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

    function Set-Stock {
        [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
        param([Parameter(Mandatory)][string] $Product, [int] $Pieces)

        if ($PSCmdlet.ShouldProcess($Product)) { $script:changed += , @($Product, $Pieces); 'changed' }
    }
}

Describe 'Invoke-AgentPrompt -Tool, with rules and approval' {
    BeforeEach {
        $env:EXECUTION_MODE = $null
        $script:changed = @()
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
        Remove-Item Env:/AGENT_TEST_* -ErrorAction Ignore
    }

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
        $asked.Questions[0] | Should -Match "(?s)'Set-Stock'.*ink.*\[No\]$"
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

    It 'holds a value to its rules as it is bound: <Case>' -ForEach @(
        @{ Case = 'flags by number'; Script = { param([System.IO.FileAttributes] $Value) "$Value" }; Rules = @{ Deny = @{ Value = 'Hidden' } }; Json = '"2"' }
        @{ Case = 'flags among others'; Script = { param([System.IO.FileAttributes] $Value) "$Value" }; Rules = @{ Deny = @{ Value = 'Hidden' } }; Json = '"ReadOnly, hidden"' }
        @{ Case = 'flags that hold one'; Script = { param([System.IO.FileAccess] $Value) "$Value" }; Rules = @{ Deny = @{ Value = 'Write' } }; Json = '"ReadWrite"' }
        @{ Case = 'flags that hold one, by number'; Script = { param([System.IO.FileAccess] $Value) "$Value" }; Rules = @{ Deny = @{ Value = 'Write' } }; Json = '"3"' }
        @{ Case = 'another name of a value'; Script = { param([System.Net.HttpStatusCode] $Value) "$Value" }; Rules = @{ Deny = @{ Value = 'Redirect' } }; Json = '"Found"' }
        @{ Case = 'flags shortened'; Script = { param([System.IO.FileAttributes] $Value) "$Value" }; Rules = @{ Deny = @{ Value = 'Hidden' } }; Json = '"Hid"' }
        @{ Case = 'flags beyond those allowed'; Script = { param([System.IO.FileAttributes] $Value) "$Value" }; Rules = @{ Allow = @{ Value = 'ReadOnly' } }; Json = '"ReadOnly, System"' }
        @{ Case = 'flags that are allowed'; Script = { param([System.IO.FileAttributes] $Value) "$Value" }; Rules = @{ Allow = @{ Value = 'ReadOnly', 'Hidden' } }; Json = '"Hidden,ReadOnly"'; Told = '"ReadOnly, Hidden"' }
        @{ Case = 'a whole number with a fraction of nothing'; Script = { param([int] $Value) "$Value" }; Rules = @{ Deny = @{ Value = '22' } }; Json = '22.0' }
        @{ Case = 'a whole number with an exponent'; Script = { param([int] $Value) "$Value" }; Rules = @{ Deny = @{ Value = '2200' } }; Json = '2.2e3' }
        @{ Case = 'an allowed number, however written'; Script = { param([int] $Value) "$Value" }; Rules = @{ Allow = @{ Value = '22' } }; Json = '22.00'; Told = '"22"' }
        @{ Case = 'a list that a command joins'; Script = { param($Value) "$Value" }; Rules = @{ Deny = @{ Value = 'rm -rf*' } }; Json = '["rm","-rf","/"]' }
        @{ Case = 'a list of numbers for text'; Script = { param([string[]] $Value) "$Value" }; Rules = @{ Deny = @{ Value = '*..*' } }; Json = '["a","b/../c"]' }
        @{ Case = 'an allowed list'; Script = { param([string[]] $Value) "$Value" }; Rules = @{ Allow = @{ Value = 'ink', 'pen' } }; Json = '["ink","PEN"]'; Told = '"ink PEN"' }
        @{ Case = 'a key of a dictionary'; Script = { param([hashtable] $Value) $Value.Keys }; Rules = @{ Deny = @{ Value = 'force' } }; Json = '{"Force":true}' }
        @{ Case = 'a key within an object'; Script = { param($Value) $Value.a }; Rules = @{ Deny = @{ Value = 'force' } }; Json = '{"a":[{"force":1}]}' }
        @{ Case = 'a member of an object that is made'; Script = { param([System.IO.EnumerationOptions] $Value) "$($Value.AttributesToSkip)" }; Rules = @{ Deny = @{ Value = 'Device' } }; Json = '{"AttributesToSkip":"64"}' }
        @{ Case = 'an address in disguise'; Script = { param([uri] $Value) $Value.Host }; Rules = @{ Deny = @{ Value = '*//internal/*' } }; Json = '"http://internal:80/x"' }
        @{ Case = 'a file above'; Script = { param([System.IO.FileInfo] $Value) $Value.FullName }; Rules = @{ Allow = @{ Value = '/srv/*' } }; Json = '"/srv/../etc/passwd"' }
        @{ Case = 'a date in another form'; Script = { param([datetime] $Value) $Value.Year }; Rules = @{ Deny = @{ Value = '2026-01-02*' } }; Json = '"2 January 2026"' }
        @{ Case = 'what does not bind'; Script = { param([datetime] $Value) $Value.Year }; Rules = @{ Deny = @{ Value = '2026*' } }; Json = '"someday"'; Outcome = 'InvalidArguments' }
        @{ Case = 'what an attribute makes of it each time'; Script = { param([ToUpperForTest()] [string] $Value) $Value }; Rules = @{ Deny = @{ Value = 'UP:UP:*' } }; Json = '"x"'; Outcome = 'InvalidArguments' }
        @{ Case = 'what an attribute makes of it'; Script = { param([ToUpperForTest()] [string] $Value) $Value }; Rules = @{ Deny = @{ Value = 'UP:*' } }; Json = '"x"' }
    ) {
        if (-not ('ToUpperForTestAttribute' -as [type])) {
            Add-Type 'public sealed class ToUpperForTestAttribute : System.Management.Automation.ArgumentTransformationAttribute { public override object Transform(System.Management.Automation.EngineIntrinsics engine, object value) => "UP:" + value; }'
        }

        $agent = Start-Agent -Call @(, @('t', "{`"Value`":$Json}"))
        $reply = Invoke-Run $agent @{ Tool = New-AgentTool -Name t -Command $Script @Rules }

        $reply.Steps.Outcome | Where-Object { $null -ne $_ } | Should -Be ($Told ? 'Succeeded' : $Outcome ?? 'Denied')
        if ($Told) { Get-Told | Should -BeExactly $Told }
    }

    It 'compares without regard to the culture' {
        $agent = Start-Agent -Call @(, @('t', '{"Value":"file"}'))
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'tr-TR'
            $reply = Invoke-Run $agent @{ Tool = New-AgentTool -Name t -Command { param([string] $Value) $Value } -Deny @{ Value = 'FILE' } }
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }

        $reply.Steps.Outcome | Where-Object { $null -ne $_ } | Should -Be 'Denied'
    }

    It 'stars out the values of every secret variable that the blueprint names' {
        $env:AGENT_TEST_JWT = 'jwt-canary-0123456789'
        $env:AGENT_TEST_LANGFUSE = 'sk-lf-canary-0123456789'
        $env:AGENT_TEST_TTL = '3600'
        $tail = "gateway:`n  auth: custom_jwt`n  jwt_env_var: AGENT_TEST_JWT`nobservability:`n  langfuse:`n    enabled: true`n    secret_key_env: AGENT_TEST_LANGFUSE`n"
        $agent = Start-Agent -Call @(, @('read', '{}')) -More "extra_headers_env:`n  X-Ttl: AGENT_TEST_TTL" -Tail $tail
        $tool = New-AgentTool { "$env:AGENT_TEST_JWT $env:AGENT_TEST_LANGFUSE $env:AGENT_TEST_TTL" } -Name read -PassVariable AGENT_TEST_JWT, AGENT_TEST_LANGFUSE, AGENT_TEST_TTL
        $reply = Invoke-Run $agent @{ Tool = $tool; WarningAction = 'SilentlyContinue' }

        Get-Told | Should -BeExactly '"*** *** 3600"'
        $reply.Steps.Result | Should -Contain '"*** *** 3600"'
    }

    It 'shows no tool the agent''s secrets, nor the programs it starts, unless they are passed on' {
        $env:AGENT_TEST_KEY = 'sk-canary-0123456789'
        $env:AGENT_TEST_HEADER = 'header-canary'
        $agent = Start-Agent -Call @('look', '{}'), @('start', '{}'), @('passed', '{}') -More "api_key_env: AGENT_TEST_KEY`nextra_headers_env:`n  X-Test: AGENT_TEST_HEADER"
        $read = { "$env:AGENT_TEST_KEY|$env:AGENT_TEST_HEADER" }
        $null = Invoke-Run $agent @{ Tool = @(
                New-AgentTool $read -Name look
                New-AgentTool { Invoke-PowerShell -NoProfile -NonInteractive -Command '"$env:AGENT_TEST_KEY|$env:AGENT_TEST_HEADER"' } -Name start
                New-AgentTool $read -Name passed -PassVariable AGENT_TEST_KEY
            )
        }

        # Stars where the tool could read the key: the model never does.
        Get-Told | Should -Be @('"|"', '"|"', '"***|"')
        $env:AGENT_TEST_KEY, $env:AGENT_TEST_HEADER | Should -Be @('sk-canary-0123456789', 'header-canary')
        $endpoint.Requests[1].FindHeader('Authorization') | Should -BeExactly 'Bearer sk-canary-0123456789'
    }
}
