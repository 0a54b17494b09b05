BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $env:EXECUTION_MODE = $null
    $env:BATCH_TEST_KEY = 'correct horse battery'
    $protection = "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]"

    $null = New-Item -ItemType Directory -Path TestDrive:/prompts -Force
    Set-Content -LiteralPath TestDrive:/prompts/system.md -Value 'Answer briefly.'

    function New-Agent([string] $BaseUrl = $endpoint.BaseUrl, [string] $Tail = '', [string] $Extra = '') {
        New-Blueprint -Model "model_id: m`nbase_url: $BaseUrl`n$Extra" -Tail $Tail
    }

    # A place for a mapping that is not there yet.
    function New-MappingPath { Join-Path (Get-Item TestDrive:/).FullName "$([guid]::NewGuid()).map" }

    # What a server answers that has one batch.
    function New-BatchReply([string] $Status = 'completed', [string] $Output = 'file-out', [hashtable] $More = @{}) {
        $batch = @{ id = 'batch_1'; object = 'batch'; status = $Status; request_counts = @{ total = 3; completed = 1; failed = 1 } } + $More
        if ($Output) { $batch.output_file_id = $Output }
        @{ WhenPath = '/batches/batch_1'; Body = $batch }
    }

    function New-Line([int] $Index, [string] $Text, [string] $Mark = '0a1b2c3d') {
        @{ custom_id = '{0}-{1:000000}' -f $Mark, $Index; response = @{ status_code = 200; body = @{ choices = @(@{ index = 0; finish_reason = 'stop'; message = @{ role = 'assistant'; content = $Text } }) } } } | ConvertTo-Json -Depth 9 -Compress
    }
}

AfterAll {
    Remove-Item Env:/BATCH_TEST_* -ErrorAction Ignore
}

Describe 'A batch' {
    BeforeEach { $endpoint = Start-AgentTestEndpoint }
    AfterEach { Stop-AgentTestEndpoint $endpoint }

    It 'offers no tools, and says so where the blueprint declares some' {
        $agent = New-Agent -Tail 'tools: [{mcp: orders, tools: [get_order]}]'

        $null = 'x' | Submit-AgentBatch -Blueprint $agent -System '' -WarningVariable warned -WarningAction SilentlyContinue
        { 'x' | Submit-AgentBatch -Blueprint $agent -System '' -Strict } | Should -Throw -ErrorId 'SettingNotApplied,*'
        $null = 'x' | Submit-AgentBatch -Blueprint (New-Agent) -System '' -WarningVariable none -WarningAction SilentlyContinue

        "$warned" | Should -BeLike "*the tools that the blueprint declares are not offered here*"
        "$none" | Should -Not -BeLike '*tools*'
        (Get-Command Submit-AgentBatch).Parameters.Keys | Should -Not -Contain 'Tool'
        (Get-Command Submit-AgentBatch).Parameters.Keys | Should -Not -Contain 'ToolServer'
    }

    It 'goes up as one file and comes back as replies in order, with ids' {
        $agent = New-Agent

        $batch = 1..50 | ForEach-Object { [pscustomobject]@{ Prompt = "prompt $_"; Id = "id-$_" } } | Submit-AgentBatch -Blueprint $agent -System 'Be brief.' -Tag t
        $replies = $batch | Receive-AgentBatch -Wait

        $batch | Should -BeOfType ([AgentCore.LiteLlm.Batches.AgentBatch])
        $batch.Status, $batch.ItemCount, $batch.IsFinished | Should -Be @('in_progress', 50, $false)
        $replies | Should -BeOfType ([AgentCore.LiteLlm.Chat.AgentReply])
        "$($replies[9])", $replies[9].BatchItem.Id, $replies[9].BatchItem.Index | Should -Be @('Simulated reply from m to: prompt 10', 'id-10', 9)
        $replies.Count | Should -Be 50
        $endpoint.Requests.Count | Should -Be 4
        $upload = $endpoint.Requests[0]
        $upload.FindHeader('x-litellm-model') | Should -Be 'm'
        $line = ($upload.Body -split "`n" -match '^{"custom_id"')[0] | ConvertFrom-Json
        $line.body.messages[0].content, $line.body.temperature, $line.body.metadata.tags | Should -Be @('Be brief.', 0.3, 't')
        $line.body.PSObject.Properties.Name | Should -Not -Contain 'stream'
    }

    It 'is received in another session by its id' {
        $agent = New-Agent
        $id = ('one', 'two' | Submit-AgentBatch -Blueprint $agent).Id

        $replies = Receive-AgentBatch $agent -Id $id

        "$replies" | Should -Be 'Simulated reply from m to: one Simulated reply from m to: two'
        (Receive-AgentBatch -Model (Resolve-AgentModel $agent) -Id $id).Count | Should -Be 2
    }

    It 'is listed, asked for and cancelled' {
        $agent = New-Agent
        $batch = 'one' | Submit-AgentBatch -Blueprint $agent

        (Get-AgentBatch $agent).Id | Should -Be $batch.Id
        $other = 'two' | Submit-AgentBatch -Blueprint $agent
        Stop-AgentBatch $other | Should -BeNullOrEmpty
        ($other | Get-AgentBatch).Status | Should -Be 'cancelled'
        $other | Receive-AgentBatch -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'Cancelled,*'
        $failed.TargetObject | Should -BeOfType ([AgentCore.LiteLlm.Chat.BatchItem])
        Get-AgentBatch $agent -Id 'batch_none' -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId, $failed.TargetObject | Should -Be @('BatchNotFound,AgentCore.LiteLlm.Commands.GetAgentBatchCommand', 'batch_none')
    }

    It 'gives structured output as objects' {
        $schema = @{ type = 'object'; required = @('n'); properties = @{ n = @{ type = 'integer' } } }

        $replies = 'one', 'two' | Submit-AgentBatch -Blueprint (New-Agent) -OutputSchema $schema | Receive-AgentBatch -Wait

        $replies.Output.n | Should -HaveCount 2
        $replies[0].Output.n | Should -BeOfType ([long])
    }

    It 'says in another session that a schema is needed' {
        $agent = New-Agent
        $schema = @{ type = 'object'; properties = @{ n = @{ type = 'integer' } } }
        $batch = 'one' | Submit-AgentBatch -Blueprint $agent -OutputSchema $schema

        $null = Receive-AgentBatch $agent -Id $batch.Id -WarningVariable said -WarningAction SilentlyContinue
        $null = Receive-AgentBatch $agent -Id $batch.Id -OutputSchema $schema -WarningVariable none -WarningAction SilentlyContinue

        "$said" | Should -BeLike '*-OutputSchema*'
        $none | Should -BeNullOrEmpty
    }

    It 'leaves a trace of its file before it is made' {
        $said = 'one' | Submit-AgentBatch -Blueprint (New-Agent) -Verbose 4>&1

        $batch = $said | Where-Object { $_ -is [AgentCore.LiteLlm.Batches.AgentBatch] }
        $trace = @($said -like 'The requests are file *')
        $trace | Should -HaveCount 1
        "$trace" | Should -BeLike "*$($batch.InputFileId);*$($batch.Metadata['agentcore_mark'])*"
    }

    It 'warns of a key that no mapping belongs to' {
        $batch = 'one' | Submit-AgentBatch -Blueprint (New-Agent)

        $null = $batch | Receive-AgentBatch -MappingKeyVariable BATCH_TEST_KEY -WarningVariable said -WarningAction SilentlyContinue

        "$said" | Should -BeLike '*-MappingPath*'
    }

    It 'is the target of its own errors' {
        $batch = 'one' | Submit-AgentBatch -Blueprint (New-Agent)
        Stop-AgentTestEndpoint $endpoint

        $batch | Get-AgentBatch -ErrorVariable failed -ErrorAction SilentlyContinue

        [object]::ReferenceEquals($failed[0].TargetObject, $batch) | Should -BeTrue
    }

    It 'sends nothing with -WhatIf, and shows no secret' {
        $env:BATCH_TEST_API = 'sk-canary-0123456789'
        $agent = New-Agent -Extra 'api_key_env: BATCH_TEST_API' -Tail $protection
        $path = New-MappingPath

        $said = Invoke-Fresh "Import-Module '$ManifestPath'; 'one', 'me@example.com' | Submit-AgentBatch -Blueprint '$agent' -MappingPath '$path' -MappingKeyVariable BATCH_TEST_KEY -WhatIf; Get-AgentBatch '$agent' -Id x -WhatIf; Stop-AgentBatch '$agent' -Id x -WhatIf; Receive-AgentBatch '$agent' -Id x -WhatIf" | Out-String

        $said | Should -Match ([regex]::Escape("POST $($endpoint.BaseUrl)/files, headers Authorization, x-litellm-model, body of "))
        $said | Should -Match '2 requests for model m; then POST .*/batches'
        $said | Should -Match 'POST .*/batches/x/cancel'
        $said | Should -Not -Match 'canary|example\.com'
        $endpoint.RequestCount | Should -Be 0
        Test-Path $path | Should -BeFalse
    }

    It 'is answered by itself in simulation' {
        $agent = New-Agent -BaseUrl 'http://llm.invalid' -Extra 'api_key_env: BATCH_TEST_ABSENT'

        $batch = 'a', 'b' | Submit-AgentBatch -Blueprint $agent -Mode Simulation
        $replies = $batch | Receive-AgentBatch

        $batch.Simulated, $replies[1].Simulated, $replies[1].Mode | Should -Be @($true, $true, 'Simulation')
        "$($replies[1])" | Should -Be 'Simulated reply from m to: b'
        $endpoint.RequestCount | Should -Be 0
    }

    It 'refuses what it cannot do before anything is sent: <Kind>' -ForEach @(
        @{ Kind = 'no agent'; Id = 'BatchArgumentInvalid'; Act = { 'x' | Submit-AgentBatch } }
        @{ Kind = 'a sliding window'; Id = 'BatchArgumentInvalid'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent) -ContextStrategy SlidingWindow } }
        @{ Kind = 'no key'; Id = 'ApiKeyNotSet'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Extra 'api_key_env: BATCH_TEST_ABSENT') } }
        @{ Kind = 'a key over http'; Id = 'UnencryptedAuthentication'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -BaseUrl 'http://llm.invalid/v1' -Extra 'api_key_env: BATCH_TEST_KEY') } }
        @{ Kind = 'an id made of dots'; Id = 'BatchArgumentInvalid'; Act = { Get-AgentBatch (New-Agent) -Id '..' } }
        @{ Kind = 'protection without a mapping'; Id = 'MappingRequired'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) } }
        @{ Kind = 'protection without a key'; Id = 'MappingRequired'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) -MappingPath (New-MappingPath) } }
        @{ Kind = 'a short key'; Id = 'MappingKeyInvalid'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) -MappingPath (New-MappingPath) -MappingKey (ConvertTo-SecureString short -AsPlainText -Force) } }
        @{ Kind = 'a key that is not set'; Id = 'MappingKeyInvalid'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) -MappingPath (New-MappingPath) -MappingKeyVariable BATCH_TEST_ABSENT } }
        @{ Kind = 'a mapping that is there'; Id = 'MappingExists'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) -MappingPath (New-Agent) -MappingKeyVariable BATCH_TEST_KEY } }
        @{ Kind = 'no folder for a mapping'; Id = 'MappingUnwritable'; Act = { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) -MappingPath "$(New-MappingPath)/x" -MappingKeyVariable BATCH_TEST_KEY } }
    ) {
        $fault = $null
        try { & $Act -ErrorAction Stop } catch { $fault = $_ }

        $fault.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$fault" | Should -Not -Match 'correct horse|short\b.*key.*short'
        $endpoint.RequestCount | Should -Be 0
    }

    It 'leaves out a prompt that it cannot take, and says so' {
        $batch = [pscustomobject]@{ Prompt = 'a'; Id = 'a@b' }, [pscustomobject]@{ Prompt = 'b'; Id = '' } |
            Submit-AgentBatch -Blueprint (New-Agent) -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable said -WarningAction SilentlyContinue

        $failed.TargetObject, $batch.ItemCount | Should -Be @('a', 1)
        "$said" | Should -BeLike '1 of 2 prompts*'
    }

    It 'is not made of nothing' {
        @() | Submit-AgentBatch -Blueprint (New-Agent) | Should -BeNullOrEmpty
        $endpoint.RequestCount | Should -Be 0
    }
}

Describe 'A batch with personal data' {
    BeforeEach { $endpoint = Start-AgentTestEndpoint }
    AfterEach { Stop-AgentTestEndpoint $endpoint }

    It 'is sent without it and received with it' {
        $agent = New-Agent -Tail $protection
        $path = New-MappingPath

        $batch = [pscustomobject]@{ Prompt = 'ask ann@example.com'; Id = 'ann-1' }, [pscustomobject]@{ Prompt = 'ask bob@example.org'; Id = 'bob-1' } |
            Submit-AgentBatch -Blueprint $agent -MappingPath $path -MappingKeyVariable BATCH_TEST_KEY
        $replies = $batch | Receive-AgentBatch -Wait -MappingKey (ConvertTo-SecureString $env:BATCH_TEST_KEY -AsPlainText -Force)
        $bare = Receive-AgentBatch $agent -Id $batch.Id -WarningVariable said -WarningAction SilentlyContinue

        $endpoint.Requests | ForEach-Object { $_.Body | Should -Not -Match 'example|ann-1|bob-1' }
        "$replies" | Should -Match 'ann@example\.com .*bob@example\.org'
        $replies.BatchItem.Id | Should -Be @('ann-1', 'bob-1')
        $replies[0].Protection.Total | Should -Be 1
        "$bare" | Should -Match '<EMAIL_ADDRESS_1>'
        "$said" | Should -BeLike '*-MappingPath*'
        [IO.File]::ReadAllText($path) | Should -Not -Match 'example'
        $batch.MappingPath | Should -Be $path
    }

    It 'is not received with <Kind>' -ForEach @(
        @{ Kind = 'another key'; Id = 'MappingInvalid'; Act = { $env:BATCH_TEST_OTHER = 'another horse battery'; Receive-AgentBatch $batch -Wait -MappingKeyVariable BATCH_TEST_OTHER } }
        @{ Kind = 'no key'; Id = 'MappingKeyInvalid'; Act = { Receive-AgentBatch $batch -Wait } }
        @{ Kind = 'the mapping of another batch'; Id = 'MappingInvalid'; Act = { $other = New-MappingPath; $null = 'y' | Submit-AgentBatch -Blueprint $agent -MappingPath $other -MappingKeyVariable BATCH_TEST_KEY; Receive-AgentBatch $batch -Wait -MappingPath $other -MappingKeyVariable BATCH_TEST_KEY } }
        @{ Kind = 'a file that is not there'; Id = 'MappingUnreadable'; Act = { Receive-AgentBatch $batch -Wait -MappingPath (New-MappingPath) -MappingKeyVariable BATCH_TEST_KEY } }
        @{ Kind = 'a file that is something else'; Id = 'MappingInvalid'; Act = { Receive-AgentBatch $batch -Wait -MappingPath $agent -MappingKeyVariable BATCH_TEST_KEY } }
    ) {
        $agent = New-Agent -Tail $protection
        $batch = 'ask ann@example.com' | Submit-AgentBatch -Blueprint $agent -MappingPath (New-MappingPath) -MappingKeyVariable BATCH_TEST_KEY

        $written = $null
        try { . $Act } catch { $written = $_ }

        $written.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$written" | Should -Not -Match 'horse'
        $endpoint.Requests.Method | Should -Not -Contain 'GET' -Because 'nobody should wait for a batch that cannot be read'
    }

    It 'leaves out a prompt that must not leave' {
        $batch = 'ask ann@example.com', 'ask nobody' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) -ProtectionAction Block -MappingPath (New-MappingPath) -MappingKeyVariable BATCH_TEST_KEY -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue

        $failed.FullyQualifiedErrorId | Should -BeLike 'ProtectionBlocked,*'
        $failed.TargetObject, $batch.ItemCount | Should -Be @('ask ann@example.com', 1)
    }

    It 'keeps no mapping of a batch that was not made' {
        Stop-AgentTestEndpoint $endpoint
        $path = New-MappingPath

        { 'x' | Submit-AgentBatch -Blueprint (New-Agent -Tail $protection) -MappingPath $path -MappingKeyVariable BATCH_TEST_KEY -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionFailed,*'

        Test-Path $path | Should -BeFalse
    }
}

Describe 'Receive-AgentBatch' {
    AfterEach { if ($endpoint) { Stop-AgentTestEndpoint $endpoint } }

    It 'makes an error of every item that failed, and of none else' {
        $lines = (New-Line 2 'third'), '{"custom_id":"0a1b2c3d-000001","response":{"status_code":400,"body":{"error":{"message":"too long","code":"context_length_exceeded"}}}}', 'torn', (New-Line 0 'first')
        $endpoint = Start-AgentTestEndpoint (New-BatchReply -More @{ metadata = @{ agentcore_items = '4'; agentcore_mark = '0a1b2c3d' } }), @{ WhenPath = '/files/file-out/content'; Status = 200; Body = $lines -join "`n" }

        $replies = Receive-AgentBatch (New-Agent) -Id batch_1 -ErrorVariable failed -ErrorAction SilentlyContinue

        "$replies" | Should -Be 'first third'
        ($failed.FullyQualifiedErrorId -replace ',.*' | Sort-Object) | Should -Be @('BatchItemMissing', 'ContextLengthExceeded', 'ReplyInvalid')
        ($failed | Where-Object FullyQualifiedErrorId -Like 'Context*').TargetObject.Index | Should -Be 1
    }

    It 'gives out the answers where the file of errors is gone' {
        $reply = New-BatchReply -More @{ error_file_id = 'file-err'; metadata = @{ agentcore_items = '2'; agentcore_mark = '0a1b2c3d' } }
        $endpoint = Start-AgentTestEndpoint $reply, @{ WhenPath = '/files/file-out/content'; Status = 200; Body = New-Line 0 'first' }

        $replies = Receive-AgentBatch (New-Agent) -Id batch_1 -ErrorVariable failed -ErrorAction SilentlyContinue

        "$replies" | Should -Be 'first'
        $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be @('BatchNotFound', 'BatchItemMissing')
        $failed[1].TargetObject.Index | Should -Be 1
    }

    It 'remembers of a batch what the endpoint forgot' {
        $known = New-BatchReply -More @{ metadata = @{ agentcore_items = '2'; agentcore_mark = '0a1b2c3d' } }
        $forgotten = New-BatchReply
        $forgotten.Body.id = 'BATCH_1'
        $endpoint = Start-AgentTestEndpoint $known, $forgotten, @{ WhenPath = '/files/file-out/content'; Status = 200; Body = (New-Line 0 'foreign' 'ffffffff'), (New-Line 0 'first') -join "`n" }
        $batch = Get-AgentBatch (New-Agent) -Id batch_1

        $replies = $batch | Receive-AgentBatch -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable said -WarningAction SilentlyContinue

        "$replies" | Should -Be 'first'
        $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be @('ReplyInvalid', 'BatchItemMissing')
        $failed[1].TargetObject.Index, $failed[1].TargetObject.BatchId | Should -Be @(1, 'batch_1')
        "$said" | Should -BeLike '*batch_1*BATCH_1*'
    }

    It 'refuses a batch that goes on, and says how far it is' {
        $endpoint = Start-AgentTestEndpoint (New-BatchReply -Status in_progress -Output '')

        Receive-AgentBatch (New-Agent) -Id batch_1 -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $failed.FullyQualifiedErrorId | Should -BeLike 'BatchNotFinished,*'
        "$failed" | Should -BeLike "*'in_progress' (1 of 3 done, 1 failed)*"
        $failed.TargetObject.Id | Should -Be 'batch_1'
    }

    It 'makes one error of a batch that was refused' {
        $endpoint = Start-AgentTestEndpoint (New-BatchReply -Status failed -Output '' -More @{ errors = @{ data = @(@{ code = 'invalid_json_line'; message = 'no JSON'; line = 2 }) } })

        Receive-AgentBatch (New-Agent) -Id batch_1 -ErrorVariable failed -ErrorAction SilentlyContinue

        $failed.FullyQualifiedErrorId | Should -BeLike 'BadRequest,*'
        "$failed" | Should -BeLike '*line 2: no JSON*'
    }

    It 'stops waiting without asking once more' {
        $endpoint = Start-AgentTestEndpoint (New-BatchReply -Status in_progress -Output '')
        $shell = [powershell]::Create().AddScript("Import-Module '$ManifestPath'; Receive-AgentBatch '$(New-Agent)' -Id batch_1 -Wait -PollingIntervalSeconds 3600")
        $run = $shell.BeginInvoke()
        $null = $endpoint.WaitForOutcomeAsync(0).GetAwaiter().GetResult()

        $shell.Stop()

        $run.IsCompleted | Should -BeTrue
        $endpoint.RequestCount | Should -Be 1
        $shell.Dispose()
    }

    It 'needs its endpoint named again after a batch was written to a file' {
        $endpoint = Start-AgentTestEndpoint
        $path = New-MappingPath
        'x' | Submit-AgentBatch -Blueprint (New-Agent) | Export-Clixml $path

        (Import-Clixml $path).Id | Should -BeLike 'batch_*'
        { Import-Clixml $path | Receive-AgentBatch -ErrorAction Stop } | Should -Throw
    }
}
