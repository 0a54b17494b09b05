BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Get-Stock { param([string] $Product) [pscustomobject]@{ Product = $Product; Pieces = 3 } }

    $endpoint = Start-AgentTestEndpoint
    $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
    $reply = Invoke-AgentPrompt hi -Blueprint $agent -System '' -Mode Simulation
    $city = @{ type = 'object'; required = @('name'); properties = @{ name = @{ type = 'string' } } }
    $structured = Invoke-AgentPrompt hi -Blueprint $agent -System '' -Mode Simulation -OutputSchema $city
    $run = Invoke-AgentPrompt hi -Blueprint $agent -System '' -Mode Simulation -Tool Get-Stock
    $cases = $agent -replace '\.yaml$', '.cases.yaml'
    Set-Content -LiteralPath $cases "defaults: { system: '' }`ncases:`n  - name: fits`n    prompt: hi`n    tags: [a, b]`n    expect: { contains: Simulated }`n  - name: fails`n    prompt: hi`n    expect: { contains: x, matches: '^zz' }`n"
    $results = Invoke-AgentEvaluation -LiteralPath $cases -Mode Simulation
}

AfterAll {
    Stop-AgentTestEndpoint $endpoint
}

Describe 'ConvertTo-AgentRecord' {
    It 'makes columns of plain values of <Of>' -ForEach @(
        @{ Of = 'a reply'; Make = { $reply } }
        @{ Of = 'a reply with structured output'; Make = { $structured } }
        @{ Of = 'a run with tools'; Make = { $run } }
        @{ Of = 'the steps of one'; Make = { $run.Steps } }
        @{ Of = 'results of an evaluation'; Make = { $results } }
    ) {
        $rows = @(& $Make | ConvertTo-AgentRecord)

        $rows | Should -HaveCount @(& $Make).Count
        foreach ($property in $rows.ForEach({ $_.psobject.Properties })) {
            if ($null -ne $property.Value) {
                $property.Value | Should -BeOfType ($property.Value -is [ValueType] ? [ValueType] : [string]) -Because $property.Name
                $property.Value.GetType().Namespace | Should -BeExactly 'System' -Because $property.Name
                $property.Value.GetType().IsEnum | Should -BeFalse -Because $property.Name
            }
        }

        ($rows | ConvertTo-Csv) -join "`n" | Should -Not -Match 'System\.|AgentCore\.|Immutable'
        $warnings = $null
        $json = $rows | ConvertTo-Json -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        @($json | ConvertFrom-Json) | Should -HaveCount $rows.Count
    }

    It 'says what was asked' {
        ($reply | ConvertTo-AgentRecord).Request, ($run | ConvertTo-AgentRecord).Request | Should -Be @('hi', 'hi')
    }

    It 'gives names, counts, seconds and every digit of a cost' {
        $priced = Start-AgentTestEndpoint @{ Body = '{"model":"served","choices":[{"message":{"content":"a, \"b\"\nc"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}'; ContentType = 'application/json'; Headers = @{ 'x-litellm-response-cost' = '0.00000123'; 'x-litellm-version' = '1.83.0' } } -AfterLast Repeat
        try { $row = Invoke-AgentPrompt hi -Model $priced.Model -System '' -WarningAction SilentlyContinue | ConvertTo-AgentRecord } finally { Stop-AgentTestEndpoint $priced }

        $row.Text, $row.FinishReason, $row.Model, $row.RequestedModel | Should -BeExactly @("a, `"b`"`nc", 'stop', 'served', 'test-model')
        $row.InputTokens, $row.OutputTokens, $row.TotalTokens | Should -Be @(9, 12, 21)
        $row.Mode, $row.Api | Should -BeExactly @('Production', 'Chat')
        $row.Seconds | Should -BeOfType ([double])
        "$($row.Cost)" | Should -BeExactly '0.00000123'
        $read = $row | ConvertTo-Csv | ConvertFrom-Csv
        $read.Text, $read.Cost, $read.Mode, $read.TotalTokens | Should -BeExactly @("a, `"b`"`nc", '0.00000123', 'Production', '21')
    }

    It 'gives structured output as JSON' {
        $row = $structured | ConvertTo-AgentRecord

        ($row.Output | ConvertFrom-Json).name | Should -BeExactly $structured.Output.name
        ($reply | ConvertTo-AgentRecord).Output | Should -BeNullOrEmpty
    }

    It 'gives all replies the same columns' {
        $columns = $reply, $structured, $run | ConvertTo-AgentRecord | ForEach-Object { $_.psobject.Properties.Name -join ' ' } | Sort-Object -Unique

        $columns | Should -HaveCount 1
    }

    It 'gives results and steps their names' {
        $rows = $results | ConvertTo-AgentRecord

        $rows.Outcome | Should -BeExactly @('Passed', 'Failed')
        $rows[0].Tags | Should -BeExactly 'a, b'
        $rows[1].Failures -split "`n" | Should -HaveCount 2
        ($run.Steps | ConvertTo-AgentRecord).Kind | Should -BeExactly @('Turn', 'Tool', 'Turn')
        ($run.Steps | ConvertTo-AgentRecord)[1].Outcome | Should -BeExactly 'Succeeded'
    }

    It 'passes over pieces, and says of anything else what it takes' {
        $failed = $null
        $rows = @(Invoke-AgentPrompt hi -Blueprint $agent -System '' -Mode Simulation -Stream; 3; $null) | ConvertTo-AgentRecord -ErrorVariable failed -ErrorAction SilentlyContinue

        $rows | Should -HaveCount 1
        $failed.FullyQualifiedErrorId | Should -Be (@('RecordInputInvalid,AgentCore.LiteLlm.Commands.ConvertToAgentRecordCommand') * 2)
        "$($failed[0])" | Should -BeLike '*replies, their steps, and results of evaluations, not of Int32.'
    }
}

Describe 'Usage under Set-StrictMode -Version Latest' {
    It 'can be added up of <Of>' -ForEach @(
        @{ Of = 'a reply without a count'; Make = { $bare = Start-AgentTestEndpoint @{ Body = '{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}'; ContentType = 'application/json' }; Invoke-AgentPrompt hi -Model $bare.Model -System '' -WarningAction SilentlyContinue; Stop-AgentTestEndpoint $bare } }
        @{ Of = 'a step of a tool'; Make = { $run.Steps[1] } }
        @{ Of = 'a reply from a journal'; Make = { 1..2 | ForEach-Object { Invoke-AgentPrompt hi -Blueprint $agent -System '' -Mode Simulation -JournalPath TestDrive:/strict.jsonl } | Select-Object -Last 1 } }
    ) {
        Set-StrictMode -Version Latest
        $made = & $Make

        { $made.Usage.TotalTokens + $made.Usage.InputTokens } | Should -Not -Throw
    }
}
