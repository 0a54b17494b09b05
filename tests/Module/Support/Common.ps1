# What every suite needs: the module as a user imports it, from the repository root.
$ErrorActionPreference = 'Stop'
$RepositoryRoot = [IO.Path]::GetFullPath("$PSScriptRoot/../../..")
$ManifestPath = Join-Path $RepositoryRoot 'AgentCore.LiteLlm.psd1'
Import-Module $ManifestPath
