# Runs an agent with two PowerShell tools in simulation: no network, no key. A simulated model calls each tool once, with the first
# values that its parameters take, and then answers in the blueprint's output_schema.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../AgentCore.LiteLlm.psd1"

function Get-Stock {
    <#
    .SYNOPSIS
    Says how many pieces of a product are there, and how many there should be.

    .PARAMETER Product
    The product.
    #>
    param(
        [Parameter(Mandatory)]
        [ValidateSet('ink', 'pens')]
        [string] $Product
    )

    [pscustomobject]@{ Product = $Product; Pieces = @{ ink = 3; pens = 40 }[$Product]; Target = 20 }
}

function Get-Price {
    <#
    .SYNOPSIS
    Says what a supplier wants for one piece of a product.
    #>
    param(
        [Parameter(Mandatory)]
        [ValidateSet('ink', 'pens')]
        [string] $Product,

        [Parameter(Mandatory)]
        [ValidateSet('north', 'south')]
        [string] $Supplier,

        [ValidateRange(1, 1000)]
        [int] $Pieces = 1
    )

    [pscustomobject]@{ Supplier = $Supplier; Price = @{ north = 2.40; south = 2.15 }[$Supplier] * $Pieces }
}

$reply = Invoke-AgentPrompt 'Do we need ink?' -Blueprint "$PSScriptRoot/tools-agent.yaml" -Tool Get-Stock, Get-Price -Mode Simulation -WarningAction SilentlyContinue
$reply.Steps | ForEach-Object { "$_" -replace '\d+\.\d+ s', '…' }
$reply.Steps | Where-Object Tool | ForEach-Object { "$($_.Tool) $($_.Arguments) -> $($_.Result)" }
$reply.Output | ConvertTo-Json -Compress
