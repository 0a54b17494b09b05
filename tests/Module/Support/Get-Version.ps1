# Succeeds in a PowerShell that the module supports.
if ($PSVersionTable.PSVersion -lt [version]'7.4') {
    Write-Output "PowerShell $($PSVersionTable.PSVersion) is older than 7.4."
    exit 1
}

"$($PSVersionTable.PSVersion)"
