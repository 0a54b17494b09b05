BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    $folder = (Get-Item TestDrive:/).FullName
    Set-Content "$folder/requirements.txt" 'litellm==1.82.7'
    Set-Content "$folder/one.cases.yaml" "cases:`n  - name: one`n    prompt: hi`n    expect: { contains: Simulated }`n"

    # Reads every property of an object, and of each object of ours that it holds; what throws is written.
    function Read-Everything {
        param($Value, [string] $Path, [int] $Depth = 6)

        Set-StrictMode -Version Latest
        foreach ($property in $Value.GetType().GetProperties([Reflection.BindingFlags]'Public, Instance').Where({ $_.GetIndexParameters().Count -eq 0 })) {
            $name = $property.Name
            try {
                $found = $Value.$name
                $items = if ($found -is [Collections.IEnumerable] -and $found -isnot [string]) { $null = $found.Count; @($found) } else { , $found }
                foreach ($item in $items | Where-Object { $_ -and "$($_.GetType().Namespace)" -like 'AgentCore*' -and $_ -isnot [enum] }) {
                    if ($Depth) { Read-Everything $item "$Path.$name" ($Depth - 1) }
                }
            }
            catch { "$Path.$($name): $_" }
        }
    }
}

Describe 'Under Set-StrictMode -Version Latest' {
    BeforeAll {
        $endpoint = Start-AgentTestEndpoint
        $bare = Start-AgentTestEndpoint @{ Body = '{"choices":[{"message":{"content":"x"}}]}'; ContentType = 'application/json' } -AfterLast Repeat
        $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
    }

    AfterAll { Stop-AgentTestEndpoint $endpoint, $bare }

    It 'every property can be read of <Of>' -ForEach @(
        @{ Of = 'a reply that says nothing but its text'; Make = { Invoke-AgentPrompt hi -Model $bare.Model } }
        @{ Of = 'a reply in pieces'; Make = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -Stream } }
        @{ Of = 'a reply of a run with tools'; Make = { Invoke-AgentPrompt hi -Blueprint $agent -System '' -Tool Get-Date } }
        @{ Of = 'a blueprint'; Make = { Import-AgentBlueprint $agent } }
        @{ Of = 'a finding'; Make = { Test-AgentBlueprint "$folder/one.cases.yaml" -Detailed } }
        @{ Of = 'a resolved model'; Make = { Resolve-AgentModel $agent } }
        @{ Of = 'a listed model'; Make = { Get-AgentModel $agent } }
        @{ Of = 'a report of an endpoint'; Make = { Test-AgentEndpoint $agent -Detailed } }
        @{ Of = 'a report of no endpoint'; Make = { Test-AgentEndpoint (New-Blueprint -Model "model_id: m`nbase_url: http://127.0.0.1:9") -Detailed } }
        @{ Of = 'a batch'; Make = { 'a' | Submit-AgentBatch -Blueprint $agent -System '' } }
        @{ Of = 'a batch that nobody counted'; Make = { $one = Start-AgentTestEndpoint @{ WhenPath = '/batches/batch_1'; Body = @{ id = 'batch_1'; object = 'batch'; status = 'validating' } }; Get-AgentBatch $one.Model -Id batch_1; Stop-AgentTestEndpoint $one } }
        @{ Of = 'a sum of usage'; Make = { Invoke-AgentPrompt hi -Model $bare.Model | Measure-AgentUsage } }
        @{ Of = 'a tool'; Make = { New-AgentTool Get-Date } }
        @{ Of = 'a protected text'; Make = { 'a@example.com' | Protect-AgentText } }
        @{ Of = 'a requirement'; Make = { Test-LiteLlmRequirement "$folder/requirements.txt" -Detailed } }
        @{ Of = 'a result of an evaluation'; Make = { Invoke-AgentEvaluation "$folder/one.cases.yaml" -Model $endpoint.Model } }
        @{ Of = 'a test endpoint'; Make = { $endpoint } }
        @{ Of = 'a request that one received'; Make = { Get-AgentTestRequest -Endpoint $endpoint } }
        @{ Of = 'a failure'; Make = { try { Invoke-AgentPrompt hi -Blueprint (New-Blueprint -Model "model_id: m`nbase_url: http://127.0.0.1:9") -System '' -MaximumRetryCount 0 -ErrorAction Stop } catch { $_.Exception.Failure } } }
    ) {
        $made = @(& $Make)

        $made.Count | Should -BeGreaterThan 0
        @($made | ForEach-Object { Read-Everything $_ $_.GetType().Name }) | Should -BeNullOrEmpty
    }

    It 'what an endpoint may not say can be asked for all the same' {
        Set-StrictMode -Version Latest
        $reply = Invoke-AgentPrompt hi -Model $bare.Model

        $reply.Usage.TotalTokens, $reply.Usage.InputTokens, $reply.Gateway.CallId, $reply.Cost | Should -Be @($null, $null, $null, $null)
        ($reply | Measure-AgentUsage).RepliesWithoutUsage | Should -Be 1
        @($reply.ToolCalls).Count, @($reply.Warnings).Count, @($reply.Steps).Count | Should -Be @(0, 0, 0)
    }
}
