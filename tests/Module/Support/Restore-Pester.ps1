# Makes Pester importable: as it is installed, else from the Gallery into a folder of the build.
$ErrorActionPreference = 'Stop'
. $PSScriptRoot/PesterPath.ps1

if (Get-Module -ListAvailable -Name Pester | Where-Object Version -GE $MinimumPesterVersion) {
    exit 0
}

try {
    $null = New-Item -ItemType Directory -Path $PesterFolder -Force
    if (Get-Command -Name Save-PSResource -ErrorAction Ignore) {
        Save-PSResource -Name Pester -Version "[$MinimumPesterVersion,)" -Path $PesterFolder -TrustRepository
    }
    else {
        Save-Module -Name Pester -MinimumVersion $MinimumPesterVersion -Path $PesterFolder -Force
    }
}
catch {
    Write-Output "$_"
    exit 1
}
