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
