BeforeDiscovery {
    Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../../AgentCore.LiteLlm.psd1"))
    if (-not ('SampleObject' -as [type])) { Add-Type -Path $PSScriptRoot/Support/SampleObject.cs -IgnoreWarnings -WarningAction SilentlyContinue }
    $types = (Get-Command -Module AgentCore.LiteLlm).OutputType.Name | Where-Object { $_ -like 'AgentCore.*' } | Sort-Object -Unique
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # Text as a user sees it in a narrow terminal. PowerShell wraps at words in the cultures that it knows to have them, and not in the invariant one.
    function Show-Narrow {
        $before, $culture = $PSStyle.OutputRendering, [cultureinfo]::CurrentCulture
        $PSStyle.OutputRendering = 'PlainText'
        [cultureinfo]::CurrentCulture = 'en-US'
        try { ($input | Out-String -Width 80) -split '\r?\n' | ForEach-Object TrimEnd | Where-Object { $_ } }
        finally {
            $PSStyle.OutputRendering = $before
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    # Text as a user sees it, in lines that are not cut.
    function Show {
        $before = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try { $input | Out-String -Width 300 } finally { $PSStyle.OutputRendering = $before }
    }

    $canary = 'sk-canary-3f9a1c'
    $env:VIEW_TEST_KEY = $canary
    $blueprint = Import-AgentBlueprint (New-Blueprint -Model "model_id: gpt-4o`nbase_url: http://localhost:4000`napi_key_env: VIEW_TEST_KEY")
    $model = Resolve-AgentModel $blueprint -Headers @{ 'X-Secret' = "$canary-header" }
    $reply = Invoke-AgentPrompt hi -Model $model -Mode Simulation -System ''
}

AfterAll {
    $env:VIEW_TEST_KEY = $null
}

Describe 'The view of <_>' -ForEach $types {
    It 'is there' {
        Get-FormatData -TypeName $_ | Should -Not -BeNullOrEmpty -Because 'cmdlets write it'
    }
}

Describe 'The views' {
    It 'are one for each type' {
        $names = (Select-Xml -LiteralPath "$RepositoryRoot/src/AgentCore.LiteLlm/AgentCore.LiteLlm.format.ps1xml" -XPath '//TypeName').Node.InnerText

        $names | Group-Object | Where-Object Count -GT 1 | ForEach-Object Name | Should -BeNullOrEmpty
    }

    It 'say in the module what they say where they are written' {
        $written, $read = foreach ($path in "$RepositoryRoot/src/AgentCore.LiteLlm", "$RepositoryRoot/bin") {
            ([xml] [IO.File]::ReadAllText("$path/AgentCore.LiteLlm.format.ps1xml")).OuterXml
        }

        $read | Should -BeExactly $written
        $read.Length | Should -BeGreaterThan 10000
    }
}

Describe 'What a person sees of <_>' -ForEach $types {
    It 'names no type of a list' {
        # Long enough for a hash.
        $made = [SampleObject]::Of(($_ -as [type]), 'text of sixteen or more', 8)
        $seen = @(
            $made | Show
            $made | Format-List * | Show
            $made | Format-Table * | Show
            "$made"
            if ($_ -ne 'AgentCore.LiteLlm.TestEndpoints.TestEndpoint') { $made.ToString() }
        )

        # What ConvertTo-Json cuts off at its depth is the text of an object.
        ConvertTo-Json -InputObject $made -WarningAction SilentlyContinue | Should -Not -Match 'ImmutableArray'
        $seen -join "`n" | Should -Not -Match 'Immutable|System\.Collections|`\d\['
    }
}

Describe 'At 80 columns' {
    BeforeAll {
        function Get-Stock { param([string] $Product) [pscustomobject]@{ Product = $Product; Pieces = 3 } }
        $run = Invoke-AgentPrompt hi -Model $model -Mode Simulation -System '' -Tool Get-Stock
    }

    It 'a conversation is who said what' {
        $run.Conversation | Show-Narrow | Should -Be @(
            'Messages : user: hi'
            '           assistant: calls Get-Stock {}'
            "           tool (of $($run.Steps[1].CallId)): {`"Product`":`"`",`"Pieces`":3}"
            '           assistant: Simulated reply from gpt-4o to: hi (with'
            '           {"Product":"","Pieces":3})'
        )
    }

    It 'its messages are a table' {
        $run.Conversation.Messages | Show-Narrow | Select-Object -First 5 | Should -Be @(
            'Role      Text'
            '----      ----'
            'User      hi'
            'Assistant calls Get-Stock {}'
            'Tool      {"Product":"","Pieces":3}'
        )
    }

    It 'the steps of a run are a table, one line each' {
        $lines = @($run.Steps | Show-Narrow)

        $lines | Should -HaveCount 5
        $lines[0] | Should -BeExactly 'Turn What                           Outcome        In     Out       Cost Seconds'
        $lines[2] | Should -Match '^   1 the model calls 1 tool                         1       2              \d\.\d{3}$'
        $lines[3] | Should -Match '^   1 Get-Stock \{\}                   Succeeded                              \d\.\d{3}$'
    }

    It 'the pieces of an answer are shown as they come, whole' {
        $long = [AgentCore.LiteLlm.Chat.AgentChunk]::new('Text', 'x' * 100)
        $long, [AgentCore.LiteLlm.Chat.AgentChunk]::new('Text', "two`nlines") | Show-Narrow | Should -Be @(
            'Kind         Text'
            '----         ----'
            "Text         $('x' * 67)"
            "             $('x' * 33)"
            'Text         two'
            '             lines'
        )

        # A view that measures its columns first shows nothing before the last piece.
        (Get-FormatData -TypeName AgentCore.LiteLlm.Chat.AgentChunk).FormatViewDefinition.Control.AutoSize | Should -BeFalse
    }

    It 'the file of New-AgentBlueprint is shown as Get-Item shows it, from any place' {
        $file = (Join-Path (Get-Item TestDrive:/).FullName 'shown.yaml')
        $made = New-AgentBlueprint $file

        $made | Should -BeOfType ([IO.FileInfo])
        $made | Show-Narrow | Should -Be (Get-Item $file | Show-Narrow)
        Push-Location Env:
        try { (New-AgentBlueprint $file -Force).FullName | Should -BeExactly $made.FullName } finally { Pop-Location }
    }

    It 'results of evaluations keep every digit of their costs, and wrap their words' {
        $result = [AgentCore.LiteLlm.Evaluations.EvaluationResult]::new()
        $cheap = [SampleObject]::Of([AgentCore.LiteLlm.Chat.AgentReply], 'text', 3)
        $cheap.GetType().GetProperty('Cost').SetValue($cheap, [decimal]'0.00000123')
        foreach ($set in @{ Name = 'greets the user by the name that was given'; File = 'a'; Reply = $cheap; Outcome = 'Errored'; Reason = 'what went wrong, in more words than fit into a line' }.GetEnumerator()) {
            $property = $result.GetType().GetProperty($set.Key)
            $property.SetValue($result, [Management.Automation.LanguagePrimitives]::ConvertTo($set.Value, $property.PropertyType))
        }

        $lines = @($result | Show-Narrow)
        $lines[0] | Should -BeExactly 'Outcome Case                     Seconds        Cost Message'
        $lines[2] | Should -Match '^Errored greets the user by the  +1\.000 +0\.00000123 what went wrong, in more$'
        $lines -join '' | Should -Match 'fit into a line|a line'
    }
}

Describe 'Costs' {
    It 'show as many digits as they have' {
        $reply = [SampleObject]::Of([AgentCore.LiteLlm.Chat.AgentReply], 'text', 3)
        $reply.GetType().GetProperty('Cost').SetValue($reply, [decimal]'0.000000123456789')

        $reply | Show | Should -Match '(?m)^Cost\s+: 0\.000000123456789\s*$'
        $sum = $reply | Measure-AgentUsage
        $sum | Show | Should -Match '(?m)^Cost\s+: 0\.000000123456789\s*$'
        "$sum" | Should -BeLike '*, 0.000000123456789 US dollars*'
    }

    It 'show as many digits as they have in steps' {
        $step = [AgentCore.LiteLlm.Messages.AgentStep]::new()
        $step.GetType().GetProperty('Cost').SetValue($step, [decimal]'0.00000123')

        $step | Show | Should -Match ' 0\.00000123\s'
    }

    It 'show as many digits as they have in lists of models' {
        $listed = [SampleObject]::Of([AgentCore.LiteLlm.Endpoints.AgentModelInfo], 'text', 1)
        $listed.GetType().GetProperty('InputCostPerToken').SetValue($listed, [decimal]'0.00000000123456')

        $listed | Show | Should -Match '0\.00123456 '
    }
}

Describe 'What is shown' {
    It 'leaves out of a reply what there is nothing to say of' {
        $text = $reply | Show

        $text | Should -Match '(?m)^Text\s+: Simulated reply'
        $text | Should -Match '(?m)^Usage\s+: \d+ in, \d+ out'
        $text | Should -Not -Match '(?m)^(Reasoning|Refusal|ToolCalls|Cost|Gateway|Attempts|Warnings)\s'
    }

    It 'is short also for objects that follow another type' {
        $text = & { $blueprint; $model; $reply; $blueprint } | Show

        $text | Should -Match '(?m)^Route\s+: base_url is set'
        $text | Should -Match '(?m)^FinishReason\s+: stop'
        $text | Should -Not -Match '(?m)^(Refusal|Iterations|TimeToFirstToken|Identity|MultiAgent|Origins)\s+:'
    }

    It 'never holds a secret' {
        $text = & { $model; $reply; $model | Format-List *; $reply | Format-List *; $model | Format-Table *; [AgentCore.LiteLlm.Secrets.Secret]::new($canary) } | Show

        $text | Should -Not -Match $canary
        $text | Should -Match '\*\*\*'
    }

    It 'is a table of findings' {
        $text = Test-AgentBlueprint -Content 'id: a' -Detailed | Show

        $text | Should -Match '(?m)^  1,1 +Error KeyMissing'
    }
}
