BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $endpoint = Start-AgentTestEndpoint
    $agent = New-Blueprint -Model "model_id: test-model`nbase_url: $($endpoint.BaseUrl)"
    $table = [Data.DataTable]::new()
    $null = $table.Columns.Add('Prompt')
    $null = $table.Rows.Add('of a table')

    # What arrived at the endpoint while a script ran.
    function Get-Sent {
        param([scriptblock] $Script)

        $before = $endpoint.RequestCount
        $script:made = @(& $Script)
        @(Get-AgentTestRequest -Endpoint $endpoint | Select-Object -Skip $before | ForEach-Object Prompt)
    }
}

AfterAll {
    Stop-AgentTestEndpoint $endpoint
}

Describe 'A prompt by <Cmdlet>' -ForEach @(
    @{ Cmdlet = 'pipeline'; Ask = { param($Given) , $Given | ForEach-Object { $_ } | Invoke-AgentPrompt -Blueprint $agent -System '' } }
    @{ Cmdlet = 'parameter'; Ask = { param($Given) Invoke-AgentPrompt -Prompt $Given -Blueprint $agent -System '' } }
) {
    It 'is taken from <Of>' -ForEach @(
        @{ Of = 'text'; Given = { 'of text' }; Text = 'of text' }
        @{ Of = 'a number'; Given = { 1.5 }; Text = '1.5' }
        @{ Of = 'a hashtable'; Given = { @{ Prompt = 'of a hashtable'; Id = 1 } }; Text = 'of a hashtable' }
        @{ Of = 'an ordered table'; Given = { [ordered]@{ prompt = 'ordered' } }; Text = 'ordered' }
        @{ Of = 'a table made of JSON'; Given = { '{"prompt":"of JSON"}' | ConvertFrom-Json -AsHashtable }; Text = 'of JSON' }
        @{ Of = 'an object'; Given = { [pscustomobject]@{ Prompt = 'of an object' } }; Text = 'of an object' }
        @{ Of = 'a row'; Given = { $table.Rows[0] }; Text = 'of a table' }
        @{ Of = 'an element of XML'; Given = { ([xml]'<a Prompt="of XML">no</a>').a }; Text = 'of XML' }
        @{ Of = 'a line of a file'; Given = { Set-Content TestDrive:/line.txt 'of a file'; Get-Content TestDrive:/line.txt }; Text = 'of a file' }
        @{ Of = 'a reply'; Given = { Invoke-AgentPrompt first -Blueprint $agent -System '' -Mode Simulation }; Text = 'Simulated reply from test-model to: first' }
        @{ Of = 'a protected text'; Given = { Protect-AgentText 'write to a@example.com' -Entity EMAIL_ADDRESS -Action Mask }; Text = 'write to *' }
    ) {
        (Get-Sent { & $Ask (& $Given) }) | Should -BeLike $Text
    }

    It 'is refused from <Of>, by the name of its type' -ForEach @(
        @{ Of = 'a process'; Given = { Get-Process -Id $PID }; Says = '*A Process is no prompt*' }
        @{ Of = 'a secure string'; Given = { ConvertTo-SecureString 'geheim' -AsPlainText -Force }; Says = '*A SecureString is no prompt*' }
        @{ Of = 'a scriptblock'; Given = { { Get-Date } }; Says = '*script*block*' }
        @{ Of = 'a date'; Given = { [datetime]::UnixEpoch }; Says = '*A DateTime is no prompt*' }
        @{ Of = 'a file'; Given = { Get-Item $agent }; Says = '*A FileInfo is no prompt: Get-Content -Raw*-File*' }
        @{ Of = 'a blueprint'; Given = { Import-AgentBlueprint $agent }; Says = '*An AgentBlueprint is no prompt*' }
        @{ Of = 'a hashtable without one'; Given = { @{ Promt = 'x' } }; Says = "*A Hashtable has no entry 'Prompt' (it has Promt). Did you mean 'Promt'?*" }
        @{ Of = 'an object without one'; Given = { [pscustomobject]@{ Text = 'x' } }; Says = "*The object has no property 'Prompt' (it has Text).*" }
        @{ Of = 'a hashtable whose prompt is none'; Given = { @{ Prompt = @{ a = 1 } } }; Says = '*The Prompt of A Hashtable is no text, but a hashtable.*' }
    ) {
        $failed = $null
        $sent = Get-Sent { try { & $Ask (& $Given) -ErrorAction SilentlyContinue 2>&1 } catch { $_ } }

        $sent | Should -BeNullOrEmpty
        $made | Should -HaveCount 1
        $made[0].FullyQualifiedErrorId | Should -Match '^(ParameterArgumentTransformationError|ScriptBlockArgumentNoInput),'
        "$($made[0])" | Should -BeLike $Says
    }
}

Describe 'A pipeline of prompts' {
    It 'goes on after what is no prompt, and says which it was' {
        $process = Get-Process -Id $PID
        $sent = Get-Sent { 'a', $process, @{ Prompt = 'b' } | Invoke-AgentPrompt -Blueprint $agent -System '' -ErrorVariable script:failed -ErrorAction SilentlyContinue }

        $sent | Should -Be @('a', 'b')
        $failed | Should -HaveCount 1
        $failed[0].TargetObject | Should -Be $process
    }

    It 'passes over blank lines with one warning, and never ends for them' {
        $sent = Get-Sent { 'a', '', "`t ", $null, [pscustomobject]@{ Prompt = '' }, 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -ErrorAction Stop -WarningVariable script:warnings -WarningAction SilentlyContinue }

        $sent | Should -Be @('a', 'b')
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeExactly '4 blank prompts were passed over, and nothing was sent for them.'
    }

    It 'of a batch passes over blank lines with one warning' {
        $warnings = $null
        $batch = 'a', '', 'b' | Submit-AgentBatch -Blueprint $agent -System '' -Mode Simulation -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue

        $batch | Should -HaveCount 1
        "$warnings" | Should -BeExactly 'A blank prompt was passed over, and nothing was sent for it.'
    }

    It 'is ended by a blank prompt that is given once: <Blank>' -ForEach @{ Blank = '' }, @{ Blank = " `n" } {
        { Invoke-AgentPrompt $Blank -Blueprint $agent } | Should -Throw -ErrorId 'PromptBlank,*'
        { Submit-AgentBatch $Blank -Blueprint $agent } | Should -Throw -ErrorId 'PromptBlank,*'
    }

    It 'shows what it refuses without control characters' {
        $failed = $null
        [pscustomobject]@{ "a`e[2Jb" = 1 } | Invoke-AgentPrompt -Blueprint $agent -System '' -ErrorVariable failed -ErrorAction SilentlyContinue

        "$failed" | Should -BeLike '*it has a␛*2Jb*'
    }
}

Describe 'Whom to ask' {
    It 'is asked for as a blueprint where nobody is named' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$RepositoryRoot/AgentCore.LiteLlm.psd1'; Invoke-AgentPrompt 'hi'")
            $null = $shell.Invoke()
            "$($shell.Streams.Error)" | Should -BeLike '*missing mandatory parameters: Blueprint.*'
        }
        finally { $shell.Dispose() }

        (Get-Command Invoke-AgentPrompt).Parameters.Blueprint.Attributes.HelpMessage | Should -BeLike '*agent.yaml*New-AgentBlueprint*'
    }

    It 'is no name of a model: <Cmdlet> says what to do' -ForEach @(
        @{ Cmdlet = 'Invoke-AgentPrompt'; Ask = { Invoke-AgentPrompt hi -Model gpt-4o } ; Says = '*-Blueprint agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Invoke-AgentPrompt with a blueprint'; Ask = { Invoke-AgentPrompt hi -Blueprint $agent -Model gpt-4o }; Says = '*-Blueprint agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Submit-AgentBatch'; Ask = { Submit-AgentBatch hi -Model gpt-4o }; Says = '*-Blueprint agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Invoke-AgentEvaluation'; Ask = { Invoke-AgentEvaluation -Model gpt-4o }; Says = '*-Blueprint agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Enter-AgentChat'; Ask = { Enter-AgentChat -Model gpt-4o }; Says = '*-Blueprint agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Get-AgentModel'; Ask = { Get-AgentModel -Model gpt-4o }; Says = '*Resolve-AgentModel agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Test-AgentEndpoint'; Ask = { Test-AgentEndpoint -Model gpt-4o }; Says = '*Resolve-AgentModel agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Get-AgentBatch'; Ask = { Get-AgentBatch -Model gpt-4o -Id x }; Says = '*Resolve-AgentModel agent.yaml -ModelId gpt-4o*' }
        @{ Cmdlet = 'Invoke-AgentPrompt with a blueprint for the model'; Ask = { Invoke-AgentPrompt hi -Model (Import-AgentBlueprint $agent) }; Says = '*give it as -Blueprint*' }
    ) {
        $Ask | Should -Throw $Says
    }

    It 'is the blueprint with another model where -ModelId names one' {
        Get-Sent { Invoke-AgentPrompt hi -Blueprint $agent -ModelId other/model -System '' } | Should -Be 'hi'
        $made.RequestedModel | Should -BeExactly 'other/model'
        (Get-AgentTestRequest -Endpoint $endpoint -Last 1).Model | Should -BeExactly 'other/model'

        (Import-AgentBlueprint $agent | Invoke-AgentPrompt -Prompt hi -ModelId other/model -System '').RequestedModel | Should -BeExactly 'other/model'
    }

    It 'is the blueprints of cases with another model where -ModelId names one' {
        $file = $agent -replace '\.yaml$', '.cases.yaml'
        Set-Content -LiteralPath $file "defaults: { system: '' }`ncases:`n  - name: one`n    prompt: hi`n    expect: { contains: other/model }`n"

        $result = Invoke-AgentEvaluation -LiteralPath $file -ModelId other/model

        "$($result.Outcome)" | Should -Be 'Passed' -Because "$result"
        $result.Reply.RequestedModel | Should -BeExactly 'other/model'
    }

    It 'is not named twice' {
        $model = Resolve-AgentModel $agent

        { $model | Invoke-AgentPrompt -Prompt hi -ModelId x -ErrorAction Stop } | Should -Throw -ErrorId 'ModelArgumentInvalid,*'
        { Invoke-AgentPrompt hi -Blueprint $model -ModelId x -ErrorAction Stop } | Should -Throw -ErrorId 'ModelArgumentInvalid,*'
    }

    It 'is a piped model, blueprint, file or path, each' {
        $asked = $agent, (Get-Item $agent), (Import-AgentBlueprint $agent), (Resolve-AgentModel $agent) | Invoke-AgentPrompt -Prompt hi -System ''

        $asked.Text | Should -Be (@('Simulated reply from test-model to: hi') * 4)
    }
}
