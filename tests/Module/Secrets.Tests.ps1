BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'A key in the place of a variable''s name' {
    BeforeAll {
        # Tokens are made from their shapes here, so that none stands in a file.
        $alphabets = @{
            hex = '0123456789abcdef'; low = 'abcdefghijklmnopqrstuvwxyz0123456789'; upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
            alpha = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'; base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; digits = '0123456789'
            bech = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'
        }
        $alphabets.alnum = $alphabets.alpha + $alphabets.digits
        $alphabets.base64 = $alphabets.alnum + '+/'
        $alphabets.url = $alphabets.alnum + '-_'
        $random = [Random]::new(5)
        function New-Token([string] $Shape) {
            [regex]::Replace($Shape.Replace('{uuid}', '{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}'), '\{(\w+):(\d+)\}', {
                    param($match)
                    $random.GetString($alphabets[$match.Groups[1].Value], [int] $match.Groups[2].Value)
                })
        }

        $shapes = Get-Content $PSScriptRoot/../AgentCore.LiteLlm.Core.Tests/Secrets/token-shapes.tsv | Where-Object { $_ -notlike '#*' } |
            ForEach-Object { ($_ -split "`t")[0] }
        $script:keys = @($shapes | ForEach-Object { New-Token $_ })
        $script:files = @(foreach ($key in $keys) {
                New-Blueprint "model_id: m`nbase_url: http://127.0.0.1:9/v1`napi_key_env: '$key'`nextra_headers_env: { X-Test: '$key' }"
            })

        # Everything that is written of an object or an error, in every form in which it may end in a log.
        function Show-All {
            param([Parameter(ValueFromPipeline)] $Said)

            process {
                $error = $Said -as [System.Management.Automation.ErrorRecord]
                $objects = $Said; if ($error) { $objects = @($error, $error.Exception, $error.TargetObject, $error.ErrorDetails) }
                "$Said"
                $objects | Where-Object { $null -ne $_ } | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 1000; $_ | ConvertTo-Json -Depth 2 -WarningAction Ignore }
            }
        }

        function Get-Shown([string] $Text) { $keys | Where-Object { $Text.Contains($_) } }
    }

    BeforeEach { $env:EXECUTION_MODE = $null }

    It 'is shown by no finding, in no form' {
        $files.Count | Should -BeGreaterThan 200
        $said = $files | Test-AgentBlueprint -Detailed -Verbose *>&1 | Show-All
        $said += $files | Test-AgentBlueprint -As Sarif
        $said += $files | Test-AgentBlueprint -As GitHub

        ($said -join "`n") | Should -BeLike '*SecretInline*'
        Get-Shown ($said -join "`n") | Should -BeNullOrEmpty
    }

    It 'is shown by no blueprint, in no form' {
        $blueprints = @($files | Import-AgentBlueprint -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
        $said = $blueprints | ForEach-Object { "$_"; "$($_.Model)"; ConvertTo-Json -InputObject $_ -Depth 8; $_.Model | Format-List * -Force | Out-String -Width 1000 }
        $said += [System.Management.Automation.PSSerializer]::Serialize($blueprints, 6)

        $blueprints.Count | Should -BeGreaterThan 20
        ($said -join "`n") | Should -BeLike '*"ApiKeyEnv": "`*`*`*"*'
        Get-Shown ($said -join "`n") | Should -BeNullOrEmpty
    }

    It 'is shown by no resolved model' {
        $said = $files.Where{ $i++ % 4 -eq 0 } | Resolve-AgentModel -Verbose -ErrorAction Continue *>&1 | Show-All

        Get-Shown ($said -join "`n") | Should -BeNullOrEmpty
    }

    It 'is shown by no call that fails for it, nor in $Error' {
        $Error.Clear()
        $said = foreach ($file in $files.Where{ $i++ % 24 -eq 0 } + $files[-8..-1]) {
            # An unreadable blueprint ends the pipeline.
            foreach ($call in @{ MaximumRetryCount = 0; Verbose = $true }, @{ WhatIf = $true }) {
                try { Invoke-AgentPrompt hi -System s -Blueprint $file -ErrorAction Continue @call *>&1 | Show-All } catch { $_ | Show-All }
            }

            try { Test-AgentEndpoint $file -Detailed -Verbose -ErrorAction Continue *>&1 | Show-All } catch { $_ | Show-All }
        }

        $said += $Error | Show-All
        ($said -join "`n") | Should -BeLike '*ApiKeyNotSet*'
        Get-Shown ($said -join "`n") | Should -BeNullOrEmpty
    }
}

Describe 'What a program that a tool starts can read' -Skip:(-not $IsLinux) {
    BeforeAll {
        Set-Content $TestDrive/look.ps1 @'
param($Module, $File, $Folder, $How)
Import-Module $Module
$with = @{}
if ($How -eq 'session') { $env:AGENT_TEST_KEY = [Console]::In.ReadLine() }
if ($How -eq 'parameter') { $with.ApiKey = ConvertTo-SecureString ([Console]::In.ReadLine()) -AsPlainText -Force }
$look = New-AgentTool -Name look -ReadOnly {
    bash -c 'env > "$0"; cat /proc/$PPID/environ > "$1"; cat /proc/$PPID/cmdline > "$2"' "$Folder/inherited" "$Folder/block" "$Folder/line"
}
Resolve-AgentModel $File @with -WarningAction Ignore |
    Invoke-AgentPrompt -Prompt hi -System s -Mode Simulation -Tool $look -ToolApproval All | Out-Null
'@
        function Invoke-Look([string] $How) {
            $folder = (New-Item -ItemType Directory -Force "$TestDrive/$How").FullName
            $file = New-Blueprint "model_id: m`nbase_url: http://127.0.0.1:9/v1`napi_key_env: AGENT_TEST_KEY"
            $key = "canary-$([guid]::NewGuid())"
            $env:AGENT_TEST_KEY = $How -eq 'exported' ? $key : $null
            try { $key | Invoke-PowerShell -NoProfile -NonInteractive -File $TestDrive/look.ps1 $ManifestPath $file $folder $How }
            finally { $env:AGENT_TEST_KEY = $null }

            Get-Content $folder/inherited | Should -Contain "PATH=$env:PATH"
            'inherited', 'block', 'line' | Where-Object { [IO.File]::ReadAllText("$folder/$_").Contains($key) }
        }
    }

    It 'is not a key by inheritance; one that was exported before the session stands in the block of its parent, as docs/tools.md says' {
        Invoke-Look exported | Should -Be 'block'
    }

    It 'is no key that the session set itself, or that came by -ApiKey' -ForEach 'session', 'parameter' {
        Invoke-Look $_ | Should -BeNullOrEmpty
    }
}
