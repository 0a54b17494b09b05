BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # Asks an endpoint that first tells everybody to wait, and gives what was shown meanwhile.
    function Get-Shown {
        param([int] $Wait, [string] $Ask)

        $busy = @{ Error = 'slow down'; Status = 429; Headers = @{ 'retry-after-ms' = "$Wait" } }
        $endpoint = Start-AgentTestEndpoint $busy, $busy, 'an answer'
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ManifestPath'; `$model = `$args[0]; $Ask").AddArgument($endpoint.Model).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Streams.Progress.Where({ $_.Activity -like '*-Agent*' })
        }
        finally {
            $shell.Dispose()
            Stop-AgentTestEndpoint $endpoint
        }
    }
}

Describe 'A wait' {
    It 'of 2 s or more is shown with why and how long, and taken away' {
        $shown = Get-Shown 2000 "Invoke-AgentPrompt hi -Model `$model"

        $shown.RecordType | Should -Be @('Processing', 'Completed', 'Processing', 'Completed')
        $shown[0].Activity | Should -Be 'Invoke-AgentPrompt'
        $shown[0].StatusDescription | Should -BeLike 'Attempt 1 of 4 failed (RateLimited, 429); the next follows in 2* s, as the endpoint asks.'
        $shown[2].StatusDescription | Should -BeLike 'Attempt 2 of 4 failed (RateLimited, 429); the next follows in 2* s, as the endpoint asks.'
        $shown[0].SecondsRemaining | Should -Be 3
    }

    It 'that is short is shown where the silence before it was long' {
        $shown = Get-Shown 1500 "Invoke-AgentPrompt hi -Model `$model"

        $shown.StatusDescription -like 'Attempt 2 of 4 failed*' | Should -HaveCount 1
        $shown[-1].RecordType | Should -Be 'Completed'
    }

    It 'that nobody feels is not shown' {
        Get-Shown 5 "Invoke-AgentPrompt hi -Model `$model" | Should -BeNullOrEmpty
    }

    It 'of many calls at once is part of their bar' {
        $shown = Get-Shown 2500 "'a', 'b' | Invoke-AgentPrompt -Model `$model -ThrottleLimit 2"

        $shown.StatusDescription | Should -Contain '0 answered, 2 under way, 0 a second, waiting up to 3 s'
        $shown[-1].RecordType | Should -Be 'Completed'
        @($shown.ActivityId | Select-Object -Unique).Count | Should -Be 1
    }
}
