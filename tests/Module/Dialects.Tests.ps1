BeforeDiscovery {
    $seeds = 1..12
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

# All of the suite runs so where AGENTCORE_SUITE_DIALECT is set (CONTRIBUTING.md); here is a little of it, always.
Describe 'Against a server of dialects, seed <_>' -ForEach $seeds {
    BeforeAll {
        $endpoint = Start-AgentTestEndpoint -DialectSeed $_ -AfterLast Simulate -Reply @(
            @{ Chunks = 'Grü', "ße`n", '世界 😀'; Reasoning = 'hm'; Usage = @{ InputTokens = 5; OutputTokens = 3 }; WhenPrompt = 'greet' }
            @{ ToolCalls = @{ Name = 'Get-Date'; Arguments = @{ Year = 2024; Format = 'yyyy' } }; WhenPrompt = 'date' }
            @{ Text = '{"city":"Malmö","population":350000}'; WhenPrompt = 'city' }
            @{ Error = 'slow down'; Status = 429; Headers = @{ 'retry-after-ms' = '1' }; WhenPrompt = 'again' }
            @{ Text = 'now'; WhenPrompt = 'again' }
            @{ Error = 'temperature: Extra inputs are not permitted'; Status = 400; WhenPrompt = 'cold' }
            @{ Text = 'warm'; WhenPrompt = 'cold' }
        )
    }

    AfterAll { Stop-AgentTestEndpoint $endpoint }

    It 'streams the pieces, and counts' {
        $parts = Invoke-AgentPrompt 'greet' -Model $endpoint.Model -Stream

        ($parts | Where-Object Kind -EQ Text).Text -join '' | Should -BeExactly "Grüße`n世界 😀"
        $parts[-1].Text, $parts[-1].Reasoning, "$($parts[-1].Usage)" | Should -BeExactly @("Grüße`n世界 😀", 'hm', '5 in, 3 out')
    }

    It 'runs tools' {
        $reply = Invoke-AgentPrompt 'date' -Model $endpoint.Model -Tool Get-Date -ToolApproval All -Stream:($_ % 2) | Select-Object -Last 1

        $reply.Steps.Where({ $_.Kind -eq 'Tool' }).Result | Should -Be '"2024"' -Because 'the arguments arrive whole'
    }

    It 'gives objects' {
        $output = (Invoke-AgentPrompt 'city' -Model $endpoint.Model -OutputSchema '{"type":"object","required":["city","population"]}').Output

        $output.city, $output.population | Should -Be @('Malmö', 350000)
    }

    It 'tries again, and writes a refused request otherwise' {
        $reply = Invoke-AgentPrompt 'again' -Model $endpoint.Model
        $reply.Text, $reply.Attempts | Should -Be @('now', 2)

        $model = Resolve-AgentModel (New-Blueprint -Model "model_id: cold-$_`nbase_url: $($endpoint.BaseUrl)")
        (Invoke-AgentPrompt 'cold' -Model $model -System '' -WarningAction SilentlyContinue).Text | Should -Be 'warm'
    }
}
