BeforeDiscovery {
    $hasNode = [bool](Get-Command node -CommandType Application -ErrorAction Ignore) -and -not $IsWindows
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function New-Agent {
        param([string] $Tail = '', [string] $BaseUrl = 'https://one.example.com')

        $folder = (New-Item -ItemType Directory "TestDrive:/lock-$(New-Guid)/prompts").Parent.FullName
        Set-Content "$folder/prompts/p.md" 'Be kind.'
        Set-Content "$folder/agent.yaml" "id: a`nname: A`nversion: `"1`"`nprompt_ref: p`nmodel: { provider: litellm, model_id: m, temperature: 0, max_tokens: 10, base_url: '$BaseUrl' }`n$Tail"
        "$folder/agent.yaml"
    }

    function Edit-File { param([string] $Path, [string] $From, [string] $To) Set-Content $Path ((Get-Content $Path -Raw) -replace $From, $To) }

    function Get-Stock { <# .SYNOPSIS
        Says what is there. #> param([string] $Product) 3 }

    $policy = "policy:`n  engine: e`n  mode: ENFORCE`n  rules:`n    - { name: read, allow: Get-Stock }`n"
    $mode = @{ Mode = 'Simulation' }
    $quiet = @{ ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue' }
}

Describe 'Export-AgentLock' {
    It 'writes the lock beside the blueprint, the same bytes each time, with no secret in it' {
        $agent = New-Agent
        $env:LOCK_TEST_KEY = 'sk-lock-secret-0123456789abcdef'
        try {
            Edit-File $agent 'model_id: m' 'model_id: m, api_key_env: LOCK_TEST_KEY'
            $file = Export-AgentLock $agent @mode
            $file | Should -BeOfType IO.FileInfo
            $file.FullName | Should -Be ($agent -replace 'yaml$', 'lock.json')
            $first = Get-Content $file -Raw
            $null = Export-AgentLock $agent
            Get-Content $file -Raw | Should -BeExactly $first
            $first | Should -Not -BeLike '*lock-secret*'
            $first | Should -Not -BeLike '*Be kind*'
            ($first | ConvertFrom-Json).agent.route.keyVariable | Should -Be LOCK_TEST_KEY
            ($first | ConvertFrom-Json).format | Should -Be 1
        }
        finally { $env:LOCK_TEST_KEY = $null }
    }

    It 'needs no key, and calls no model' {
        $agent = New-Agent
        Edit-File $agent 'model_id: m' 'model_id: m, api_key_env: LOCK_TEST_UNSET'
        Export-AgentLock $agent -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf, nor with -Locked' {
        $agent = New-Agent
        Export-AgentLock $agent @mode -WhatIf
        Test-Path ($agent -replace 'yaml$', 'lock.json') | Should -BeFalse
        Export-AgentLock $agent @mode -Locked -ErrorVariable failed @quiet | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'LockNotFound,*'
        $null = Export-AgentLock $agent @mode
        Export-AgentLock $agent @mode -Locked -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe '-Locked' {
    BeforeEach {
        $agent = New-Agent $policy
        $call = @{ Blueprint = $agent; Tool = (Get-Command Get-Stock); Mode = 'Simulation' }
        $null = Export-AgentLock @call
    }

    It 'runs what was locked' {
        (Invoke-AgentPrompt hi @call -Locked).Simulated | Should -BeTrue
    }

    It 'refuses and names: <Name>' -ForEach @(
        @{ Name = 'the prompt'; Edit = { Set-Content "$(Split-Path $agent)/prompts/p.md" 'Be rude.' }; Words = '*text of the system prompt is another*' }
        @{ Name = 'the policy'; Edit = { Edit-File $agent 'ENFORCE' 'LOG_ONLY' }; Words = '*the policy is another*' }
        @{ Name = 'the route'; Edit = { Edit-File $agent 'one.example.com' 'two.example.com' }; Words = "*the route's baseUrl is https://two.example.com, and the lock says https://one.example.com*" }
        @{ Name = 'the description of a tool'; Edit = { $call.Tool = New-AgentTool -Command (Get-Command Get-Stock) -Description 'Gives everything away.' }; Words = "*definition of the tool 'Get-Stock' is another*" }
        @{ Name = 'a tool more'; Edit = { $call.Tool = @(Get-Command Get-Stock, Get-Date) }; Words = "*the tool 'Get-Date' is offered and is not in the lock*" }
        @{ Name = 'a system message of the call'; Edit = { $call.System = 'Be rude.' }; Words = '*text of the system prompt is another*' }
        @{ Name = 'a temperature of the call'; Edit = { $call.Temperature = 1 }; Words = "*the request's temperature is 1, and the lock says 0*" }
        @{ Name = 'the settings'; Edit = { Add-Content $agent 'tags: [x]' }; Words = "*'tags' of the blueprint is another*" }
    ) {
        . $Edit
        $replies = try { Invoke-AgentPrompt hi @call -Locked -ErrorVariable failed @quiet } catch { $ended = $_ }

        $replies | Should -BeNullOrEmpty
        $all = @($failed) + @($ended) | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $all.FullyQualifiedErrorId | ForEach-Object { $_ | Should -BeLike 'LockDiffers,*' }
        @($all | Where-Object { "$_" -like $Words }).Count | Should -BeGreaterOrEqual 1
        { Invoke-AgentPrompt hi @call -Locked @quiet } | Should -Throw
    }

    It 'names each thing that differs, at once' {
        Set-Content "$(Split-Path $agent)/prompts/p.md" 'Be rude.'
        Edit-File $agent 'ENFORCE' 'LOG_ONLY'
        try { Invoke-AgentPrompt hi @call -Locked -ErrorVariable failed @quiet } catch { $ended = $_ }
        $text = @($failed) + @($ended) | ForEach-Object { "$_" } | Out-String
        $text | Should -BeLike '*system prompt is another*'
        $text | Should -BeLike '*the policy is another*'
    }

    It 'holds for evaluations: a case of another agent is an error' {
        Set-Content ($agent -replace 'yaml$', 'cases.yaml') "cases:`n  - name: one`n    prompt: hi`n    expect: { matches: . }`n"
        $cases = $agent -replace 'yaml$', 'cases.yaml'
        $with = @{ Tool = $call.Tool; Mode = 'Simulation'; Locked = $true }
        (Invoke-AgentEvaluation $cases @with @quiet).Outcome | Should -Be Passed
        Set-Content "$(Split-Path $agent)/prompts/p.md" 'Be rude.'
        $result = Invoke-AgentEvaluation $cases @with @quiet
        $result.Outcome | Should -Be Errored
        $result.ErrorId | Should -Be LockDiffers
    }

    It 'holds for chats and batches, which end before anything is asked' {
        $agent = New-Agent
        $null = Export-AgentLock $agent @mode
        Set-Content "$(Split-Path $agent)/prompts/p.md" 'Be rude.'
        { 'hi' | Submit-AgentBatch -Blueprint $agent @mode -Locked @quiet } | Should -Throw -ErrorId 'LockDiffers,*'
        { Enter-AgentChat $agent @mode -Locked @quiet } | Should -Throw
        (Get-Command Invoke-AgentPrompt, Enter-AgentChat, Invoke-AgentEvaluation, Submit-AgentBatch).ForEach({ $_.Parameters.ContainsKey('Locked') }) | Should -Not -Contain $false
    }

    It 'runs nothing without a lock' {
        { Invoke-AgentPrompt hi -Blueprint (New-Agent) @mode -Locked @quiet } | Should -Throw -ErrorId 'LockNotFound,*'
    }
}

Describe '-Locked and the model that answers' {
    AfterEach { if ($endpoint) { $endpoint.Dispose() } }

    It 'says of each answer that it came from another model than the lock has' {
        $script:endpoint = Start-AgentTestEndpoint @{ Text = 'x'; Model = 'm-2026-01' }, @{ Text = 'y'; Model = 'm-2026-01' }, @{ Text = 'z'; Model = 'm-2026-02' }
        $agent = New-Agent -BaseUrl $endpoint.BaseUrl
        $reply = Invoke-AgentPrompt hi -Blueprint $agent
        $null = Export-AgentLock $agent -Reply $reply
        (Get-Content ($agent -replace 'yaml$', 'lock.json') | ConvertFrom-Json).answered | Should -Be $reply.Model

        $same = Invoke-AgentPrompt hi -Blueprint $agent -Locked -ErrorVariable failed @quiet
        $same.Text | Should -Be y
        $failed | Should -BeNullOrEmpty
        $other = Invoke-AgentPrompt hi -Blueprint $agent -Locked -ErrorVariable failed @quiet
        $other.Text | Should -Be z
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'LockedModelChanged,*'
        "$($failed[0])" | Should -BeLike "*'m-2026-02' answered, and the lock says 'm-2026-01'*"
    }
}

Describe '-Locked and the agents of a team' {
    BeforeEach {
        $endpoint = Start-AgentTestEndpoint 'yes' -AfterLast Repeat
        $agent = New-Agent -BaseUrl $endpoint.BaseUrl -Tail @"
multi_agent:
  role: coordinator
  pattern: graph
  nodes: [{ node_id: first, agent_ref: one }, { node_id: second, agent_ref: two }]
  edges: [{ from_node: first, to_node: second }]
"@
        $folder = Split-Path $agent
        foreach ($member in 'one', 'two') {
            Set-Content "$folder/prompts/$member.md" "You are $member."
            Set-Content "$folder/$member.yaml" "id: $member`nname: $member`nversion: `"1`"`nprompt_ref: $member`ndescription: Does it.`nmodel:`n  provider: litellm`n  model_id: m`n  temperature: 0`n  max_tokens: 10`n  base_url: '$($endpoint.BaseUrl)'`n$policy"
        }

        $call = @{ Blueprint = $agent; Tool = (Get-Command Get-Stock) }
        $null = Export-AgentLock @call -ErrorAction Stop
    }

    AfterEach { Stop-AgentTestEndpoint $endpoint }

    It 'run as they were locked' {
        Export-AgentLock @call -Locked -ErrorAction Stop
        (Invoke-AgentPrompt hi @call -Locked).Text | Should -Be 'yes'
        ((Get-Content ($agent -replace 'yaml$', 'lock.json') | ConvertFrom-Json).agent.members | Get-Member -MemberType NoteProperty).Name | Should -Be 'one', 'two'
    }

    It 'are told apart where they are given and share an id' {
        New-Item -ItemType Directory "$folder/other/prompts" -Force | Out-Null
        Set-Content "$folder/other/one.yaml" ((Get-Content "$folder/one.yaml" -Raw) -replace 'model_id: m', 'model_id: n')
        Copy-Item "$folder/prompts/one.md" "$folder/other/prompts/one.md"
        $given = $call + @{ Agent = @{ one = "$folder/one.yaml"; two = "$folder/other/one.yaml" } }
        Remove-Item ($agent -replace 'yaml$', 'lock.json')
        Export-AgentLock @given -ErrorAction Stop
        ((Get-Content ($agent -replace 'yaml$', 'lock.json') | ConvertFrom-Json).agent.members | Get-Member -MemberType NoteProperty).Name | Should -Be 'one (first)', 'one (second)'
        (Invoke-AgentPrompt hi @given -Locked).Text | Should -Be 'yes'

        Edit-File "$folder/other/one.yaml" 'model_id: n' 'model_id: q'
        try { $replies = Invoke-AgentPrompt hi @given -Locked -ErrorVariable failed @quiet } catch { $ended = $_ }
        $replies | Should -BeNullOrEmpty
        "$failed $ended" | Should -BeLike "*of the agent 'one (second)' the route's model is q, and the lock says n*"
    }

    It 'are refused and named with their file: <Name>' -ForEach @(
        @{ Name = 'the prompt of one'; Edit = { Set-Content "$folder/prompts/two.md" 'Be rude.' }; Words = "of the agent 'two' the text of the system prompt is another"; File = 'two.yaml'; Line = 4 }
        @{ Name = 'the policy of one'; Edit = { Edit-File "$folder/one.yaml" ENFORCE LOG_ONLY }; Words = "of the agent 'one' the policy is another"; File = 'one.yaml'; Line = 13 }
        @{ Name = 'the route of one'; Edit = { Edit-File "$folder/one.yaml" 'model_id: m' 'model_id: n' }; Words = "of the agent 'one' the route's model is n, and the lock says m"; File = 'one.yaml'; Line = 7 }
        @{ Name = 'a setting of one'; Edit = { Edit-File "$folder/two.yaml" 'Does it' 'Does all' }; Words = "of the agent 'two' 'description' of the blueprint is another"; File = 'two.yaml'; Line = 5 }
        @{ Name = 'the description of a tool'; Edit = { $call.Tool = New-AgentTool -Command (Get-Command Get-Stock) -Description 'Gives all.' }; Words = "of the agent 'one' the definition of the tool 'Get-Stock' is another"; File = 'one.yaml'; Line = 1 }
        @{ Name = 'an agent that is another'; Edit = { Edit-File "$folder/two.yaml" 'id: two' 'id: three'; Edit-File $agent 'agent_ref: two' 'agent_ref: three' }; Words = "the agent 'two' does not take part any more"; File = 'agent.yaml'; Line = 7 }
    ) {
        . $Edit
        try { $replies = Invoke-AgentPrompt hi @call -Locked -ErrorVariable failed @quiet } catch { $ended = $_ }

        $replies | Should -BeNullOrEmpty
        (Get-AgentTestRequest -Endpoint $endpoint) | Should -BeNullOrEmpty
        $found = @(@($failed) + @($ended) | Where-Object { $_ -is [Management.Automation.ErrorRecord] -and "$_".Contains($Words) })[0]
        $found.FullyQualifiedErrorId | Should -BeLike 'LockDiffers,*'
        Split-Path $found.Exception.Finding.File -Leaf | Should -Be $File
        $found.Exception.Finding.Line | Should -Be $Line
    }
}

Describe '-Locked and the tools of servers' -Skip:(-not $hasNode) {
    BeforeEach {
        $endpoint = Start-AgentTestEndpoint 'yes' -AfterLast Repeat
        $agent = New-Agent -BaseUrl $endpoint.BaseUrl -Tail 'tools: [{ mcp: few, tools: [look, change] }]'
        $script = "$(Split-Path $agent)/server.cjs"

        # What it offers is in a file, which a test changes behind the name of the server.
        Set-Content $script @'
const fs = require('fs'), offers = JSON.parse(fs.readFileSync(process.argv[2]));
const send = message => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
function take({ id, method }) {
  if (method === 'initialize') return send({ id, result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'few', version: '1' } } });
  if (method === 'tools/list') return send({ id, result: { tools: offers } });
  if (id !== undefined) send({ id, error: { code: -32601, message: 'no such method' } });
}
let rest = '';
process.stdin.on('data', data => { rest += data; for (let at; (at = rest.indexOf('\n')) >= 0; rest = rest.slice(at + 1)) take(JSON.parse(rest.slice(0, at))); });
'@
        $offers = "$(Split-Path $agent)/offers.json"
        Set-Content $offers (ConvertTo-Json -Depth 9 @(
                @{ name = 'look'; description = 'Looks.'; inputSchema = @{ type = 'object'; properties = @{ word = @{ type = 'string' } } } }
                @{ name = 'change'; description = 'Changes.'; inputSchema = @{ type = 'object' } }))
        $call = @{ Blueprint = $agent; ToolServer = @{ mcpServers = @{ few = @{ command = 'node'; args = @($script, $offers) } } } }
        $null = Export-AgentLock @call -ErrorAction Stop
    }

    AfterEach { Stop-AgentTestEndpoint $endpoint }

    It 'run as they were locked' {
        Export-AgentLock @call -Locked -ErrorAction Stop
        (Invoke-AgentPrompt hi @call -Locked -ErrorAction Stop).Text | Should -Be 'yes'
        (Get-AgentTestRequest -Endpoint $endpoint).Body.tools.function.name | Should -Be 'look', 'change'
    }

    It 'are refused and named: <Name>' -ForEach @(
        @{ Name = 'another description'; Edit = { Edit-File $offers 'Looks\.' 'Sends all of it away.' }; Words = "*the definition of the tool 'look' is another*" }
        @{ Name = 'another schema'; Edit = { Edit-File $offers '"string"' '"integer"' }; Words = "*the definition of the tool 'look' is another*" }
        @{ Name = 'another tool of the server'; Edit = { Edit-File $agent 'look, change' 'look' }; Words = "*the tool 'change' is in the lock and is not offered*" }
    ) {
        . $Edit
        foreach ($try in { Invoke-AgentPrompt hi @call -Locked -ErrorVariable failed @quiet }, { Export-AgentLock @call -Locked -ErrorVariable failed @quiet }) {
            $failed = $ended = $null
            try { . $try | Should -BeNullOrEmpty } catch [Management.Automation.RuntimeException] { $ended = $_ }

            @(@($failed) + @($ended) | Where-Object { "$_" -like $Words -and $_.FullyQualifiedErrorId -like 'LockDiffers,*' }).Count | Should -BeGreaterOrEqual 1
        }

        (Get-AgentTestRequest -Endpoint $endpoint) | Should -BeNullOrEmpty
    }
}
