BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Get-Order { param([int] $Id, [string] $Region) $script:made += , @($Id, $Region); "order $Id" }
    function Remove-Order { param([int] $Id) $script:made += , @($Id); 'gone' }

    $rules = @'
policy:
  engine: orders
  mode: {0}
  rules:
    - name: reads
      allow: Get-Order
      when: context.input.Id < 100
    - name: europe
      deny: Get-Order
      unless: context.input.Region like "eu-*"
    - name: typed-wrong
      allow: Remove-Ordr
gateway: {{ auth_type: none }}
'@
}

Describe 'Test-AgentPolicy' {
    BeforeAll { $blueprint = New-Blueprint -Model 'model_id: m' -Tail ($rules -f 'ENFORCE') }

    It 'says that <Argument> is <Allowed>, by <Rule>' -ForEach @(
        @{ Argument = '{"Id":1,"Region":"eu-west-1"}'; Allowed = $true; Rule = 'reads'; Line = 14 }
        @{ Argument = '{"Id":100,"Region":"eu-west-1"}'; Allowed = $false; Rule = $null; Line = 0 }
        @{ Argument = '{"Id":1,"Region":"us-east-1"}'; Allowed = $false; Rule = 'europe'; Line = 17 }
        @{ Argument = '{"Id":1}'; Allowed = $false; Rule = 'europe'; Line = 17 }
    ) {
        $decision = Test-AgentPolicy $blueprint -Tool Get-Order -Argument $Argument

        $decision.Allowed | Should -Be $Allowed
        $decision.Rule | Should -Be $Rule
        $decision.Line | Should -Be $Line
        $decision.Enforced | Should -BeTrue
        $decision.Rules.Count | Should -Be 3
    }

    It 'takes a hashtable, an object of Import-AgentBlueprint, and no arguments' {
        (Import-AgentBlueprint $blueprint -WarningAction Ignore | Test-AgentPolicy -Tool Get-Order -Argument @{ Id = 1; Region = 'eu-west-1' }).Allowed | Should -BeTrue
        $none = Test-AgentPolicy $blueprint Get-Order
        $none.Allowed | Should -BeFalse
        $none.Errors | Should -Be @("'reads': 'context.input' has no 'Id'", "'europe': 'context.input' has no 'Region'")
    }

    It 'says of a blueprint without rules that nothing is forbidden' {
        $decision = Test-AgentPolicy (New-Blueprint -Model 'model_id: m') -Tool anything
        $decision.Allowed | Should -BeTrue
        $decision.Reason | Should -BeLike '*has no rules*'
    }

    It 'completes the names of tools that the blueprint lists or its policy speaks of' {
        $agent = New-Blueprint -Model 'model_id: m' -Tail "tools: [{mcp: orders, tools: [get_order, refund]}]`n$($rules -f 'ENFORCE')"
        $line = "Test-AgentPolicy '$agent' -Tool "

        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'get_order', 'refund', 'Get-Order', 'Remove-Ordr'
    }

    It 'refuses arguments that are none: <_>' -ForEach 'nonsense', '[1]', '"text"', 5 {
        { Test-AgentPolicy $blueprint -Tool t -Argument $_ } | Should -Throw -ErrorId 'PolicyArgumentInvalid,*'
    }
}

Describe 'A policy in a run' {
    BeforeEach { $script:made = @() }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'stops what it forbids, and tells the model' {
        $agent = Start-Agent -Call @('Get-Order', '{"Id":1,"Region":"eu-west-1"}'), @('Get-Order', '{"Id":1,"Region":"us-east-1"}'), @('Remove-Order', '{"Id":1}') -Tail ($rules -f 'ENFORCE')
        $reply = Invoke-Run $agent @{ Tool = 'Get-Order', 'Remove-Order'; ToolApproval = 'All'; WarningAction = 'Ignore' }

        $made | Should -HaveCount 1
        @($reply.Steps | Where-Object Kind -EQ Tool).Outcome | Should -Be @('Succeeded', 'Denied', 'Denied')
        @($reply.Steps | Where-Object Kind -EQ Tool).Policy.Rule | Should -Be @('reads', 'europe', $null)
        (Get-Told)[1] | Should -BeExactly "Error: the agent's policy does not allow it, so the tool was not called: the rule 'europe' denies the call."
        "$($reply.Gates)" | Should -BeLike '*policy: 3 rules; what none allows is stopped*'
    }

    It 'only notes it with LOG_ONLY' {
        $agent = Start-Agent -Call @('Remove-Order', '{"Id":1}'), @('Get-Order', '{"Id":1,"Region":"eu-west-1"}') -Tail ($rules -f 'LOG_ONLY')
        $said = @(Invoke-Run $agent @{ Tool = 'Get-Order', 'Remove-Order'; WarningAction = 'Continue' } 3>&1)
        $reply = $said[-1]

        $made | Should -HaveCount 2
        @($reply.Steps | Where-Object Kind -EQ Tool).Policy.Allowed | Should -Be @($false, $true)
        @($said | Where-Object { "$_" -like "*would stop a call of 'Remove-Order'*LOG_ONLY*" }) | Should -HaveCount 1
    }

    It 'warns of a rule that is about no tool, with the name that was meant' {
        $agent = Start-Agent -Tail ($rules -f 'ENFORCE')
        $said = @(Invoke-Run $agent @{ Tool = 'Get-Order', 'Remove-Order'; WarningAction = 'Continue' } 3>&1)

        @($said | Where-Object { "$_" -like "*Remove-Ordr*Did you mean 'Remove-Order'?*" }) | Should -HaveCount 1
    }

    It 'starts no run with tools that it cannot judge, and says where: <Condition>' -ForEach @(
        @{ Condition = 'when: principal == User::"a"'; Id = 'PolicyNotJudged' }
        @{ Condition = 'principal: AgentCore::OAuthUser'; Id = 'PolicyNotJudged' }
        @{ Condition = 'unless: amount = 5'; Id = 'PolicyConditionInvalid' }
    ) {
        $agent = Start-Agent -Tail "policy:`n  engine: e`n  mode: ENFORCE`n  rules:`n    - name: r`n      allow: Get-Order`n      $Condition`n"
        $thrown = { Invoke-Run $agent @{ Tool = 'Get-Order'; WarningAction = 'Ignore' } } | Should -Throw -ErrorId "$Id,*" -PassThru

        "$thrown" | Should -Match '\(17,\d+\)'
        $endpoint.Requests | Should -HaveCount 0
        $reply = Invoke-Run $agent @{ WarningAction = 'Ignore' }
        "$($reply.Gates)" | Should -BeLike '*policy: there is no tool to call*' -Because 'without tools there is nothing to judge'
    }

    It 'lets a rule that only the gateway can judge allow nothing here' {
        $agent = Start-Agent -Call @('Get-Order', '{"Id":1}'), @('Remove-Order', '{"Id":1}') -Tail "policy:`n  engine: e`n  mode: ENFORCE`n  rules:`n    - name: r`n      allow: Get-Order`n      principal: AgentCore::OAuthUser`n    - {name: s, allow: Remove-Order}`n"
        $reply = Invoke-Run $agent @{ Tool = 'Get-Order', 'Remove-Order'; PolicyEnforcedByGateway = $true; ToolApproval = 'All'; WarningAction = 'Ignore' }

        @($reply.Steps | Where-Object Kind -EQ Tool).Outcome | Should -Be @('Denied', 'Succeeded')
    }

    It 'holds in bulk and in simulation' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000" -Tail ($rules -f 'ENFORCE')
        $replies = 1..4 | ForEach-Object { "$_" } | Invoke-AgentPrompt -Blueprint $agent -System '' -Mode Simulation -Tool Remove-Order -ToolApproval All -ThrottleLimit 4 -WarningAction Ignore

        $made | Should -HaveCount 0
        @($replies.Steps | Where-Object Kind -EQ Tool).Outcome | Select-Object -Unique | Should -Be 'Denied'
    }
}
