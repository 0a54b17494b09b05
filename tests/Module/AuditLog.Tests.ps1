BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Get-Stock { param([string] $Product) "stock of $Product for ann@example.com" }
    function Remove-Stock { [CmdletBinding(SupportsShouldProcess)] param([string] $Product) 'gone' }

    function Get-Entry($Path) { @(Get-Content -LiteralPath $Path | ConvertFrom-Json) }
}

Describe 'The audit log' {
    BeforeEach { $path = Join-Path (Get-Item TestDrive:/).FullName "$([guid]::NewGuid()).jsonl" }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'has a line for each call and each run, with what was decided' {
        $tail = "observability: { audit_log: { ttl_days: 30 } }`npolicy: { engine: e, mode: ENFORCE, rules: [{ name: reads, allow: Get-Stock, when: context.input.Product == `"ink`" }, { name: removes, allow: Remove-Stock }] }"
        $agent = Start-Agent -Call @('Get-Stock', '{"Product":"ink"}'), @('Get-Stock', '{"Product":"pen"}'), @('Remove-Stock', '{"Product":"ink"}'), @('made-up ann@example.com', '{}') -Tail $tail
        $null = Invoke-Run $agent @{ Tool = 'Get-Stock', 'Remove-Stock'; ToolApproval = @{ 'Remove-*' = 'Never'; '*' = 'Always' }; AuditLogPath = $path; WarningAction = 'Ignore'; User = 'ann@example.com' }

        $entries = Get-Entry $path
        $entries.entry | Should -Be @('tool_call', 'tool_call', 'tool_call', 'tool_call', 'run')
        $entries[0..3].tool | Should -Be @('Get-Stock', 'Get-Stock', 'Remove-Stock', $null)
        $entries[0..3].outcome | Should -Be @('Succeeded', 'Denied', 'Denied', 'UnknownTool')
        $entries[0..3].approval | Should -Be @('Rule', $null, 'Rule', $null)
        $entries[0].policy.rule | Should -Be 'reads'
        $entries[1].policy.allowed | Should -BeFalse
        $entries[4].end | Should -Be 'Answered'
        $entries[4].toolCalls | Should -Be 4
        $entries[4].gates.audit_log | Should -Be 'kept in the file that the caller names'
        @($entries.run | Select-Object -Unique) | Should -HaveCount 1
        ($entries[4].keepUntil - $entries[4].at).TotalDays | Should -Be 30
    }

    It 'holds no content and nothing personal' {
        $agent = Start-Agent -Call @('Get-Stock', '{"Product":"secret-argument"}'), @('made-up secret-name', '{}') -Answer 'secret-answer'
        $null = Invoke-AgentPrompt 'secret-prompt' -Blueprint $agent -System 'secret-system' -Tool Get-Stock -AuditLogPath $path -User 'secret-user' -Tag 'secret-tag'

        (Get-Entry $path).Count | Should -Be 3
        Get-Content -Raw $path | Should -Not -Match 'secret-|ann@'
    }

    It 'is added to, also after half a line' {
        $agent = Start-Agent
        $null = Invoke-Run $agent @{ Mode = 'Simulation'; AuditLogPath = $path }
        Add-Content -LiteralPath $path -Value '{"v":1,"entry":"tool' -NoNewline
        $null = Invoke-Run $agent @{ Mode = 'Simulation'; AuditLogPath = $path }

        $lines = Get-Content -LiteralPath $path
        $lines | Should -HaveCount 3
        ($lines[2] | ConvertFrom-Json).mode | Should -Be 'Simulation'
    }

    It 'says how a run ended that failed' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Forever
        $null = Invoke-Run $agent @{ Tool = 'Get-Stock'; MaxIterations = 2; AuditLogPath = $path; ErrorAction = 'SilentlyContinue' }

        (Get-Entry $path)[-1].end | Should -Be 'IterationLimitReached'
    }

    It 'is switched off by the blueprint, and not begun by -WhatIf' {
        $off = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000" -Tail 'observability: { audit_log: { enabled: false } }'
        $reply = Invoke-Run $off @{ Mode = 'Simulation'; AuditLogPath = $path }
        "$($reply.Gates)" | Should -BeLike '*audit_log: switched off by the blueprint*'
        Get-Content -Raw $path | Should -BeNullOrEmpty

        Invoke-Run (Start-Agent) @{ AuditLogPath = "$path.2"; WhatIf = $true }
        "$path.2" | Should -Not -Exist
    }

    It 'is said not to be kept where the blueprint asks for one and no file is named' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000" -Tail 'observability: { audit_log: {} }'
        "$((Invoke-Run $agent @{ Mode = 'Simulation' }).Gates)" | Should -BeLike '*audit_log: not kept: the caller names no file*'
    }

    It 'is kept by an evaluation, a run for each case, many at once' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000"
        $cases = [IO.Path]::ChangeExtension($agent, '.cases.yaml')
        Set-Content $cases 'cases: [{name: a, prompt: hi}, {name: b, prompt: ho}, {name: c, prompt: hu}]'
        $null = Invoke-AgentEvaluation $cases -System '' -Mode Simulation -Tool Get-Stock -ThrottleLimit 3 -AuditLogPath $path

        $entries = Get-Entry $path
        @($entries | Where-Object entry -EQ run).run | Select-Object -Unique | Should -HaveCount 3
        @($entries | Where-Object entry -EQ tool_call).tool | Should -Be @('Get-Stock', 'Get-Stock', 'Get-Stock')
        @($entries | Where-Object entry -EQ run).end | Select-Object -Unique | Should -Be 'Answered'
    }

    It 'is kept by a chat, a run for each answer, and holds nothing that was said' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000"
        $file = Join-Path (Get-Item TestDrive:/).FullName 'audited-chat.ps1'
        Set-Content $file "Import-Module '$ManifestPath'; Enter-AgentChat '$agent' -System '' -Mode Simulation -AuditLogPath '$path'"
        $null = 'secret-one', 'secret-two', '/exit' | Invoke-PowerShell -NoProfile -File $file 2>&1

        (Get-Entry $path).entry | Should -Be @('run', 'run')
        Get-Content -Raw $path | Should -Not -Match 'secret-'
    }

    It 'takes many runs at once' {
        $agent = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000"
        $null = 1..40 | ForEach-Object { "$_" } | Invoke-AgentPrompt -Blueprint $agent -System '' -Mode Simulation -ThrottleLimit 8 -AuditLogPath $path

        (Get-Entry $path).run | Select-Object -Unique | Should -HaveCount 40
    }
}
