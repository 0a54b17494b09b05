BeforeDiscovery {
    . $PSScriptRoot/Support/Common.ps1

    # How to come by an error, by its id. $agent answers whatever it is asked; $folder is empty but for what is made here.
    $waysTo = [ordered]@{
        AuthenticationFailed            = { Invoke-Against @{ Error = 'bad key'; Status = 401 } }
        PermissionDenied                = { Invoke-Against @{ Error = 'not you'; Status = 403 } }
        ModelNotFound                   = { Invoke-Against @{ Body = @{ error = @{ message = 'The model does not exist'; code = 'model_not_found' } }; Status = 404 } }
        WrongPath                       = { Invoke-Against @{ Body = 'not found'; Status = 404 } }
        RateLimited                     = { Invoke-Against @{ Error = 'slow down'; Status = 429 } }
        BudgetExceeded                  = { Invoke-Against @{ Body = @{ error = @{ message = 'Budget has been exceeded'; type = 'budget_exceeded' } }; Status = 400 } }
        ContextLengthExceeded           = { Invoke-Against @{ Body = @{ error = @{ message = 'too long'; code = 'context_length_exceeded' } }; Status = 400 } }
        ContentFiltered                 = { Invoke-Against @{ Body = @{ error = @{ message = 'filtered'; code = 'content_filter' } }; Status = 400 } }
        BadRequest                      = { Invoke-Against @{ Error = 'no'; Status = 422 } }
        ServerError                     = { Invoke-Against @{ Error = 'oops'; Status = 500 } }
        GatewayError                    = { Invoke-Against @{ Error = 'oops'; Status = 503 } }
        TimedOut                        = { Invoke-Against @{ Error = 'slow'; Status = 408 } }
        ConnectionFailed                = { Invoke-AgentPrompt hi -System '' -MaximumRetryCount 0 -Blueprint (New-Blueprint -Model "model_id: m`nbase_url: http://127.0.0.1:9") }
        ReplyCutOff                     = { Invoke-Against @{ Status = 200; ContentType = 'text/event-stream'; Body = "data: {`"choices`":[{`"delta`":{`"content`":`"a`"}}]}`n`n" } @{ Stream = $true } }
        ReplyInvalid                    = { Invoke-Against @{ Body = '<html>'; ContentType = 'text/html' } }
        OutputSchemaMismatch            = { Invoke-Against 'no JSON' @{ OutputSchema = '{"type":"object","required":["a"]}' } }
        CassetteMismatch                = { Save-Cassette; Invoke-AgentPrompt other -Blueprint $agent -System '' -ReplayPath "$folder/tape.json" }
        IterationLimitReached           = { Invoke-Against @{ ToolCalls = @{ Name = 'Get-Date' } } @{ Tool = 'Get-Date'; MaxIterations = 1 } }
        ProtectionBlocked               = { 'a@example.com' | Protect-AgentText -Action Block }
        BatchNotFound                   = { Get-AgentBatch $agent -Id batch_none }
        BatchArgumentInvalid            = { Get-AgentBatch $agent -Id 'no id' }
        BatchNotFinished                = { Invoke-Against @{ WhenPath = '/batches/batch_1'; Body = @{ id = 'batch_1'; object = 'batch'; status = 'in_progress' } } -Then { Receive-AgentBatch $_.Model -Id batch_1 } }
        RunArgumentInvalid              = { Get-AgentRun $folder -SessionKey (ConvertTo-SecureString short -AsPlainText) }
        SessionPathInvalid              = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -SessionPath Env:/s }
        RunUnwritable                   = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -SessionPath "$folder/there" }
        RunNotFound                     = { Get-AgentRun "$folder/none" }
        RunInvalid                      = { $run = Save-Run; Set-Content "$run/run.json" 'no run'; Get-AgentRun $run }
        RunKeyRequired                  = { Invoke-AgentPrompt hi -Blueprint $private -System '' -SessionPath "$folder/session" }
        RunKeyWrong                     = { Get-AgentRun (Save-Run @{ SessionKey = $key }) -SessionKey (ConvertTo-SecureString 'another horse battery' -AsPlainText) }
        RunChanged                      = { Resume-AgentRun (Save-Run) -Blueprint $agent -System 'another' }
        MemoryArgumentInvalid           = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ActorId ann }
        MemoryNotFound                  = { Get-AgentMemory "$folder/none" }
        MemoryInvalid                   = { $kept = Save-Memory; Get-ChildItem "$kept/memory/*.json" -Exclude memory.json | Set-Content -Value 'no memory'; Get-AgentMemory $kept }
        MemoryFailed                    = { $kept = Save-Memory; Set-Content "$kept/memory/memory.json" 'no memory'; Invoke-AgentPrompt hi -Blueprint $remembering -System '' -SessionPath $kept -ActorId ann }
        MemoryKeyRequired               = { Get-AgentMemory (Save-Memory @{ SessionKey = $key }) }
        MemoryKeyWrong                  = { Get-AgentMemory (Save-Memory @{ SessionKey = $key }) -SessionKey (ConvertTo-SecureString 'another horse battery' -AsPlainText) }
        MemoryNotEncrypted              = { Get-AgentMemory (Save-Memory) -SessionKey $key }
        RunCallUnknown                  = { Resume-AgentRun (Save-Run) -Blueprint $agent -System '' -Result @{ none = 1 } }
        MappingRequired                 = { 'a' | Submit-AgentBatch -Blueprint $private -System '' }
        MappingKeyInvalid               = { 'a' | Submit-AgentBatch -Blueprint $private -System '' -MappingPath "$folder/m" -MappingKey (ConvertTo-SecureString short -AsPlainText) }
        MappingExists                   = { 'a' | Submit-AgentBatch -Blueprint $private -System '' -MappingPath "$folder/there" -MappingKey $key }
        MappingPathInvalid              = { 'a' | Submit-AgentBatch -Blueprint $private -System '' -MappingPath Env:/m -MappingKey $key }
        BlueprintNotFound               = { Import-AgentBlueprint "$folder/none.yaml" }
        BlueprintPathInvalid            = { Import-AgentBlueprint Env:/none.yaml }
        BlueprintUnreadable             = { Import-AgentBlueprint $folder }
        ApiKeyArgumentEmpty             = { Resolve-AgentModel $agent -ApiKey ([securestring]::new()) }
        HeaderArgumentInvalid           = { Resolve-AgentModel $agent -Headers @{ a = @{} } }
        OutputSchemaArgumentInvalid     = { Invoke-AgentPrompt hi -Blueprint $agent -OutputSchema '{"type":3}' }
        OutputSchemaArgumentNotFound    = { Invoke-AgentPrompt hi -Blueprint $agent -OutputSchema "$folder/none.json" }
        OutputSchemaArgumentPathInvalid = { Invoke-AgentPrompt hi -Blueprint $agent -OutputSchema Env:/none.json }
        OutputSchemaArgumentUnreadable  = { Invoke-AgentPrompt hi -Blueprint $agent -OutputSchema $folder }
        JournalInvalid                  = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -JournalPath "$folder/there" }
        JournalPathInvalid              = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -JournalPath Env:/j }
        JournalUnusable                 = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -JournalPath $folder }
        StreamsMixed                    = { Invoke-AgentPrompt hi -Blueprint $agent -Stream -ThrottleLimit 2 }
        MetadataArgumentInvalid         = { Invoke-AgentPrompt hi -Blueprint $agent -Metadata @{ a = (ConvertTo-SecureString a -AsPlainText) } }
        CertificateArgumentInvalid      = { Invoke-AgentPrompt hi -Blueprint $agent -SkipCertificateCheck -CACertificate ([Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=a', [Security.Cryptography.ECDsa]::Create(), 'SHA256').CreateSelfSigned([DateTimeOffset]::UtcNow, [DateTimeOffset]::UtcNow.AddDays(1))) }
        ProxyArgumentInvalid            = { Invoke-AgentPrompt hi -Blueprint $agent -Proxy ftp://a }
        ProtectionArgumentInvalid       = { 'a' | Protect-AgentText -Action Sell }
        ToolNotFound                    = { New-AgentTool Get-NoSuchThing }
        ToolArgumentInvalid             = { New-AgentTool Get-Date -Name 'no name' }
        ToolNameTaken                   = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -Tool Get-Date, Get-Date }
        AuditLogInvalid                 = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -AuditLogPath "$folder/there" }
        AuditLogPathInvalid             = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -AuditLogPath Env:/a }
        AuditLogUnusable                = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -AuditLogPath $folder }
        HookArgumentInvalid             = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -Hook @{ audit = 'no script' } }
        ToolServerArgumentInvalid       = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ToolServer 7 }
        ToolServerFileNotFound          = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ToolServer "$folder/none.json" }
        ToolServerFileUnreadable        = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ToolServer $folder }
        ToolServerNotReady              = { Get-AgentToolServer -ToolServer @{ servers = @{ a = @{ command = 'no-such-program' } } } }
        PolicyArgumentInvalid           = { Test-AgentPolicy $agent -Tool t -Argument nonsense }
        ToolApprovalInvalid             = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -Tool Get-Date -ToolApproval Never }
        PromptBlank                     = { Invoke-AgentPrompt ' ' -Blueprint $agent }
        ModelArgumentInvalid            = { Resolve-AgentModel $agent | Invoke-AgentPrompt -Prompt hi -ModelId x }
        PromptMissing                   = { Import-AgentBlueprint $agent | Invoke-AgentPrompt }
        BlueprintArgumentInvalid        = { Invoke-AgentPrompt hi -Blueprint 3 }
        ModelNotListed                  = { Get-AgentModel $agent -Id none }
        CassetteArgumentInvalid         = { Invoke-AgentPrompt hi -Blueprint $agent -RecordPath a -ReplayPath b }
        CassetteNotFound                = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ReplayPath "$folder/none.json" }
        CassetteUnreadable              = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ReplayPath $folder }
        CassetteInvalid                 = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ReplayPath "$folder/there" }
        TestReplyInvalid                = { Start-AgentTestEndpoint @{ Nothing = 1 } }
        TraceNotStarted                 = { Start-AgentTrace -Uri 'ftp://127.0.0.1' }
        TraceUnwritable                 = { Start-AgentTrace -Path $PSScriptRoot }
        TestEndpointNotStarted          = { Start-AgentTestEndpoint -Port ([uri]$endpoint.BaseUrl).Port }
        CaseFileNotFound                = { Invoke-AgentEvaluation "$folder/none.cases.yaml" }
        CaseFilePathInvalid             = { Invoke-AgentEvaluation Env:/none.cases.yaml }
        CaseBlueprintMissing            = { Invoke-AgentEvaluation "$folder/lone.yaml" }
        EvaluationEmpty                 = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -Name none }
        AssertionArgumentInvalid        = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -Assertion @{ none = { } } }
        ReportPathInvalid               = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -ReportPath $folder }
        BaselineInvalid                 = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -BaselinePath "$folder/there" }
        BaselineNotFound                = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -BaselinePath "$folder/none.json" }
        BaselinePathInvalid             = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -BaselinePath Env:/none.json }
        BaselineUnreadable              = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -BaselinePath $folder }
        ReportExists                    = { Invoke-AgentEvaluation "$folder/lone.yaml" -Blueprint $agent -ReportPath "$folder/there" }
        RequirementNotFound             = { Test-LiteLlmRequirement "$folder/none.txt" }
        RequirementPathInvalid          = { Test-LiteLlmRequirement Env:/none.txt }
        RequirementUnreadable           = { Test-LiteLlmRequirement $folder }
        ConversationInvalid             = { Invoke-AgentPrompt hi -Blueprint $agent -Conversation '[{"role":"nobody"}]' }
        ConversationNotFound            = { Invoke-AgentPrompt hi -Blueprint $agent -Conversation "$folder/none.json" }
        ConversationPathInvalid         = { Invoke-AgentPrompt hi -Blueprint $agent -Conversation Env:/none.json }
        ConversationUnreadable          = { Invoke-AgentPrompt hi -Blueprint $agent -Conversation $folder }
        AttachmentInvalid               = { Invoke-AgentPrompt hi -Blueprint $agent -Image "$folder/there" }
        AttachmentNotFound              = { Invoke-AgentPrompt hi -Blueprint $agent -Image "$folder/none.png" }
        AttachmentPathInvalid           = { Invoke-AgentPrompt hi -Blueprint $agent -Image Env:/none.png }
        AttachmentUnreadable            = { Invoke-AgentPrompt hi -Blueprint $agent -Image $folder }
        VariableArgumentInvalid         = { Invoke-AgentPrompt hi -Blueprint $agent -Variable @{ a = @{} } }
        HostNotInteractive              = { Invoke-Bare 'Enter-AgentChat' }
        ReportInputInvalid              = { 3 | Export-AgentReport "$folder/report.html" }
        RecordInputInvalid              = { 3 | ConvertTo-AgentRecord }
        UsageInputInvalid               = { 3 | Measure-AgentUsage }
        BlueprintExists                 = { New-AgentBlueprint "$folder/lone.yaml" }
        BlueprintUnwritable             = { New-AgentBlueprint $folder -Force }
        BlueprintValueInvalid           = { New-AgentBlueprint "$folder/new.yaml" -PromptRef ../x }
        BlueprintNotComparable          = { Import-AgentBlueprint -Content (Get-Content $agent -Raw) | Compare-AgentBlueprint -Against git:HEAD }
        BlueprintNotLockable            = { Import-AgentBlueprint -Content (Get-Content $agent -Raw) | Export-AgentLock -System '' }
        LockUnwritable                  = { $null = New-Item -ItemType Directory ($agent -replace '.yaml$', '.lock.json') -Force; Export-AgentLock $agent -System '' }
    }

    # What no test can bring about here, or only at a cost that another file pays once.
    $elsewhere = @{
        RevisionLacksBlueprint = 'Compare-AgentBlueprint.Tests.ps1'
        LockedModelChanged   = 'Export-AgentLock.Tests.ps1'
        RevisionUnreadable   = 'Compare-AgentBlueprint.Tests.ps1'
        ChangeRefused        = 'Compare-AgentBlueprint.Tests.ps1'
        ReplyTooLong         = 'more than 64 MiB'
        TokenLimitReached    = 'Invoke-AgentPrompt.Tool'
        CostLimitReached     = 'Invoke-AgentPrompt.Tool'
        ToolErrorsRepeated   = 'Invoke-AgentPrompt.Tool'
        ToolCallRepeated     = 'Invoke-AgentPrompt.Tool'
        AuditLogFailed       = 'AuditingProviderTests'
        SessionFailed        = 'DurableRunTests'
        AgentFailed          = 'RemoteAgentTests'
        AgentInputRequired   = 'RemoteAgentTests'
        ApprovalPending      = 'Runs: it becomes the run'
        RunUnreadable        = 'needs a pipe'
        MemoryUnreadable     = 'needs a pipe'
        MemoryInUse          = 'half a minute'
        RunInUse             = 'Runs'
        RunUncertain         = 'Runs'
        RunCallChanged       = 'Runs'
        RunCallDecided       = 'Runs'
        HookFailed           = 'Invoke-AgentPrompt.Hook'
        ReplyEmpty           = 'Invoke-AgentPrompt.Tool'
        ProtectionFailed     = 'Invoke-AgentPrompt.Protection'
        BatchItemMissing     = 'AgentBatch'
        BatchTooLarge        = 'more than 50,000 prompts'
        Cancelled            = 'the core library'
        MappingUnwritable    = 'FullDisk'
        MappingUnreadable    = 'AgentBatch'
        MappingInvalid       = 'AgentBatch'
        TestEndpointUnclear  = 'depends on what runs in the session'
        BaselineUnrelated    = 'Invoke-AgentEvaluation.Tests.ps1'
        CaseFileUnreadable   = 'needs a pipe'
        CassetteUnwritable   = 'FullDisk'
        JournalUnwritable    = 'FullDisk'
        ReportUnwritable     = 'FullDisk'
        ConversationUnwritable = 'Enter-AgentChat'
    }

    $ways = $waysTo.GetEnumerator() | ForEach-Object { @{ Id = $_.Key; Way = $_.Value } }
    $known = @{ Known = @($waysTo.Keys) + @($elsewhere.Keys) }
}

Describe 'Every error' {
    BeforeAll {
        . $PSScriptRoot/Support/Common.ps1
        $folder = Join-Path (Get-Item TestDrive:/).FullName ways
        $null = New-Item -ItemType Directory $folder
        Set-Content "$folder/there" 'something'
        Set-Content "$folder/lone.yaml" "cases:`n  - name: one`n    prompt: hi`n    expect: { contains: a }`n"
        $key = ConvertTo-SecureString 'correct horse battery' -AsPlainText
        $endpoint = Start-AgentTestEndpoint
        $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
        $private = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)" -Tail "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]`n"

        # What is remembered, by the folder of its session.
        $remembering = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)" -Tail "memory:`n  strategies: [{ type: SEMANTIC, name: facts, namespace: '/users/{actorId}' }]`n"
        function Save-Memory([hashtable] $With = @{}) {
            $session = "$folder/$([guid]::NewGuid())"
            $null = Invoke-AgentPrompt hi -Blueprint $remembering -System '' -SessionPath $session -ActorId ann @With
            $session
        }

        # A run that is kept, by its folder.
        function Save-Run([hashtable] $With = @{}) {
            $session = "$folder/$([guid]::NewGuid())"
            $null = Invoke-AgentPrompt hi -Blueprint $agent -System '' -SessionPath $session @With
            (Get-AgentRun $session).Path
        }

        function Invoke-Against($Reply, [hashtable] $With = @{}, [scriptblock] $Then = { Invoke-AgentPrompt hi -Model $_.Model -MaximumRetryCount 0 @With }) {
            $against = Start-AgentTestEndpoint $Reply -AfterLast Repeat
            try { $against | ForEach-Object $Then } finally { Stop-AgentTestEndpoint $against }
        }

        function Save-Cassette { $null = Invoke-AgentPrompt hi -Blueprint $agent -System '' -RecordPath "$folder/tape.json" }

        # In a runspace whose host cannot ask.
        function Invoke-Bare([string] $Command) {
            $shell = [powershell]::Create()
            try { $null = $shell.AddScript("Import-Module '$ManifestPath'; $Command -Blueprint '$agent' -System ''").Invoke(); $shell.Streams.Error }
            catch { $_.Exception.InnerException.ErrorRecord }
            finally { $shell.Dispose() }
        }
    }

    AfterAll { Stop-AgentTestEndpoint $endpoint }

    It 'has advice: <Id>' -ForEach $ways {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Continue'
        $found = @(try { & $Way 2>&1 3>$null } catch { $_ }).Where({ $_ -is [Management.Automation.ErrorRecord] })

        $found.Count | Should -BeGreaterOrEqual 1
        $found[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $found | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Match '^\S.+[.?!]$' }
        $found | ForEach-Object { $_.ErrorDetails.Message | Should -Not -BeNullOrEmpty }
    }

    It 'of docs/errors.md is brought about here, or known to be elsewhere' -ForEach $known {
        $documented = [regex]::Matches((Get-Content -LiteralPath "$RepositoryRoot/docs/errors.md" -Raw), '(?m)^\| `(\w+)` \|').ForEach({ $_.Groups[1].Value })

        Compare-Object $documented $Known | Out-String | Should -BeNullOrEmpty
    }
}
