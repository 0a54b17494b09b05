BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'The manifest' {
    It 'passes Test-ModuleManifest' {
        $manifest = Test-ModuleManifest -Path $ManifestPath

        $manifest.Name | Should -BeExactly 'AgentCore.LiteLlm'
        $manifest.CompatiblePSEditions | Should -Be @('Core')
        $manifest.PowerShellVersion | Should -Be ([version]'7.6')
    }
}
