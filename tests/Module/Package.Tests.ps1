BeforeDiscovery {
    # Windows PowerShell's installer cannot stand in for it.
    $canInstall = [bool] (Get-Command -Name Install-PSResource -ErrorAction Ignore)
    if (-not $canInstall) {
        Write-Host 'PSResourceGet is not here: the test that installs the package is skipped.'
    }
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # Packs bin/ as the build left it, whichever configuration that was.
    function New-TestPackage {
        $output = Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid())
        $tool = Get-Built AgentCore.LiteLlm.Build
        $deps = Get-Item "$RepositoryRoot/artifacts/bin/AgentCore.LiteLlm/$($tool.Directory.Name)/AgentCore.LiteLlm.deps.json"
        $said = & dotnet exec $tool package $RepositoryRoot $deps $output 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        $output
    }

    function Get-Entry {
        param([string] $Package)

        $archive = [IO.Compression.ZipFile]::OpenRead($Package)
        try {
            foreach ($entry in $archive.Entries) {
                $reader = [IO.StreamReader]::new($entry.Open())
                @{ Path = $entry.FullName; Text = $reader.ReadToEnd() }
            }
        }
        finally {
            $archive.Dispose()
        }
    }

    $folder = New-TestPackage
    $version = (Import-PowerShellDataFile -LiteralPath $ManifestPath).ModuleVersion
    $package = "$folder/AgentCore.LiteLlm.$version.nupkg"
    $entries = @(Get-Entry $package)
}

Describe 'The package' {
    It 'holds what a user needs, and nothing else' {
        $metadata = '_rels/.rels', '[Content_Types].xml', 'AgentCore.LiteLlm.nuspec'
        $unexpected = $entries.Path | Where-Object {
            $_ -notin $metadata -and $_ -notmatch '^(AgentCore\.LiteLlm\.psd1|README\.md|CHANGELOG\.md|CONTRIBUTING\.md|LICENSE|bom\.cdx\.json|package/services/metadata/core-properties/[0-9a-f]{32}\.psmdcp|docs/[\w.-]+\.(md|json|txt)|docs/decisions/[\w.-]+\.md|samples/ci/(github|azure-pipelines)\.yml|samples/ci/hooks/pre-commit(\.ps1)?|samples/(review-team/)?([\w.-]+\.(yaml|ps1)|(prompts/)?[\w.-]+\.md)|bin/(lib/)?[\w.]+\.dll|bin/[\w.]+\.ps1xml|en-US/(about_\w+\.help\.txt|AgentCore\.LiteLlm\.dll-Help\.xml))$'
        }

        $unexpected | Should -BeNullOrEmpty
        $entries.Path | Should -Not -Match '\.pdb$|Tests|xunit|System\.Management\.Automation|\.deps\.json$|AgentCore\.LiteLlm\.Build'
        'bin/AgentCore.LiteLlm.dll', 'bin/AgentCore.LiteLlm.Loader.dll', 'bin/lib/AgentCore.LiteLlm.Core.dll', 'bin/lib/OpenAI.dll', 'bin/lib/YamlDotNet.dll', 'en-US/AgentCore.LiteLlm.dll-Help.xml', 'LICENSE', 'docs/third-party-notices.md', 'docs/apache-2.0.txt' |
            ForEach-Object { $entries.Path | Should -Contain $_ }
    }

    It 'has no link that leads out of it' {
        $broken = foreach ($page in $entries.Where({ $_.Path -like '*.md' })) {
            # What stands in code is no link.
            $text = $page.Text -replace '(?s)```.*?```' -replace '`[^`\n]*`'
            foreach ($link in [regex]::Matches($text, '\]\((?!https?:)([^)#\s]+)')) {
                $target = [IO.Path]::GetRelativePath('/', [IO.Path]::GetFullPath("/$(Split-Path $page.Path)/$($link.Groups[1].Value)")) -replace '\\', '/'
                if (-not ($entries.Path -like "$target/*") -and $entries.Path -notcontains $target) { "$($page.Path): $($link.Groups[1].Value)" }
            }
        }

        $broken | Should -BeNullOrEmpty
    }

    It 'is made of the same bytes each time' {
        $again = New-TestPackage

        (Get-FileHash "$again/AgentCore.LiteLlm.$version.nupkg").Hash | Should -Be (Get-FileHash $package).Hash
    }

    It 'is described as the manifest says' {
        $manifest = Import-PowerShellDataFile -LiteralPath $ManifestPath
        $described = ([xml] ($entries | Where-Object { $_.Path -eq 'AgentCore.LiteLlm.nuspec' }).Text).package.metadata

        $described.id | Should -BeExactly 'AgentCore.LiteLlm'
        $described.version | Should -Be $manifest.ModuleVersion
        $described.authors | Should -Be $manifest.Author
        $described.description | Should -Be $manifest.Description
        $described.license.'#text' | Should -Be 'MIT'
        $tags = $described.tags -split ' '
        $tags | Should -Contain 'PSModule'
        $manifest.CmdletsToExport | ForEach-Object { $tags | Should -Contain "PSCmdlet_$_" }
        $manifest.PrivateData.PSData.Tags | ForEach-Object { $tags | Should -Contain $_ }
    }

    It 'lists what others wrote, with licences that are in the notices' {
        $bill = ($entries | Where-Object { $_.Path -eq 'bom.cdx.json' }).Text | ConvertFrom-Json
        $packages = @($bill.components | Where-Object purl)
        $notices = Get-Content -LiteralPath "$RepositoryRoot/docs/third-party-notices.md" -Raw

        "$($bill.bomFormat) $($bill.specVersion)" | Should -Be 'CycloneDX 1.6'
        foreach ($component in $packages) {
            $notices | Should -Match "(?m)^\| ``$([regex]::Escape($component.name))`` \| $($component.licenses[0].license.id) \| \S"
            $notices | Should -Match "(?m)^## $($component.licenses[0].license.id)$"
            $component.hashes[0].content | Should -Match '^[0-9a-f]{128}$'
        }

        $named = [regex]::Matches($notices, '(?m)^\| `([\w.]+)` \|') | ForEach-Object { $_.Groups[1].Value }
        Compare-Object $named $packages.name | Should -BeNullOrEmpty
        $bill.dependencies.ref | Should -Contain "pkg:nuget/AgentCore.LiteLlm@$version"
    }

    It 'names every file that it holds in its bill, by hash' {
        $bill = ($entries | Where-Object { $_.Path -eq 'bom.cdx.json' }).Text | ConvertFrom-Json
        $named = @($bill.components | Where-Object type -EQ 'file') + @($bill.components.components | Where-Object { $_ })
        $shipped = Get-ChildItem -LiteralPath "$folder/AgentCore.LiteLlm" -Recurse -File | Where-Object Name -NE 'bom.cdx.json'
        $root = (Get-Item -LiteralPath "$folder/AgentCore.LiteLlm").FullName

        $named.Count | Should -Be $shipped.Count
        foreach ($file in $shipped) {
            $path = [IO.Path]::GetRelativePath($root, $file.FullName).Replace('\', '/')
            ($named | Where-Object name -EQ $path).hashes[0].content | Should -Be (Get-FileHash -LiteralPath $file.FullName).Hash -Because $path
        }

        foreach ($package in $bill.components | Where-Object purl) { $package.components | Should -Not -BeNullOrEmpty -Because $package.name }
        'bin/AgentCore.LiteLlm.dll', 'bin/lib/AgentCore.LiteLlm.Core.dll' | ForEach-Object { $named.name | Should -Contain $_ }
    }

    It 'says of a file that differs from what was built what it was made of' {
        $bill = ($entries | Where-Object { $_.Path -eq 'bom.cdx.json' }).Text | ConvertFrom-Json
        $tool = Get-Built AgentCore.LiteLlm.Build
        $built = "$RepositoryRoot/artifacts/bin/AgentCore.LiteLlm/$($tool.Directory.Name)"
        foreach ($file in @($bill.components; $bill.components.components) | Where-Object { $_.type -eq 'file' -and $_.name -like '*.dll' }) {
            $original = "$built/$(Split-Path -Leaf $file.name)"
            if (-not (Test-Path -LiteralPath $original)) { continue }

            $hash = (Get-FileHash -LiteralPath $original).Hash
            if ($file.hashes[0].content -eq $hash) { $file.PSObject.Properties.Name | Should -Not -Contain 'pedigree' }
            else {
                $file.pedigree.ancestors[0].hashes[0].content | Should -Be $hash
                $file.pedigree.notes | Should -Match 'native compiler'
            }
        }
    }

    It 'is not made of an assembly that is neither what was built nor compiled of it' {
        $tool = Get-Built AgentCore.LiteLlm.Build
        $built = New-Item -ItemType Directory -Path (Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid()))
        Copy-Item "$RepositoryRoot/artifacts/bin/AgentCore.LiteLlm/$($tool.Directory.Name)/*" $built -Include '*.dll', '*.deps.json'
        Copy-Item "$built/Tomlyn.dll" "$built/YamlDotNet.dll" -Force
        $said = & dotnet exec $tool package $RepositoryRoot "$built/AgentCore.LiteLlm.deps.json" "$built/out" 2>&1

        $LASTEXITCODE | Should -Be 1
        "$said" | Should -BeLike 'error PACKAGE01: bin/lib/YamlDotNet.dll is neither the assembly of this build nor native code made of it*'
    }

    It 'is refused by the check when a file is <Case>' -ForEach @(
        @{ Case = 'changed'; Says = 'README.md is another file*'; Change = { param($archive) $archive.GetEntry('README.md').Delete(); $to = $archive.CreateEntry('README.md').Open(); $to.WriteByte(65); $to.Dispose() } }
        @{ Case = 'added'; Says = 'bin/lib/evil.dll is in the package and is not named*'; Change = { param($archive) $archive.CreateEntry('bin/lib/evil.dll').Open().Dispose() } }
        @{ Case = 'missing'; Says = 'bin/lib/OpenAI.dll is named*'; Change = { param($archive) $archive.GetEntry('bin/lib/OpenAI.dll').Delete() } }
        @{ Case = 'there twice'; Says = 'LICENSE is in the package twice*'; Change = { param($archive) $archive.CreateEntry('LICENSE').Open().Dispose() } }
        @{ Case = 'the bill, which is gone'; Says = 'The package has no bom.cdx.json*'; Change = { param($archive) $archive.GetEntry('bom.cdx.json').Delete() } }
    ) {
        $tool = Get-Built AgentCore.LiteLlm.Build
        $copy = Join-Path (Get-Item TestDrive:/).FullName "$([guid]::NewGuid()).nupkg"
        Copy-Item -LiteralPath $package -Destination $copy
        & dotnet exec $tool check $copy 2>&1 | Should -BeNullOrEmpty
        $archive = [IO.Compression.ZipFile]::Open($copy, 'Update')
        try { & $Change $archive } finally { $archive.Dispose() }

        $said = & dotnet exec $tool check $copy 2>&1
        $LASTEXITCODE | Should -Be 1
        "$said" | Should -BeLike "error PACKAGE02: $Says"
    }

    It 'names the licence that each package names itself' {
        $bill = ($entries | Where-Object { $_.Path -eq 'bom.cdx.json' }).Text | ConvertFrom-Json
        $cache = $env:NUGET_PACKAGES ?? (Join-Path ([Environment]::GetFolderPath('UserProfile')) '.nuget/packages')
        foreach ($component in $bill.components | Where-Object purl) {
            $spec = "$cache/$($component.name.ToLowerInvariant())/$($component.version)/$($component.name.ToLowerInvariant()).nuspec"
            if (Test-Path -LiteralPath $spec) {
                ([xml] (Get-Content -LiteralPath $spec -Raw)).package.metadata.license.'#text' | Should -Be $component.licenses[0].license.id -Because $component.name
            }
        }
    }

    It 'works from a module path of its own, in a fresh process' {
        $found = Invoke-Fresh "`$env:PSModulePath = '$folder'; Import-Module AgentCore.LiteLlm; Set-Location (Get-Module AgentCore.LiteLlm).ModuleBase; (Get-Module AgentCore.LiteLlm).ModuleBase; (Invoke-AgentPrompt hi -Blueprint samples/proxy-agent.yaml -Mode Simulation -WarningAction Ignore).Text; (Get-Help Resolve-AgentModel).Synopsis"

        $found[0] | Should -Be "$folder/AgentCore.LiteLlm".Replace('/', [IO.Path]::DirectorySeparatorChar)
        $found[1] | Should -BeLike 'Simulated reply*'
        $found[2] | Should -BeLike 'Shows where*'
    }

    It 'is installed by Install-PSResource from a local repository' -Skip:(-not $canInstall) {
        $name = "AgentCoreTest$([guid]::NewGuid().ToString('N'))"
        $target = (New-Item -ItemType Directory -Path "$folder/installed").FullName
        Register-PSResourceRepository -Name $name -Uri $folder -Trusted
        try {
            Save-PSResource -Name AgentCore.LiteLlm -Repository $name -Path $target -TrustRepository
        }
        finally {
            Unregister-PSResourceRepository -Name $name
        }

        (Get-ChildItem -LiteralPath "$target/AgentCore.LiteLlm/$version" -Name) | Should -Contain 'AgentCore.LiteLlm.psd1'
    }
}
