# Runs the *.Tests.ps1 at a path, all of the suite without one, and leaves the counts where a file for them is named.
param(
    # The manifest of the Pester that runs them.
    [Parameter(Mandatory)]
    [string] $Pester,

    [string] $Path = "$PSScriptRoot/..",

    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $Pester

$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = 'Normal'; RenderMode = 'Plaintext' }
}

if ($ResultPath) {
    [ordered]@{
        PowerShell = "$($PSVersionTable.PSVersion)"
        Pester     = "$((Get-Module -Name Pester).Version)"
        Passed     = $run.PassedCount
        Failed     = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
        Skipped    = $run.SkippedCount
        Failures   = @($run.Failed + $run.FailedBlocks + $run.FailedContainers | ForEach-Object { "$($_.ExpandedPath ?? $_.Item)`n$($_.ErrorRecord -join "`n")" })
    } | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
}

exit ($run.Result -eq 'Passed' ? 0 : 1)
