# Where Pester is looked for beside the usual places, and the oldest that the suite is written for.
$MinimumPesterVersion = [version]'5.5.0'
$PesterFolder = [IO.Path]::GetFullPath("$PSScriptRoot/../../../artifacts/pester/modules")
$env:PSModulePath = $PesterFolder + [IO.Path]::PathSeparator + $env:PSModulePath
