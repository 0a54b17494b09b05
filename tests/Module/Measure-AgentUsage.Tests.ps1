BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'Measure-AgentUsage' {
    BeforeAll {
        $env:EXECUTION_MODE = $null
        $env:MODEL_PRICING = '{"priced": [1, 2]}'
        $endpoint = Start-Endpoint
        $replies = foreach ($model in 'priced', 'priced', 'unpriced') {
            Invoke-AgentPrompt 'one two three' -System '' -Blueprint (New-Blueprint -Model "model_id: $model`nbase_url: $($endpoint.BaseUrl)")
        }
    }

    AfterAll {
        $endpoint.Dispose()
        $env:MODEL_PRICING = $null
    }

    It 'adds up calls, tokens and cost, and says what it lacks' {
        $sum = $replies | Measure-AgentUsage

        $sum.Replies, $sum.Calls, $sum.Attempts, $sum.CallsWithoutCost, $sum.RepliesWithoutUsage | Should -Be @(3, 3, 3, 1, 0)
        $sum.InputTokens | Should -Be ($replies.Usage.InputTokens | Measure-Object -Sum).Sum
        $sum.Cost | Should -Be ($replies[0].Cost + $replies[1].Cost)
        $sum.Cost | Should -Be (2 * (($replies[0].Usage.InputTokens / 1000) + (2 * $replies[0].Usage.OutputTokens / 1000)))
        $replies[2].Cost, $replies[2].CostSource | Should -Be @($null, $null)
        $sum.CostSources | Should -Be 'PriceList'
    }

    It 'adds up by model' {
        $sums = Measure-AgentUsage $replies -ByModel

        $sums.Model | Should -Be @('priced', 'unpriced')
        $sums.Calls | Should -Be @(2, 1)
        $sums[1].Cost | Should -BeNullOrEmpty
    }

    It 'passes over the pieces of a stream' {
        $path = New-Blueprint -Model "model_id: priced`nbase_url: $($endpoint.BaseUrl)"

        (Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -Stream | Measure-AgentUsage).Replies | Should -Be 1
    }

    It 'says nothing was used where there is nothing' {
        @() | Measure-AgentUsage | ForEach-Object { $_.Calls, $_.Cost } | Should -Be @(0, $null)
        @() | Measure-AgentUsage -ByModel | Should -BeNullOrEmpty
    }

    It 'refuses what is no reply, and goes on' {
        $sum = 'text', $replies[0], 5 | Measure-AgentUsage -ErrorVariable errors -ErrorAction SilentlyContinue

        $sum.Replies | Should -Be 1
        $errors.FullyQualifiedErrorId | Should -Be @('UsageInputInvalid,AgentCore.LiteLlm.Commands.MeasureAgentUsageCommand', 'UsageInputInvalid,AgentCore.LiteLlm.Commands.MeasureAgentUsageCommand')
    }
}
