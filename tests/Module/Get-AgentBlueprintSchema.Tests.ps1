BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'Get-AgentBlueprintSchema' {
    It 'writes the schema that is shipped' {
        $shipped = (Get-Content -Raw -LiteralPath "$RepositoryRoot/docs/blueprint.schema.json") -replace "`r`n", "`n"

        Get-AgentBlueprintSchema | Should -BeExactly $shipped.TrimEnd("`n")
    }

    It 'is a schema that PowerShell itself can use: <Kind> is <Fits>' -ForEach @(
        @{ Kind = 'a blueprint'; Change = { }; Fits = $true }
        @{ Kind = 'a blueprint with an unknown key'; Change = { $args[0].tempature = 1 }; Fits = $false }
        @{ Kind = 'a blueprint without a model'; Change = { $args[0].Remove('model') }; Fits = $false }
        @{ Kind = 'a temperature of 3'; Change = { $args[0].model.temperature = 3 }; Fits = $false }
        @{ Kind = 'a key in place of the name of a variable'; Change = { $args[0].model.api_key_env = 'sk-live-1' }; Fits = $false }
    ) {
        $blueprint = @{ id = 'a'; name = 'A'; version = '1'; prompt_ref = 'p'; model = @{ model_id = 'm'; temperature = 0.3; max_tokens = 10 } }
        & $Change $blueprint

        $blueprint | ConvertTo-Json -Depth 5 | Test-Json -Schema (Get-AgentBlueprintSchema) -ErrorAction SilentlyContinue | Should -Be $Fits
    }
}
