BeforeDiscovery {
    Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../../AgentCore.LiteLlm.psd1"))
    $types = (Get-Command -Module AgentCore.LiteLlm).OutputType.Name | Where-Object { $_ -like 'AgentCore.*' -and $_ -notlike '*.Secret' } | Sort-Object -Unique
    $written = @((Get-Content -Raw "$PSScriptRoot/../../src/AgentCore.LiteLlm/AgentCore.LiteLlm.format.ps1xml" | Select-Xml -XPath '//TypeName').Node.InnerText) | Where-Object { $_ -notlike '*.Secret' -and $_ -notlike '*.Verdict' }
    $types = @($types) + $written | Sort-Object -Unique
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1
    if (-not ('SampleObject' -as [type])) { Add-Type -Path $PSScriptRoot/Support/SampleObject.cs -IgnoreWarnings -WarningAction SilentlyContinue }

    # The clipboard, a title, a cleared screen, a bell, a step back, controls of eight bits, and text that runs the other way.
    $hostile = "a`e]52;c;aGk=`ab`e]0;title`e\c`e[2Jd`b$([char] 0x9B)31me$([char] 0x9D)0;t$([char] 0x9C)$([char] 0x202E)f$([char] 0x2066)g$([char] 0x7F)h"
    $active = "[\x00-\x08\x0B-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u206F]"

    # As a terminal is given it: colours of PowerShell's own are taken out, everything else is left.
    function Show {
        $before = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try { ($input | Out-String -Width 300) -replace '\e\[[0-9;]*m' -replace '\r\n', "`n" } finally { $PSStyle.OutputRendering = $before }
    }

    function New-Agent {
        param([AgentCore.LiteLlm.TestEndpoints.TestReply] $Reply)

        $script:endpoint = Start-Endpoint
        $endpoint.Enqueue($Reply)
        New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
    }
}

Describe 'Nothing from outside moves the terminal' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'shows with -Live what a model wrote, and leaves the reply as it came' {
        $agent = New-Agent ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new($hostile))
        $said = @(Invoke-AgentPrompt hi -Blueprint $agent -System '' -Live 6>&1)
        $reply = $said | Where-Object { $_ -is [AgentCore.LiteLlm.Chat.AgentReply] }
        $shown = -join ($said | Where-Object { $_ -is [System.Management.Automation.InformationRecord] } | ForEach-Object { $_.MessageData.Message })

        $shown | Should -BeExactly 'a␛]52;c;aGk=␇b␛]0;title␛\c␛[2Jd␈\u009b31me\u009d0;t\u009c\u202ef\u2066g␡h'
        $reply.Text | Should -BeExactly $hostile
    }

    It 'goes back to no beginning of a line, and ends lines as they are ended: <Case>' -ForEach @(
        @{ Case = 'a return'; Text = "yes`rno"; Shown = 'yes␍no' }
        @{ Case = 'a return and a line feed'; Text = "yes`r`nno"; Shown = "yes`r`nno" }
        @{ Case = 'a return at the end'; Text = "yes`r"; Shown = 'yes' }
        @{ Case = 'a tab, an emoji of several, a mark of Hebrew'; Text = "a`tb👩‍💻 $([char] 0x200F)"; Shown = "a`tb👩‍💻 $([char] 0x200F)" }
        @{ Case = 'tags that nobody sees'; Text = "a$([char]::ConvertFromUtf32(0xE0041))b"; Shown = 'a\udb40\udc41b' }
    ) {
        # A character at a time, so that what belongs together comes in two.
        $agent = New-Agent ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Chunks = [string[]] @($Text.EnumerateRunes() | ForEach-Object ToString) })
        $said = @(Invoke-AgentPrompt hi -Blueprint $agent -System '' -Live 6>&1) | Where-Object { $_ -is [System.Management.Automation.InformationRecord] }

        (-join ($said | ForEach-Object { $_.MessageData.Message })) | Should -BeExactly $Shown
    }

    It 'shows what an endpoint says in an error, and leaves the exception as it is' {
        $agent = New-Agent ([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(400, $hostile))
        $failed = $null
        Invoke-AgentPrompt hi -Blueprint $agent -System '' -ErrorAction SilentlyContinue -ErrorVariable failed

        "$failed" | Should -Match 'u202e'
        "$failed" | Should -Not -Match $active
        ($failed | Show) | Should -Not -Match $active
        $failed[0].Exception.Message | Should -Match ([char] 0x202E)
    }

    It 'shows the name of a file in an error' -Skip:$IsWindows {
        $name = "no`e]0;title`a$([char] 0x202E).yaml"
        $failed = $null
        Import-AgentBlueprint -LiteralPath "TestDrive:/$name" -ErrorAction SilentlyContinue -ErrorVariable failed

        ($failed | Show) | Should -Not -Match $active
        ($failed | Show) | Should -Match 'no␛\]0;title␇\\u202e\.yaml'
        $failed[0].CategoryInfo.TargetName | Should -Not -Match $active
        $failed[0].TargetObject | Should -Match ([regex]::Escape($name))
    }

    It 'shows the name of a file that holds mistakes' -Skip:$IsWindows {
        $path = Join-Path (Get-Item TestDrive:/).FullName "bad`e[2J$([char] 0x202E).yaml"
        Set-Content -LiteralPath $path 'id: ['
        $failed = $warned = $null
        Import-AgentBlueprint -LiteralPath $path -ErrorAction SilentlyContinue -ErrorVariable failed -WarningVariable warned -WarningAction SilentlyContinue

        ($failed | Show) | Should -Not -Match $active
        ($failed | Show) | Should -Match '␛\[2J'
    }

    It 'shows what happens with -Verbose, what is warned of, and what a tool says' {
        function Say-Back { param([string] $Text) Write-Warning $Text; Write-Verbose $Text -Verbose; Write-Host "`e[32m$Text`e[0m"; Write-Information $Text; $Text }
        $agent = Start-Agent -Call @(, @('Say-Back', (ConvertTo-Json -Compress @{ Text = $hostile }))) -Answer $hostile
        $all = @(Invoke-AgentPrompt hi -Blueprint $agent -System '' -Tool (Get-Command Say-Back) -Verbose *>&1)
        $texts = $all | Where-Object { $_ -isnot [AgentCore.LiteLlm.Chat.AgentReply] } | ForEach-Object { "$_" }

        $texts.Count | Should -BeGreaterThan 4
        ($texts -replace '\e\[(32|0)m') | Where-Object { $_ -match $active } | Should -BeNullOrEmpty
        $texts -match '\e\[32ma␛' | Should -Not -BeNullOrEmpty
        ($all | Where-Object { $_ -is [AgentCore.LiteLlm.Chat.AgentReply] }).Steps.Arguments -join '' | Should -Match ([char] 0x202E)
    }

    It 'asks with everything in sight' {
        if (-not ('AnsweringHost' -as [type])) { Add-Type -Path $PSScriptRoot/Support/AnsweringHost.cs }
        $agent = Start-Agent -Call @(, @('Read-Text', (ConvertTo-Json -Compress @{ Text = "$hostile`nsecond" })))
        $asked = [AnsweringHost]::new(0)
        $runspace = [runspacefactory]::CreateRunspace($asked)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddScript("Import-Module '$ManifestPath'; function Read-Text { param([string] `$Text) 'x' }; (Invoke-AgentPrompt hi -Blueprint '$agent' -System '' -Tool Read-Text -ToolApproval Ask).Steps")
        $null = $shell.Invoke()
        $shell.Dispose()
        $runspace.Dispose()

        $asked.Questions | Should -HaveCount 1
        $asked.Questions[0] | Should -Not -Match $active
        $asked.Questions[0] | Should -Match 'a␛\]52;.*\(\d+ characters in all\)'
    }

    It 'shows what a chat shows' {
        if (-not ('AnsweringHost' -as [type])) { Add-Type -Path $PSScriptRoot/Support/AnsweringHost.cs }
        $agent = New-Agent ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new($hostile))
        $typed = [AnsweringHost]::new(0, [string[]] @('hi', '/history', "/no`e]0;t`a", '/exit'))
        $runspace = [runspacefactory]::CreateRunspace($typed)
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddScript("Import-Module '$ManifestPath'; Enter-AgentChat -Blueprint '$agent' -System '' -NoSave")
        $null = $shell.Invoke()
        $shown = $typed.Shown + -join ($shell.Streams.Information | ForEach-Object { $_.MessageData.Message })
        $shell.Dispose()
        $runspace.Dispose()

        $shown | Should -Not -Match $active
        [regex]::Matches($shown, 'a␛\]52').Count | Should -BeGreaterOrEqual 2
        $shown | Should -Match 'There is no /no␛'
    }

    It 'shows names of models' {
        $list = [AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(200, '{"object":"list","data":[{"id":"gpt\u202e4","object":"model"}]}')
        [AgentCore.LiteLlm.TestEndpoints.TestReply].GetProperty('WhenPathEndsWith').SetValue($list, '/models')
        $agent = New-Agent $list
        $found = @(Get-AgentModel -Blueprint $agent -WarningAction SilentlyContinue -ErrorAction SilentlyContinue)

        $found.Id | Should -BeExactly "gpt$([char] 0x202E)4"
        ($found | Show) | Should -Match 'gpt\\u202e4'
    }
}

Describe 'The view of <_>, of an object full of control sequences' -ForEach $types {
    It 'moves no terminal' {
        $one = [SampleObject]::Of(($_ -as [type]), $hostile, 4)
        $text = $one | Show

        $text | Should -Not -BeNullOrEmpty
        $text | Should -Not -Match $active
    }
}
