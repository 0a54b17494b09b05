BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/Surface.ps1

    # Equal lines stand under several cmdlets: each is compared with its cmdlet's name before it.
    function Join-Cmdlet {
        param([string[]] $Line)

        $cmdlet = ''
        foreach ($one in $Line) {
            if ($one -match '^\S') {
                $cmdlet = $one
            }

            "$cmdlet$($one -replace '^(?=\S)', ' ')"
        }
    }
}

Describe 'The surface of the module' {
    It 'is the one that Surface.txt records' {
        $recorded = @(Get-Content -LiteralPath $PSScriptRoot/Surface.txt)
        $found = @(Get-Surface AgentCore.LiteLlm)
        if (($found -join "`n") -ceq ($recorded -join "`n")) {
            return
        }

        $fresh = "$RepositoryRoot/artifacts/pester/Surface.txt"
        $null = New-Item -ItemType Directory -Path (Split-Path $fresh) -Force
        Set-Content -LiteralPath $fresh -Value $found
        $differences = Compare-Object (Join-Cmdlet $recorded) (Join-Cmdlet $found) -CaseSensitive |
            ForEach-Object { "$($_.SideIndicator -eq '<=' ? '-' : '+') $($_.InputObject)" } | Sort-Object { $_.Substring(1) }

        # Everybody's scripts stand on these lines: a change that is meant is recorded with it, and said in CHANGELOG.md.
        throw "The surface changed:`n$(($differences ?? 'the order of its lines') -join "`n")`nWhere that is meant: Copy-Item artifacts/pester/Surface.txt tests/Module/Surface.txt"
    }
}
