BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'Protect-AgentText and Unprotect-AgentText' {
    BeforeEach {
        $analyzer = $env:PRESIDIO_ANALYZER_API_BASE
        $env:PRESIDIO_ANALYZER_API_BASE = $null
    }

    AfterEach {
        $env:PRESIDIO_ANALYZER_API_BASE = $analyzer
    }

    It 'replaces what it finds and puts it back' {
        $safe = 'Write to ann@example.com or ann@example.com, not bob@example.org.' | Protect-AgentText -Entity EMAIL_ADDRESS

        $safe | Should -BeOfType ([AgentCore.LiteLlm.Protection.ProtectedText])
        "$safe" | Should -BeExactly 'Write to <EMAIL_ADDRESS_1> or <EMAIL_ADDRESS_1>, not <EMAIL_ADDRESS_2>.'
        $safe.Findings.Count | Should -Be 3
        $safe.Findings[0].Entity, $safe.Findings[0].Action, $safe.Findings[0].Start, $safe.Findings[0].Length, $safe.Findings[0].Replacement |
            Should -Be @('EMAIL_ADDRESS', 'Replace', 9, 15, '<EMAIL_ADDRESS_1>')
        $safe.Findings[0].Score | Should -BeGreaterThan 0
        $safe | Unprotect-AgentText | Should -BeExactly 'Write to ann@example.com or ann@example.com, not bob@example.org.'
    }

    It 'restores an answer, given by name or by pipeline' {
        $safe = Protect-AgentText 'From ann@example.com to bob@example.org' -Entity EMAIL_ADDRESS

        Unprotect-AgentText -Text 'Dear <email\_address\_2>' -Protected $safe | Should -BeExactly 'Dear bob@example.org'
        Unprotect-AgentText 'Dear <EMAIL_ADDRESS_2>' $safe | Should -BeExactly 'Dear bob@example.org'
        'a <EMAIL_ADDRESS_1>', '', '<EMAIL_ADDRESS_9>' | Unprotect-AgentText -Protected $safe | Should -Be @('a ann@example.com', '', '<EMAIL_ADDRESS_9>')
    }

    It 'shares placeholders over one pipeline, and none between two' {
        $lines = 'ann@example.com', '', 'bob@example.org ann@example.com' | Protect-AgentText -Entity EMAIL_ADDRESS

        $lines.Text | Should -Be @('<EMAIL_ADDRESS_1>', '', '<EMAIL_ADDRESS_2> <EMAIL_ADDRESS_1>')
        $lines | Unprotect-AgentText | Should -Be @('ann@example.com', '', 'bob@example.org ann@example.com')
        (Protect-AgentText 'bob@example.org' -Entity EMAIL_ADDRESS).Text | Should -BeExactly '<EMAIL_ADDRESS_1>'
    }

    It 'gives the same when its text is protected again' {
        $once = Protect-AgentText 'ann@example.com, <EMAIL_ADDRESS_1>' -Entity EMAIL_ADDRESS

        $once.Text | Should -BeExactly '<EMAIL_ADDRESS_2>, <EMAIL_ADDRESS_1>'
        ($once | ForEach-Object Text | Protect-AgentText -Entity EMAIL_ADDRESS).Text | Should -BeExactly $once.Text
        $once | Unprotect-AgentText | Should -BeExactly 'ann@example.com, <EMAIL_ADDRESS_1>'
    }

    It 'does <Action> with what it finds' -ForEach @(
        @{ Action = 'Mask'; Expected = '^\*\*\*@\*{7}\.\*\*\*$' }
        @{ Action = 'hash'; Expected = '^<EMAIL_ADDRESS:[a-p]{24}>$' }
        @{ Action = 'Redact'; Expected = '^<EMAIL_ADDRESS>$' }
        @{ Action = 'Keep'; Expected = '^ann@example\.com$' }
        @{ Action = @{ EMAIL_ADDRESS = 'Redact'; '*' = 'Block' }; Expected = '^<EMAIL_ADDRESS>$' }
    ) {
        (Protect-AgentText 'ann@example.com' -Entity EMAIL_ADDRESS, PHONE_NUMBER -Action $Action).Text | Should -MatchExactly $Expected
    }

    It 'writes an error without the value, and no text, where a kind is blocked' {
        $texts = 'a ann@example.com', 'b'
        $result = $texts | Protect-AgentText -Entity EMAIL_ADDRESS -Action Block -ErrorVariable problems -ErrorAction SilentlyContinue

        $result.Text | Should -Be @('b')
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly 'ProtectionBlocked,AgentCore.LiteLlm.Commands.ProtectAgentTextCommand'
        $problems[0].CategoryInfo.Category | Should -Be 'SecurityError'
        "$($problems[0]) $($problems[0] | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue)" | Should -Not -Match 'ann@'
        "$($problems[0])" | Should -Match 'EMAIL_ADDRESS 1'
    }

    It 'leaves out what is allowed, what scores too low, and finds patterns of the user' {
        (Protect-AgentText 'ann@example.com bob@example.org' -Entity EMAIL_ADDRESS -AllowList 'ann@example.com').Text | Should -BeExactly 'ann@example.com <EMAIL_ADDRESS_1>'
        (Protect-AgentText 'see E123456' -Entity EMAIL_ADDRESS -Pattern @{ EMPLOYEE_ID = 'E[0-9]{6}' }).Text | Should -BeExactly 'see <EMPLOYEE_ID_1>'
    }

    It 'takes kinds from a blueprint' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:1" -Tail "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]`n"

        (Protect-AgentText 'ann@example.com +49 30 901820' -Blueprint $path).Text | Should -BeExactly '<EMAIL_ADDRESS_1> +49 30 901820'
        (Protect-AgentText 'ann@example.com +49 30 901820' -Blueprint (Import-AgentBlueprint $path)).Text | Should -BeExactly '<EMAIL_ADDRESS_1> +49 30 901820'
    }

    It 'refuses kinds that nothing here can find, unless they are allowed' {
        { Protect-AgentText 'x' -Entity PERSON } | Should -Throw -ErrorId 'ProtectionUnavailable*'
        (Protect-AgentText 'ann@example.com' -Entity PERSON, EMAIL_ADDRESS -AllowUnprotectedEntity person).Text | Should -BeExactly '<EMAIL_ADDRESS_1>'
        (Protect-AgentText 'ann@example.com').Text | Should -BeExactly '<EMAIL_ADDRESS_1>'
    }

    It 'says of an unknown kind what a blueprint gets to hear, wherever it is named: <Where>' -ForEach @(
        @{ Where = 'what is looked for'; Arguments = @{ Entity = 'EMAIL' }; What = '' }
        @{ Where = 'what is done'; Arguments = @{ Action = @{ EMAIL = 'Mask' } }; What = ', and an action is given for it' }
        @{ Where = 'what may stay'; Arguments = @{ Entity = 'URL'; AllowUnprotectedEntity = 'EMAIL' }; What = ', and it is allowed to leave unprotected' }
    ) {
        $problem = { Protect-AgentText 'x' @Arguments } | Should -Throw -ErrorId 'EntityUnknown*' -PassThru
        "$problem" | Should -BeExactly "'EMAIL' is no kind of personal data that Presidio knows$What; nothing was sent."
        $problem.ErrorDetails.RecommendedAction | Should -BeExactly "Did you mean 'EMAIL_ADDRESS'?"
        $problem.CategoryInfo.Category | Should -Be SecurityError

        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:1" -Tail "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL]`n"
        $found = Test-AgentBlueprint $path -Detailed | Where-Object Code -EQ EntityUnknown
        $found.Message | Should -BeExactly "'EMAIL' is no kind of personal data that Presidio knows, so a call is refused."
        $found.Suggestion | Should -BeExactly "Did you mean 'EMAIL_ADDRESS'?"
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an unknown action'; Arguments = @{ Action = 'Burn' }; Id = 'ProtectionArgumentInvalid*' }
        @{ What = 'an unknown action of a kind'; Arguments = @{ Action = @{ URL = 'Burn' } }; Id = 'ProtectionArgumentInvalid*' }
        @{ What = 'a number for an action'; Arguments = @{ Action = '1' }; Id = 'ProtectionArgumentInvalid*' }
        @{ What = 'a threshold above 1'; Arguments = @{ Threshold = 1.5 }; Id = 'ParameterArgumentValidationError*' }
        @{ What = 'a pattern that does not compile'; Arguments = @{ Pattern = @{ X_ID = '(' } }; Id = 'ProtectionUnavailable*' }
        @{ What = 'a missing blueprint'; Arguments = @{ Blueprint = 'missing.yaml' }; Id = 'BlueprintNotFound*' }
    ) {
        { Protect-AgentText 'x' @Arguments } | Should -Throw -ErrorId $Id
    }

    It 'fails closed where the analyzer does not answer' {
        $result = 'Ann', 'Bob' | Protect-AgentText -Entity PERSON -PresidioAnalyzerUri 'http://127.0.0.1:9' -ErrorVariable problems -ErrorAction SilentlyContinue

        $result | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeExactly 'ProtectionFailed,AgentCore.LiteLlm.Commands.ProtectAgentTextCommand'
        $problems[0].TargetObject | Should -BeExactly 'texts 1 to 2'
    }

    It 'shows no value in anything that prints it' {
        $safe = Protect-AgentText 'x ann@example.com' -Entity EMAIL_ADDRESS
        $file = Join-Path (Get-Item TestDrive:/).FullName 'safe.xml'
        $safe | Export-Clixml -LiteralPath $file -Depth 6

        "$safe $($safe | ConvertTo-Json -Depth 6) $($safe | Format-List -Force | Out-String) $($safe | Format-Custom -Depth 6 | Out-String) $(Get-Content -LiteralPath $file -Raw)" | Should -Not -Match 'example'
        { Import-Clixml -LiteralPath $file | Unprotect-AgentText -ErrorAction Stop } | Should -Throw
    }

    It 'completes the names of kinds' {
        $line = 'Protect-AgentText -Entity EMAIL'

        (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText | Should -Contain 'EMAIL_ADDRESS'
    }
}
