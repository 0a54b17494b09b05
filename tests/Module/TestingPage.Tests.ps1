BeforeDiscovery {
    # The page's own example, exactly as a user would copy it.
    $page = Get-Content -Raw -LiteralPath "$PSScriptRoot/../../docs/testing.md"
    $example = [regex]::Match($page, '(?s)TestingPage\.Tests\.ps1\. -->\r?\n```powershell\r?\n(.*?)\r?\n```').Groups[1].Value
    $example | Should -Not -BeNullOrEmpty
    $tests = [regex]::Matches($example, "(?m)^    It '").Count
}

Describe 'The example of docs/testing.md' {
    It 'passes as it stands, with all of its <Count> tests' -ForEach @(@{ Example = $example; Count = $tests }) {
        . $PSScriptRoot/Support/Common.ps1
        $folder = Join-Path (Get-Item TestDrive:/).FullName 'example'
        $null = New-Item -ItemType Directory -Path $folder
        Set-Content -LiteralPath "$folder/Sort-Ticket.Tests.ps1" -Value $Example

        # In a process of its own: the example finds the module by its name, as an installed one.
        $null = New-Item -ItemType SymbolicLink -Path "$folder/modules/AgentCore.LiteLlm" -Target $RepositoryRoot -Force
        $pester = (Get-Module Pester).Path
        $found = Invoke-Fresh "`$env:PSModulePath = '$folder/modules' + [IO.Path]::PathSeparator + `$env:PSModulePath; Import-Module '$pester'; `$run = Invoke-Pester '$folder/Sort-Ticket.Tests.ps1' -PassThru -Output None; `$run.Failed.ErrorRecord | Out-String; 'passed ' + `$run.PassedCount + ' of ' + `$run.TotalCount"

        $Count | Should -BeGreaterThan 3
        $found | Select-Object -Last 1 | Should -BeExactly "passed $Count of $Count" -Because ($found | Out-String)
    }
}
