BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    $key = ConvertTo-SecureString 'correct horse battery' -AsPlainText
    $person = 'anna.berger@example.com'
    $protection = "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]`n"
    $memory = "memory:`n  strategies:`n    - { type: SEMANTIC, name: facts, namespace: '/users/{actorId}/facts' }`n    - { type: SEMANTIC, name: common, namespace: /common }`n  retrieval:`n    - { namespace: '/users/{actorId}' }`n    - { namespace: /common }`n"

    function New-RememberingAgent([string] $BaseUrl, [string] $Tail = $memory) { New-Blueprint -Model "model_id: m`nbase_url: $BaseUrl" -Tail $Tail }

    # What the model of an update says.
    function ConvertTo-Update([hashtable[]] $Memories) {
        @{ memories = @($Memories | ForEach-Object { @{ strategy = $_.Strategy; text = $_.Text; replaces = 0 } }) } | ConvertTo-Json -Depth 5 -Compress
    }

    function Get-SystemMessage($Request) { (($Request.Body | ConvertFrom-Json).messages | Where-Object role -EQ system).content }
}

Describe 'What an agent remembers' {
    BeforeEach {
        $session = Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid())
        $ann = @{ SessionPath = $session; ActorId = 'ann'; SessionId = 'a' }
        $bob = @{ SessionPath = $session; ActorId = 'bob'; SessionId = 'b' }
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'is told to the next call of the same actor and session, in its system message, and to no other' {
        $endpoint = Start-Endpoint
        $agent = New-RememberingAgent $endpoint.BaseUrl
        $first = Invoke-AgentPrompt 'I live in Bern.' -Blueprint $agent -System s @ann
        $second = Invoke-AgentPrompt 'Where?' -Blueprint $agent -System s @ann -Verbose 4>&1
        $null = Invoke-AgentPrompt 'Where?' -Blueprint $agent -System s @bob

        (Get-SystemMessage $endpoint.Requests[0]) | Should -Be 's'
        (Get-SystemMessage $endpoint.Requests[1]) | Should -BeLike "s*<memory_context>*``[user``]: I live in Bern.*``[assistant``]: $($first.Text)*</memory_context>"
        (Get-SystemMessage $endpoint.Requests[2]) | Should -Be 's'
        "$second" | Should -BeLike '*Remembered, and told to the agent: exchanges 1, memories 0.*'
        ($first.Gates | Where-Object Gate -EQ memory).Reason | Should -BeLike 'kept: the last 5 exchanges*'
        ($first.Gates | Where-Object Gate -EQ memory.strategies).Reason | Should -BeLike 'not applied:*'
        $first.Conversation.Messages.Text | Should -Not -Match 'memory_context'
    }

    It 'says that it is nothing where no folder is named, and whose it is has to be said' {
        $endpoint = Start-Endpoint
        $agent = New-RememberingAgent $endpoint.BaseUrl
        $reply = Invoke-AgentPrompt hi -Blueprint $agent -System s -WarningVariable warned -WarningAction SilentlyContinue
        $failed = { Invoke-AgentPrompt hi -Blueprint $agent -System s -SessionPath $session } | Should -Throw -PassThru

        "$warned" | Should -BeLike '*nothing is remembered from one run to the next*-SessionPath names one.*'
        ($reply.Gates | Where-Object Gate -EQ memory).Reason | Should -BeLike 'not applied:*'
        $failed.FullyQualifiedErrorId | Should -Be 'MemoryIncomplete,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand'
        $failed.Exception.Message | Should -BeLike '*names an actor, and none is given*'
        $endpoint.Requests | Should -HaveCount 1
    }

    It 'makes nothing and sends nothing with -WhatIf' {
        $endpoint = Start-Endpoint
        Invoke-AgentPrompt hi -Blueprint (New-RememberingAgent $endpoint.BaseUrl) -System s @ann -WhatIf
        Test-Path $session | Should -BeFalse
        $endpoint.Requests | Should -HaveCount 0
    }

    It 'is what the model says with -MemoryUpdate, found where it fits, listed and deleted' {
        $update = ConvertTo-Update @{ Strategy = 'facts'; Text = 'Ann lives in Bern.' }, @{ Strategy = 'common'; Text = 'The canteen opens at noon.' }
        $endpoint = Start-Endpoint ('Nice.', $update, 'In Bern.', 'At noon.' | ForEach-Object { [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new($_) })
        $agent = New-RememberingAgent $endpoint.BaseUrl
        $reply = Invoke-AgentPrompt 'I live in Bern.' -Blueprint $agent -System s @ann -MemoryUpdate
        $null = Invoke-AgentPrompt 'Where in Bern does Ann live?' -Blueprint $agent -System s -SessionPath $session -ActorId ann -SessionId other
        $null = Invoke-AgentPrompt 'When does the canteen open?' -Blueprint $agent -System s @bob

        $reply.Iterations | Should -Be 2
        (Get-SystemMessage $endpoint.Requests[2]) | Should -BeLike '*- `[/users/{actorId}`] Ann lives in Bern.*'
        (Get-SystemMessage $endpoint.Requests[3]) | Should -BeLike '*- `[/common`] The canteen opens at noon.*'
        $all = Get-AgentMemory $session
        ($all | Group-Object Kind | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }) | Should -Be @('Exchange 3', 'Memory 2')
        ($all | Where-Object Text -Like 'Ann*').Namespace | Should -Be '/users/ann/facts'
        (Get-AgentMemory $session -ActorId ann -SessionId other).Prompt | Should -Be 'Where in Bern does Ann live?'
        Get-AgentMemory $session -AgentId none | Should -BeNullOrEmpty
        $all | Out-String -Width 80 | Should -BeLike '*Exchange*ann*I live in Bern. -> Nice.*'

        Remove-AgentMemory $session -ActorId ann -WhatIf
        Get-AgentMemory $session | Should -HaveCount 5
        Get-AgentMemory $session | Where-Object SessionId -EQ other | Remove-AgentMemory
        Get-AgentMemory $session | Should -HaveCount 4
        Remove-AgentMemory $session -ActorId 'a*'
        Get-AgentMemory $session | Should -HaveCount 4
        Remove-AgentMemory $session ann

        # What ann brought into the namespace of all is gone, too.
        (Get-AgentMemory $session).ActorId | Should -Be 'bob'
        Remove-AgentMemory $session -All
        (Get-ChildItem $session/memory).Name | Should -Be 'lock'
    }

    It 'holds personal data only encrypted, and none of it leaves' {
        $endpoint = Start-Endpoint
        $agent = New-RememberingAgent $endpoint.BaseUrl ($memory + $protection)
        { Invoke-AgentPrompt "write to $person" -Blueprint $agent -System s @ann } | Should -Throw -ErrorId 'MemoryIncomplete,*'

        $who = @{ SessionPath = $session; ActorId = $person; SessionId = 'a'; SessionKey = $key }
        $null = Invoke-AgentPrompt "write to $person" -Blueprint $agent -System s @who
        $reply = Invoke-AgentPrompt 'to whom?' -Blueprint $agent -System s @who

        $reply.Protection.Total | Should -BeGreaterThan 0
        $endpoint.Requests | Should -HaveCount 2
        $endpoint.Requests.Body | ForEach-Object { $_ | Should -Not -Match 'anna\.berger' }
        (Get-SystemMessage $endpoint.Requests[1]) | Should -Match '\[user\]: write to <EMAIL_ADDRESS_1>'
        # What is encrypted is written in letters and digits, among which a word as short as a name is found by chance.
        Get-ChildItem $session -Recurse -File | ForEach-Object { [IO.File]::ReadAllText($_.FullName) + $_.FullName | Should -Not -Match 'anna\.|berger' }
        Get-AgentMemory $session -ErrorVariable closed -ErrorAction SilentlyContinue
        $closed[0].FullyQualifiedErrorId | Should -Be 'MemoryKeyRequired,AgentCore.LiteLlm.Commands.GetAgentMemoryCommand'
        (Get-AgentMemory $session $person -SessionKey $key).Prompt | Should -Be @("write to $person", 'to whom?')
        Remove-AgentMemory $session -All
        Test-Path $session/memory/*.json | Should -BeFalse
    }

    It 'is kept by many processes at once, and by many prompts at once, without losing any' {
        $agent = New-RememberingAgent 'http://localhost:4000'
        $script = "Import-Module '$ManifestPath'; 1..6 | ForEach-Object { `"process NUMBER prompt `$_`" } | Invoke-AgentPrompt -Blueprint '$agent' -System s -Mode Simulation -SessionPath '$session' -ActorId ann -SessionId a | Out-Null"
        $processes = 1..3 | ForEach-Object {
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'; $($script -replace 'NUMBER', $_)"))
            $start = [Diagnostics.ProcessStartInfo]::new($PowerShellCommand[0])
            foreach ($argument in @($PowerShellCommand | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded) { $start.ArgumentList.Add($argument) }
            $start.RedirectStandardError = $true
            [Diagnostics.Process]::Start($start)
        }
        1..12 | ForEach-Object { "bulk $_" } | Invoke-AgentPrompt -Blueprint $agent -System s -Mode Simulation @ann -ThrottleLimit 6 | Out-Null
        foreach ($process in $processes) { $process.StandardError.ReadToEnd() | Should -BeNullOrEmpty; $process.WaitForExit(); $process.ExitCode | Should -Be 0; $process.Dispose() }

        (Get-AgentMemory $session -ActorId ann).Prompt | Sort-Object -Unique | Should -HaveCount 30
        (Get-AgentMemory $session).Trial | Sort-Object -Unique | Should -Be @($true)
    }

    It 'goes on with a run in another process as it was begun, and keeps the exchange once' {
        function Remove-Line { [CmdletBinding(SupportsShouldProcess)] param([string] $Text) "removed $Text" }
        $start = Start-Agent -Call @(, @('Remove-Line', '{"Text":"b"}'))
        Add-Content $start $memory
        $run = Invoke-AgentPrompt 'clear it' -Blueprint $start -System s -Tool Remove-Line -ToolApproval Defer @ann
        $null = $run.PendingApprovals | Approve-AgentToolCall
        $reply = $run | Resume-AgentRun -Blueprint $start -System s -Tool Remove-Line -ToolApproval Defer -WarningVariable warned

        $reply.Text | Should -Be 'done'
        $warned | Should -BeNullOrEmpty
        ($reply.Gates | Where-Object Gate -EQ memory).Reason | Should -BeLike 'kept:*'
        $kept = Get-AgentMemory $session
        $kept.Prompt, $kept.ActorId, $kept.SessionId, $kept.Text | Should -Be @('clear it', 'ann', 'a', 'done')
        ($run | Resume-AgentRun -Blueprint $start -System s -Tool Remove-Line).Text | Should -Be 'done'
        Get-AgentMemory $session | Should -HaveCount 1
    }

    It 'is that of each agent where several answer together' {
        $endpoint = Start-Endpoint
        $one = (Get-Content (New-RememberingAgent $endpoint.BaseUrl) -Raw) -replace 'id: test-agent', 'id: one'
        $other = Join-Path (Get-Item TestDrive:/).FullName "$([guid]::NewGuid()).yaml"
        Set-Content $other $one
        $null = New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName prompts) -Force
        Set-Content (Join-Path (Get-Item TestDrive:/).FullName prompts/system.md) 'Answer.'
        $team = New-RememberingAgent $endpoint.BaseUrl "multi_agent:`n  pattern: graph`n  nodes:`n    - { node_id: first, agent_ref: one }`n"
        $together = @{ Blueprint = $team; Agent = @{ one = $other } }
        'a', 'b' | Invoke-AgentPrompt @together @ann -WarningVariable warned -WarningAction SilentlyContinue | Out-Null

        $warned | Should -BeNullOrEmpty
        (Get-AgentMemory $session).Agent | Should -Be @('one', 'one')
        Get-AgentRun $session | Should -HaveCount 2
        (Get-SystemMessage $endpoint.Requests[1]) | Should -BeLike '*`[user`]: a*'
    }

    It 'is that of a chat from one to the next, and what the chat holds is not told twice' {
        $endpoint = Start-Endpoint
        $agent = New-RememberingAgent $endpoint.BaseUrl
        $script = "Import-Module '$ManifestPath'; Enter-AgentChat '$agent' -System s -SessionPath '$session' -ActorId ann -SessionId a -NoSave"
        $null = "I live in Bern.`nAnd work there.`nexit" | Invoke-PowerShell -NoProfile -Command $script
        $null = "Where?`nexit" | Invoke-PowerShell -NoProfile -Command $script

        $endpoint.Requests | Should -HaveCount 3
        (Get-SystemMessage $endpoint.Requests[1]) | Should -Be 's'
        (Get-SystemMessage $endpoint.Requests[2]) | Should -BeLike '*I live in Bern.*And work there.*'
        Get-AgentMemory $session | Should -HaveCount 3
    }

    It 'is deleted in the other folders where one is no folder' {
        $endpoint = Start-Endpoint
        $agent = New-RememberingAgent $endpoint.BaseUrl
        $null = Invoke-AgentPrompt hi -Blueprint $agent -System s @ann

        Remove-AgentMemory nodrive:/x, $session -All -ErrorVariable failed -ErrorAction SilentlyContinue

        $failed[0].FullyQualifiedErrorId | Should -Be 'SessionPathInvalid,AgentCore.LiteLlm.Commands.RemoveAgentMemoryCommand'
        Get-AgentMemory $session | Should -BeNullOrEmpty
    }

    It 'is not listed where it is broken, which hides nothing else' {
        $endpoint = Start-Endpoint
        $agent = New-RememberingAgent $endpoint.BaseUrl
        $null = Invoke-AgentPrompt hi -Blueprint $agent -System s @ann
        $file = Get-ChildItem $session/memory/*.json -Exclude memory.json
        $null = Invoke-AgentPrompt hi -Blueprint $agent -System s @bob
        Set-Content $file broken

        $found = Get-AgentMemory $session -ErrorVariable failed -ErrorAction SilentlyContinue
        Remove-AgentMemory $session -ActorId bob -ErrorAction SilentlyContinue

        $found.ActorId | Should -Be 'bob'
        $failed[0].FullyQualifiedErrorId | Should -Be 'MemoryInvalid,AgentCore.LiteLlm.Commands.GetAgentMemoryCommand'
        Get-AgentMemory $session -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-Content $file | Should -Be 'broken'
    }
}
