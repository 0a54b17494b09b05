BeforeDiscovery {
    $hasNode = [bool](Get-Command node -CommandType Application -ErrorAction Ignore) -and -not $IsWindows
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $folder = (Get-Item TestDrive:/).FullName
    $script = Join-Path $folder 'server.cjs'

    # A tool server in a few lines: each start and each call is a line of its log.
    Set-Content $script @'
const fs = require('fs'), log = process.argv[2];
const note = text => fs.appendFileSync(log, text + '\n');
const send = message => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
const tool = name => ({ name, description: 'Does ' + name + '.', annotations: { readOnlyHint: true }, inputSchema: { type: 'object', properties: { word: { type: 'string' } } } });
function take({ id, method, params }) {
  if (method === 'initialize') return send({ id, result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'few', version: '1' } } });
  if (method === 'tools/list') return send({ id, result: { tools: ['look', 'change', 'hang', 'spare', 'spare.part'].map(tool) } });
  if (method === 'tools/call') { note('call ' + params.name); return params.name === 'hang' ? 0
    : send({ id, result: { content: [{ type: 'text', text: params.name + ' \u001b[31mdone ' + process.env.KEY }] } }); }
  if (id !== undefined) send({ id, error: { code: -32601, message: 'no such method' } });
}
note('start ' + process.pid);
console.error('few starts');
let rest = '';
process.stdin.on('data', data => { rest += data; for (let at; (at = rest.indexOf('\n')) >= 0; rest = rest.slice(at + 1)) take(JSON.parse(rest.slice(0, at))); });
'@

    function Get-Noted { @(Get-Content $log -ErrorAction Ignore) }

    function Get-Alive {
        @(Get-Noted | Where-Object { $_ -like 'start *' } | ForEach-Object { Get-Process -Id ($_ -split ' ')[1] -ErrorAction Ignore })
    }

    function New-Agent([string] $Tools = 'look, change', [string] $Tail = '') {
        New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)" -Tail "tools: [{mcp: few, tools: [$Tools]}]`n$Tail"
    }
}

Describe 'Tools of servers' -Skip:(-not $hasNode) {
    BeforeEach {
        # Without a reply of its own, the endpoint's model calls each tool once, and answers.
        $endpoint = Start-AgentTestEndpoint
        $log = Join-Path $folder "$([guid]::NewGuid()).log"
        $env:AGENT_TEST_SECRET = 'q7Wz0Lk3Jd8Xv2Nb5Tc9Rm4F'
        $servers = @{ mcpServers = @{ few = @{ command = 'node'; args = $script, $log; env = @{ KEY = '${AGENT_TEST_SECRET}' }; readOnly = @('look') } } }
        $common = @{ System = ''; ToolServer = $servers }
    }

    AfterEach {
        Stop-AgentTestEndpoint $endpoint
        Remove-Item Env:/AGENT_TEST_* -ErrorAction Ignore
        Get-Alive | Should -BeNullOrEmpty
    }

    It 'are offered as declared beside those of -Tool, and called' {
        function Get-Own { 'own' }

        $reply = Invoke-AgentPrompt hi -Blueprint (New-Agent) @common -Tool Get-Own -ToolApproval All

        $offered = (Get-AgentTestRequest -Endpoint $endpoint)[0].Body.tools.function
        $offered.name | Should -Be 'Get-Own', 'look', 'change'
        $offered[1].description | Should -Be 'Does look.'
        ($reply.Steps | Where-Object Tool).Outcome | Should -Be (@('Succeeded') * 3)
        ($reply.Steps | Where-Object Tool -EQ look).Result | Should -Be "look `e[31mdone ***"
        Get-Noted | Should -HaveCount 3
    }

    It 'run unasked where the file says that they only read, and are refused where nobody can be asked' {
        $text = Invoke-Fresh @"
Import-Module '$ManifestPath'
`$servers = '$($servers | ConvertTo-Json -Depth 9 -Compress)' | ConvertFrom-Json -AsHashtable
(Invoke-AgentPrompt hi -Blueprint '$(New-Agent)' -System '' -ToolServer `$servers -WarningAction SilentlyContinue).Steps | Where-Object Tool | ForEach-Object { "`$(`$_.Tool) `$(`$_.Outcome)" }
"@
        $text | Should -Be 'look Succeeded', 'change Denied'
        Get-Noted | Should -Not -Contain 'call change'
    }

    It 'are held to the policy of the blueprint' {
        $reply = Invoke-AgentPrompt hi -Blueprint (New-Agent -Tail "gateway: {auth_type: none}`npolicy: {engine: E, mode: ENFORCE, rules: [{name: r, allow: look}]}") @common -ToolApproval All -WarningAction SilentlyContinue

        ($reply.Steps | Where-Object Tool).Outcome | Should -Be 'Succeeded', 'Denied'
        Get-Noted | Should -Not -Contain 'call change'
    }

    It 'are what an entry of -ToolApproval says by any of their names: <Rule>' -ForEach @(
        @{ Rule = 'spare.part' }, @{ Rule = 'few___spare.part' }, @{ Rule = 'spare_part_*' }
    ) {
        $reply = Invoke-AgentPrompt hi -Blueprint (New-Agent -Tools spare.part) @common -ToolApproval @{ $Rule = 'Never'; '*' = 'Always' }

        ($reply.Steps | Where-Object Tool).Outcome | Should -Be 'Denied'
        Get-Noted | Should -Not -Contain 'call spare.part'
    }

    It 'are what a rule of the policy denies by any of their names, and Test-AgentPolicy says so: <Rule>' -ForEach @(
        @{ Rule = 'spare.part' }, @{ Rule = 'few___spare.part' }
    ) {
        $agent = New-Agent -Tools spare.part -Tail "gateway: {auth_type: none}`npolicy: {engine: E, mode: ENFORCE, rules: [{name: all, allow: spare.part}, {name: never, deny: '$Rule'}]}"
        $reply = Invoke-AgentPrompt hi -Blueprint $agent @common -ToolApproval All

        $step = $reply.Steps | Where-Object Tool
        $step.Policy.Rule | Should -Be 'never'
        Get-Noted | Should -Not -Contain 'call spare.part'
        foreach ($name in $step.Tool, 'spare.part', 'few___spare.part') { (Test-AgentPolicy $agent -Tool $name).Rule | Should -Be 'never' }
    }

    It 'need one server for many prompts at once' {
        $replies = 1..8 | Invoke-AgentPrompt -Blueprint (New-Agent) @common -ToolApproval All -ThrottleLimit 4

        $replies | Should -HaveCount 8
        @(Get-Noted | Where-Object { $_ -like 'start*' }) | Should -HaveCount 1
        @(Get-Noted | Where-Object { $_ -like 'call*' }) | Should -HaveCount 16
    }

    It 'end the run before a model is called where <Case>' -ForEach @(
        @{ Case = 'nothing describes the server'; Given = @{ mcpServers = @{} }; Tools = 'look'; Id = 'ToolServerUnknown' }
        @{ Case = 'the server cannot be started'; Given = @{ mcpServers = @{ few = @{ command = 'no-such-program' } } }; Tools = 'look'; Id = 'ToolServerUnavailable' }
        @{ Case = 'the server lacks a tool'; Given = $null; Tools = 'look, chnge'; Id = 'ToolMissing' }
    ) {
        $described = $Given ?? $servers

        { Invoke-AgentPrompt hi -Blueprint (New-Agent -Tools $Tools) -System '' -ToolServer $described } | Should -Throw -ErrorId "$Id,*"

        @(Get-AgentTestRequest -Endpoint $endpoint) | Should -BeNullOrEmpty
    }

    It 'whose name one of -Tool has are an error' {
        function look { 'own' }

        { Invoke-AgentPrompt hi -Blueprint (New-Agent) @common -Tool look } | Should -Throw -ErrorId 'ToolNameTaken,*'
    }

    It 'start nothing with -WhatIf, which says what would be started, and nothing in simulation, which answers for them' {
        $shown = Invoke-Fresh @"
Import-Module '$ManifestPath'
`$servers = '$($servers | ConvertTo-Json -Depth 9 -Compress)' | ConvertFrom-Json -AsHashtable
Invoke-AgentPrompt hi -Blueprint '$(New-Agent)' -System '' -ToolServer `$servers -WhatIf
"@ | Out-String
        $reply = Invoke-AgentPrompt hi -Blueprint (New-Agent) -System '' -Mode Simulation

        $shown | Should -BeLike "*tool server 'few' (node *server.cjs*of which nothing is started now*"
        ($reply.Steps | Where-Object Tool).Result | Should -Be '{"server":"few","tool":"look","result":"simulated"}', '{"server":"few","tool":"change","result":"simulated"}'
        Get-Noted | Should -BeNullOrEmpty
    }

    It 'are played from a cassette without any server' {
        $cassette = Join-Path $folder "$([guid]::NewGuid()).json"
        $agent = New-Agent
        $live = Invoke-AgentPrompt hi -Blueprint $agent @common -ToolApproval All -RecordPath $cassette
        $before = @(Get-Noted).Count

        $again = Invoke-AgentPrompt hi -Blueprint $agent @common -ReplayPath $cassette

        $again.Text | Should -Be $live.Text
        ($again.Steps | Where-Object Tool).Result | Should -Be ($live.Steps | Where-Object Tool).Result
        @(Get-Noted).Count | Should -Be $before
        Get-Content -Raw $cassette | Should -Not -Match $env:AGENT_TEST_SECRET
    }

    It 'serve evaluations and chats' {
        $agent = New-Agent -Tools look
        $cases = [IO.Path]::ChangeExtension($agent, '.cases.yaml')
        Set-Content $cases "cases: [{name: a, prompt: hi}, {name: b, prompt: ho}]"

        $results = Invoke-AgentEvaluation $cases @common -WarningAction SilentlyContinue
        $before = @(Get-Noted | Where-Object { $_ -eq 'call look' }).Count
        $chat = Join-Path $folder 'chat.ps1'
        Set-Content $chat "Import-Module '$ManifestPath'; `$s = '$($servers | ConvertTo-Json -Depth 9 -Compress)' | ConvertFrom-Json -AsHashtable; Enter-AgentChat '$agent' -System '' -ToolServer `$s"
        $shown = 'hi', '/tools', '/exit' | Invoke-PowerShell -NoProfile -File $chat | Out-String

        $results | Should -HaveCount 2
        $before | Should -Be 2
        $shown | Should -BeLike '*look: Does look.*'
        @(Get-Noted | Where-Object { $_ -eq 'call look' }) | Should -HaveCount 3
    }

    It 'end with the pipeline that is stopped in a call, and leave nothing behind' {
        $shell = [powershell]::Create()
        # By itself: PowerShell does not survive that several statements are stopped.
        $null = $shell.AddScript("Import-Module '$ManifestPath'").Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddCommand('Invoke-AgentPrompt').AddParameters(
            @{ Prompt = 'hi'; Blueprint = New-Agent -Tools hang; System = ''; ToolServer = $servers; ToolApproval = 'All' })
        $run = $shell.BeginInvoke()
        while ((Get-Noted) -notcontains 'call hang') { Start-Sleep -Milliseconds 20 }

        $shell.Stop()

        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Dispose()
        while (Get-Alive) { Start-Sleep -Milliseconds 20 }
    }

    It 'are called in a run that is kept only when that is written down' {
        $session = Join-Path $folder ([guid]::NewGuid())
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ManifestPath'").Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddCommand('Invoke-AgentPrompt').AddParameters(
            @{ Prompt = 'hi'; Blueprint = New-Agent -Tools hang; System = ''; ToolServer = $servers; ToolApproval = 'All'; SessionPath = $session })
        $null = $shell.BeginInvoke()
        while ((Get-Noted) -notcontains 'call hang') { Start-Sleep -Milliseconds 20 }

        $written = Get-Content (Join-Path $session * run.json) -Raw | ConvertFrom-Json -AsHashtable
        $shell.Stop()
        $shell.Dispose()

        $written.content.nodes[0].calls.Values.isStarted | Should -BeTrue
        while (Get-Alive) { Start-Sleep -Milliseconds 20 }
    }

    It 'write what their programs say to the verbose stream' {
        $said = Invoke-AgentPrompt hi -Blueprint (New-Agent) @common -ToolApproval All -Verbose 4>&1 | ForEach-Object { "$_" }

        $said | Should -Contain 'few: few starts'
    }
}

Describe 'The samples of tool servers' {
    It 'run in simulation without any server' {
        $shown = Invoke-Fresh "& '$RepositoryRoot/samples/files.ps1'"

        $shown | Should -Be 'list_directory -> {"server":"files","tool":"list_directory","result":"simulated"}', 'read_text_file -> {"server":"files","tool":"read_text_file","result":"simulated"}'
    }
}

Describe 'Get-AgentToolServer and Test-AgentToolServer' -Skip:(-not $hasNode) {
    BeforeEach {
        $endpoint = Start-AgentTestEndpoint
        $log = Join-Path $folder "$([guid]::NewGuid()).log"
        $servers = @{ servers = @{ few = @{ command = 'node'; args = $script, $log; readOnly = @('look') } } }
    }

    AfterEach { Stop-AgentTestEndpoint $endpoint }

    It 'say what a server has, which of it is offered, and for what it asks to be trusted' {
        $server = Get-AgentToolServer (New-Agent) $servers

        $server.IsReady | Should -BeTrue
        $server.Protocol | Should -Be '2025-11-25'
        $server.Software | Should -Be 'few 1'
        $server.Tools.Name | Should -Be 'change', 'hang', 'look', 'spare', 'spare.part'
        $server.Tools.OfferedAs | Should -Be 'change', $null, 'look', $null, $null
        ($server.Tools | Where-Object IsReadOnly).Name | Should -Be 'look'
        $server.TrustRequested[0] | Should -Be 'change: readOnlyHint'
        Get-Noted | Should -HaveCount 1
    }

    It 'are false, and say why, where <Case>' -ForEach @(
        @{ Case = 'a tool is missing'; Tools = 'look, chnge'; Command = 'node'; Problem = "*'chnge'*" }
        @{ Case = 'the program is not there'; Tools = 'look'; Command = 'no-such-program'; Problem = '*cannot be started*' }
    ) {
        $servers.servers.few.command = $Command
        $agent = New-Agent -Tools $Tools

        Test-AgentToolServer $agent $servers | Should -BeFalse
        (Test-AgentToolServer $agent $servers -Detailed).Problem | Should -BeLike $Problem
        $null = Get-AgentToolServer $agent $servers -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ToolServerNotReady,*'
    }

    It 'are true where all is there, and start nothing with -WhatIf' {
        Test-AgentToolServer (New-Agent) $servers | Should -BeTrue
        $before = @(Get-Noted).Count

        Test-AgentToolServer (New-Agent) $servers -WhatIf | Should -BeNullOrEmpty
        Get-AgentToolServer -ToolServer $servers -WhatIf | Should -BeNullOrEmpty

        @(Get-Noted).Count | Should -Be $before
    }

    It 'complete a table for -ToolApproval from the servers that the line names, and start no other' {
        $agent = New-Agent
        $file = Join-Path $folder 'approve.json'
        @{ mcpServers = @{ few = @{ command = 'node'; args = $script, $log }; other = @{ command = 'node'; args = $script, "$log.other" } } } | ConvertTo-Json -Depth 9 | Set-Content $file
        $line = "Invoke-AgentPrompt hi -Blueprint '$agent' -ToolServer '$file' -ToolApproval "

        $found = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        $without = "Invoke-AgentPrompt hi -Blueprint '$agent' -ToolApproval "

        $found | Should -Contain "@{ 'change' = 'Ask'; 'look' = 'Ask'; '*' = 'Never' }"
        (TabExpansion2 $without $without.Length).CompletionMatches.CompletionText | Where-Object { $_.EndsWith("'*' = 'Never' }") } | Should -BeNullOrEmpty
        Test-Path "$log.other" | Should -BeFalse
        while (Get-Alive) { Start-Sleep -Milliseconds 20 }
    }

    It 'complete nothing, and wait no longer than a moment, where the server <Case>' -ForEach @(
        @{ Case = 'cannot be started'; Given = @{ command = 'no-such-program' } }
        @{ Case = 'says nothing'; Given = @{ command = 'node'; args = @('-e', 'setInterval(() => {}, 1000)') } }
        @{ Case = 'needs a variable that is not set'; Given = @{ command = 'node'; args = @('${AGENT_TEST_UNSET}') } }
    ) {
        $file = Join-Path $folder 'broken.json'
        @{ mcpServers = @{ few = $Given } } | ConvertTo-Json -Depth 9 | Set-Content $file
        $line = "Invoke-AgentPrompt hi -ToolServer '$file' -ToolApproval "

        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Where-Object { $_.EndsWith("'*' = 'Never' }") } | Should -BeNullOrEmpty
    }

    It 'complete the names of servers from the file' {
        $file = Join-Path $folder 'mcp.json'
        $servers | ConvertTo-Json -Depth 9 | Set-Content $file
        $line = "Get-AgentToolServer -ToolServer '$file' -Name f"

        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'few'
    }

    It 'refuse a file of <Case>' -ForEach @(
        @{ Case = 'another kind'; Text = '{"name": "x"}'; Id = 'ToolServerFileInvalid' }
        @{ Case = 'no kind'; Text = 'x'; Id = 'ToolServerFileInvalid' }
        @{ Case = 'a mistake'; Text = '{"servers": {"a": {"command": 1}}}'; Id = 'TypeMismatch' }
    ) {
        $file = Join-Path $folder "$([guid]::NewGuid()).json"
        Set-Content $file $Text

        { Get-AgentToolServer -ToolServer $file } | Should -Throw -ErrorId "$Id,*"
        { Get-AgentToolServer -ToolServer "$file.gone" } | Should -Throw -ErrorId 'ToolServerFileNotFound,*'
        { Get-AgentToolServer -ToolServer 7 } | Should -Throw -ErrorId 'ToolServerArgumentInvalid,*'
    }
}
