BeforeDiscovery {
    Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../../AgentCore.LiteLlm.psd1"))
    $types = (Get-Command -Module AgentCore.LiteLlm).OutputType.Name | Where-Object { $_ -like 'AgentCore.*' } | Sort-Object -Unique
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

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

        $text | Should -Match '(?m)^Severity\s+Code\s+Line\s+Column\s+Path\s+Message'
    }
}
