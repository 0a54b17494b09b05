BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
}

Describe 'Get-AgentBlueprintSchema' {
    It 'writes the schema that is shipped' {
        $shipped = (Get-Content -Raw -LiteralPath "$RepositoryRoot/docs/blueprint.schema.json") -replace "`r`n", "`n"

        Get-AgentBlueprintSchema | Should -BeExactly $shipped.TrimEnd("`n")
    }

    It 'is JSON that says of every key of the model what it is for' {
        $schema = Get-AgentBlueprintSchema | ConvertFrom-Json -AsHashtable

        $schema['$schema'] | Should -BeExactly 'https://json-schema.org/draft/2020-12/schema'
        $schema.additionalProperties | Should -BeFalse
        $schema.required | Should -Be @('id', 'name', 'version', 'prompt_ref', 'model')
        $model = $schema.properties.model
        $model.required | Should -Be @('model_id', 'temperature', 'max_tokens')
        $model.properties.provider.enum | Should -Be @('bedrock', 'anthropic', 'litellm', 'vertex')
        $model.properties.Values.description | Should -Not -Contain $null
        @($model.properties.Values.description).Count | Should -Be $model.properties.Count
    }
}
