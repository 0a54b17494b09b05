# Runs every *.Tests.ps1 beside this folder and leaves the counts in artifacts/pester/results.json.
param(
    [string] $Path = "$PSScriptRoot/.."
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/PesterPath.ps1
Import-Module -Name Pester -MinimumVersion $MinimumPesterVersion

$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = 'Normal'; RenderMode = 'Plaintext' }
}

$folder = [IO.Path]::GetFullPath("$PSScriptRoot/../../../artifacts/pester")
$null = New-Item -ItemType Directory -Path $folder -Force
[ordered]@{
    PowerShell = "$($PSVersionTable.PSVersion)"
    Pester     = "$((Get-Module -Name Pester).Version)"
    Passed     = $run.PassedCount
    Failed     = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    Skipped    = $run.SkippedCount
} | ConvertTo-Json | Set-Content -Path "$folder/results.json"

exit ($run.Result -eq 'Passed' ? 0 : 1)
