BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # Everything here happens in fresh processes: what is loaded once stays loaded.
    function Get-Fresh {
        param([string] $Script)

        Invoke-Fresh "& { $Script } | ConvertTo-Json -Compress" | ConvertFrom-Json
    }

    # That the manifest names every cmdlet is for the architecture tests to hold.
    $commands = (Import-PowerShellDataFile -LiteralPath $ManifestPath).CmdletsToExport | Sort-Object
}

Describe 'Loading the module' {
    It 'gives the full command set <Kind>' -ForEach @(
        @{ Kind = 'once'; Script = 'Import-Module {0}' }
        @{ Kind = 'twice'; Script = 'Import-Module {0}; Import-Module {0}' }
        @{ Kind = 'with -Force'; Script = 'Import-Module {0}; Import-Module {0} -Force' }
        @{ Kind = 'after it was removed'; Script = 'Import-Module {0}; Remove-Module AgentCore.LiteLlm; Import-Module {0}' }
        @{ Kind = 'after all that'; Script = 'Import-Module {0}; Import-Module {0} -Force; Remove-Module AgentCore.LiteLlm; Import-Module {0} -Force' }
    ) {
        $import = $Script -f "'$ManifestPath'"
        $found = Get-Fresh "$import; @((Get-Command -Module AgentCore.LiteLlm).Name | Sort-Object)"

        $found | Should -Be $commands
    }

    It 'loads from a folder with blanks and letters of other alphabets' {
        $folder = Join-Path (Get-Item TestDrive:/).FullName 'My mods ü/AgentCore.LiteLlm'
        $null = New-Item -ItemType Directory -Path $folder
        Copy-Item -LiteralPath $ManifestPath, "$RepositoryRoot/bin" -Destination $folder -Recurse

        $text = Invoke-Fresh "Import-Module '$folder/AgentCore.LiteLlm.psd1'; (Invoke-AgentPrompt hi -Blueprint '$RepositoryRoot/samples/proxy-agent.yaml' -Mode Simulation -WarningAction SilentlyContinue).Text"

        $text | Should -BeLike 'Simulated reply*'
    }

    It 'shows an object that comes after one of another type in few lines, however often and from how many copies it was imported' {
        $copy = (New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName 'two/AgentCore.LiteLlm/0.2.0')).FullName
        Copy-Item -LiteralPath "$RepositoryRoot/bin" -Destination $copy -Recurse
        (Get-Content -Raw -LiteralPath $ManifestPath) -replace "(?<=ModuleVersion\s*=\s*')[^']+", '0.2.0' | Set-Content -LiteralPath "$copy/AgentCore.LiteLlm.psd1"

        $text = Invoke-Fresh @"
`$PSStyle.OutputRendering = 'PlainText'
Import-Module '$ManifestPath'
Update-TypeData -TypeName AgentCore.LiteLlm.Chat.AgentReply -MemberType NoteProperty -MemberName Mine -Value kept
Import-Module '$copy/AgentCore.LiteLlm.psd1' -Force
Import-Module '$ManifestPath' -Force
'imported'
Get-Process -Id `$PID
`$reply = Invoke-AgentPrompt hi -Blueprint '$RepositoryRoot/samples/proxy-agent.yaml' -Mode Simulation -WarningAction SilentlyContinue
`$reply
Import-AgentBlueprint '$RepositoryRoot/samples/proxy-agent.yaml'
`$reply.Mine
"@ 2>&1 | Out-String

        $text | Should -Match '\Aimported'
        $text | Should -Match '(?m)^Text +: Simulated reply'
        $text | Should -Match '(?m)^PromptRef +: '
        $text | Should -Not -Match '(?m)^(Gates|Runtime) +:'
        $text | Should -Match '(?m)^kept'
    }

    It 'refuses another version in a process that has loaded one, says so in plain words, and goes on with the first' {
        $version = (Import-PowerShellDataFile -LiteralPath $ManifestPath).ModuleVersion
        $other = (New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName 'other/AgentCore.LiteLlm')).FullName
        Copy-Item -LiteralPath "$RepositoryRoot/bin" -Destination $other -Recurse
        (Get-Content -Raw -LiteralPath $ManifestPath) -replace "(?<=ModuleVersion\s*=\s*')[^']+", '0.9.9' | Set-Content -LiteralPath "$other/AgentCore.LiteLlm.psd1"

        # What a build of another version has otherwise: the Loader's name and its version.
        $loader = "$other/bin/AgentCore.LiteLlm.Loader.dll"
        $bytes = [IO.File]::ReadAllBytes($loader)
        $image = [Reflection.PortableExecutable.PEReader]::new([IO.MemoryStream]::new($bytes))
        $reader = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($image)
        $row = $image.PEHeaders.MetadataStartOffset + [Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetTableMetadataOffset($reader, 'Assembly')
        [byte[]](0, 0, 9, 0, 9, 0, 0, 0) | ForEach-Object { $at = $row + 4 } { $bytes[$at++] = $_ }
        $text = [Text.Encoding]::Latin1.GetString($bytes).Replace("AgentCore.LiteLlm.Loader.$version`0", "AgentCore.LiteLlm.Loader.0.9.9`0")
        [IO.File]::WriteAllBytes($loader, [Text.Encoding]::Latin1.GetBytes($text))

        $said = Get-Fresh @"
Import-Module '$ManifestPath'
try { Import-Module '$other/AgentCore.LiteLlm.psd1' -Force -ErrorAction Stop; 'imported' } catch { "`$_" }
(Import-AgentBlueprint '$RepositoryRoot/samples/proxy-agent.yaml').Id
"@

        $said[0] | Should -BeExactly "This PowerShell has loaded version $version of AgentCore.LiteLlm, and a process holds one: start a new PowerShell for version 0.9.9."
        $said[1] | Should -BeExactly 'analysis-agent'
    }

    It 'takes nothing from the current location, whatever lies there under its names' {
        $planted = (New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName 'planted/bin')).FullName
        foreach ($file in Get-ChildItem -LiteralPath "$RepositoryRoot/bin" -File) {
            Set-Content -LiteralPath (Join-Path $planted $file.Name) -Value 'not a module'
        }

        $text = Invoke-Fresh "Set-Location '$(Split-Path $planted)'; [Environment]::CurrentDirectory = (Get-Location).Path; Import-Module '$ManifestPath'; (Get-Module AgentCore.LiteLlm).ExportedCmdlets.Count"

        [int] $text | Should -Be $commands.Count
    }

    It 'works after a second import' {
        $text = Invoke-Fresh "Import-Module '$ManifestPath'; Import-Module '$ManifestPath' -Force; (Invoke-AgentPrompt hi -Blueprint '$RepositoryRoot/samples/proxy-agent.yaml' -Mode Simulation -WarningAction SilentlyContinue).Text"

        $text | Should -BeLike 'Simulated reply*'
    }

    It 'leaves no command behind when it is removed' {
        $found = Get-Fresh "Import-Module '$ManifestPath'; Remove-Module AgentCore.LiteLlm; @(Get-Command *-Agent* -ListImported).Count"

        $found | Should -Be 0
    }

    It 'loads nothing heavy' {
        $loaded = Get-Fresh "Import-Module '$ManifestPath'; @([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name)"

        $loaded | Should -Contain 'AgentCore.LiteLlm'
        $loaded | Should -Not -Contain 'OpenAI'
        $loaded | Should -Not -Contain 'YamlDotNet'
        $loaded | Should -Not -Contain 'Tomlyn'
        $loaded | Should -Not -Contain 'Markdig'
        $loaded | Should -Not -Contain 'Wcwidth'
        $loaded | Should -Not -Contain 'System.ClientModel'
        @($loaded -like 'ModelContextProtocol*') | Should -BeNullOrEmpty
    }

    It 'loads the libraries of tool servers and of batches with the first of them, not with calls that need none' {
        $loaded = Get-Fresh @"
Import-Module '$ManifestPath'
`$null = Invoke-AgentPrompt hi -Blueprint '$RepositoryRoot/samples/tools-agent.yaml' -Mode Simulation -WarningAction SilentlyContinue
`$null = Get-Command -Module AgentCore.LiteLlm | ForEach-Object Parameters
@([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name)
"@

        $loaded | Should -Contain 'YamlDotNet'
        $loaded | Should -Not -Contain 'OpenAI'
        $loaded | Should -Not -Contain 'System.ClientModel'
        @($loaded -like 'ModelContextProtocol*') | Should -BeNullOrEmpty
        @($loaded -like 'Microsoft.Extensions.AI*') | Should -BeNullOrEmpty
    }

    It 'adds only its own to the default load context, even when it is used' {
        $added = Get-Fresh @"
`$alc = [System.Runtime.Loader.AssemblyLoadContext]
`$before = @(`$alc::Default.Assemblies | ForEach-Object { `$_.GetName().Name })
Import-Module '$ManifestPath'
`$null = Invoke-AgentPrompt hi -Blueprint '$RepositoryRoot/samples/proxy-agent.yaml' -Mode Simulation -WarningAction SilentlyContinue
`$framework = Split-Path ([object].Assembly.Location)
@(`$alc::Default.Assemblies | Where-Object { `$_.GetName().Name -notin `$before -and `$_.Location -and (Split-Path `$_.Location) -notin `$framework, `$PSHOME } | ForEach-Object { `$_.GetName().Name })
"@

        $added | Sort-Object | Should -Be 'AgentCore.LiteLlm', "AgentCore.LiteLlm.Loader.$((Import-PowerShellDataFile -LiteralPath $ManifestPath).ModuleVersion)"
    }

    It 'makes the public types of the core usable as type literals, and hides its packages' {
        $found = Get-Fresh @"
Import-Module '$ManifestPath'
`$null = Import-AgentBlueprint '$RepositoryRoot/samples/proxy-agent.yaml'
[AgentCore.LiteLlm.Chat.AgentReply].FullName
[AgentCore.LiteLlm.Blueprints.AgentBlueprint].FullName
[AgentCore.LiteLlm.TestEndpoints.TestReply+Chat[]].Name
try { throw [AgentCore.LiteLlm.Attachments.AttachmentException]::new('x') } catch [AgentCore.LiteLlm.Attachments.AttachmentException] { 'caught' } catch { 'missed' }
'YamlDotNet.Core.Scanner' -as [type] ? 'visible' : 'hidden'
'OpenAI.Chat.ChatClient' -as [type] ? 'visible' : 'hidden'
"@

        $found | Should -Be @('AgentCore.LiteLlm.Chat.AgentReply', 'AgentCore.LiteLlm.Blueprints.AgentBlueprint', 'Chat[]', 'caught', 'hidden', 'hidden')
    }

    It 'knows every public type of the core by its name, whatever its case, and loads none of them for that' {
        $missing = Get-Fresh @"
Import-Module '$ManifestPath'
`$types = [AgentCore.LiteLlm.Chat.AgentReply].Assembly.GetExportedTypes()
if (`$types.Count -lt 150) { 'too few' }
`$types | Where-Object { (`$_.FullName -as [type]) -ne `$_ -or (`$_.FullName.ToLowerInvariant() -as [type]) -ne `$_ } | ForEach-Object FullName
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -like 'AgentCore.LiteLlm.Loader*' } | ForEach-Object { `$_.GetExportedTypes().FullName }
"@

        $missing | Should -Be 'AgentCore.LiteLlm.Loader.ModuleImport' -Because 'each is a line of src/AgentCore.LiteLlm.Loader/TypeForwards.cs'
    }

    It 'lives beside another module with another YamlDotNet, imported <Order>' -ForEach @(@{ Order = 'first' }, @{ Order = 'last' }) {
        # An assembly of the same name and another version, as another module would load it.
        $other = Join-Path (Get-Item TestDrive:/).FullName 'YamlDotNet.dll'
        Remove-Item $other -ErrorAction Ignore
        Invoke-Fresh "Add-Type -TypeDefinition '[assembly: System.Reflection.AssemblyVersion(""5.0.0.0"")] namespace YamlDotNet.Core { public class Scanner { public static string Whose => ""another module''s""; } }' -OutputAssembly '$other'"

        $load = "Add-Type -Path '$other'"
        $import = "Import-Module '$ManifestPath'; `$id = (Import-AgentBlueprint '$RepositoryRoot/samples/proxy-agent.yaml').Id"
        $found = Get-Fresh "$($Order -eq 'first' ? "$import; $load" : "$load; $import"); `$id; [YamlDotNet.Core.Scanner]::Whose"

        $found | Should -Be @('analysis-agent', "another module's")
    }

    It 'lives beside powershell-yaml' -Skip:(-not (Get-Module -ListAvailable powershell-yaml)) {
        $found = Get-Fresh "Import-Module powershell-yaml; Import-Module '$ManifestPath'; (Import-AgentBlueprint '$RepositoryRoot/samples/proxy-agent.yaml').Id; (ConvertFrom-Yaml 'a: 1').a"

        $found | Should -Be @('analysis-agent', 1)
    }
}

Describe 'The quickstart' {
    It 'shows the module at work, in simulation' {
        $text = Invoke-Fresh "`$PSStyle.OutputRendering = 'PlainText'; & '$RepositoryRoot/samples/quickstart.ps1'" | Out-String

        $text | Should -BeLike '*Route*base_url*Simulated reply*'
    }
}
