# Lists stand without @( ): PowerShell compiles each of those while it imports.
@{
    RootModule             = 'bin/AgentCore.LiteLlm.dll'
    NestedModules          = 'bin/AgentCore.LiteLlm.Loader.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '467e9d84-9c7e-4a88-aad6-0a103c9b1098'
    Author                 = 'AgentCore.LiteLlm contributors'
    CompanyName            = 'AgentCore.LiteLlm'
    Copyright              = '(c) 2026 AgentCore.LiteLlm contributors. MIT licence.'
    Description            = 'Runs YAML agent blueprints against any OpenAI-compatible endpoint (LiteLLM proxy, vLLM, Ollama, OpenRouter, Cloudflare AI Gateway, llama.cpp): checks every setting with its place in the file, shows where a call will go and why, makes the call, and never shows a secret.'
    CompatiblePSEditions   = 'Core'
    PowerShellVersion      = '7.6'
    FormatsToProcess       = 'bin/AgentCore.LiteLlm.format.ps1xml'
    CmdletsToExport        =
        'Approve-AgentToolCall',
        'Compare-AgentBlueprint',
        'ConvertTo-AgentRecord',
        'Deny-AgentToolCall',
        'Enter-AgentChat',
        'Export-AgentLock',
        'Export-AgentReport',
        'Get-AgentBatch',
        'Get-AgentBlueprintSchema',
        'Get-AgentGraph',
        'Get-AgentMemory',
        'Get-AgentModel',
        'Get-AgentRun',
        'Get-AgentTestRequest',
        'Get-AgentToolServer',
        'Import-AgentBlueprint',
        'Invoke-AgentEvaluation',
        'Invoke-AgentPrompt',
        'Measure-AgentUsage',
        'New-AgentBlueprint',
        'New-AgentTool',
        'Protect-AgentText',
        'Receive-AgentBatch',
        'Remove-AgentMemory',
        'Resolve-AgentModel',
        'Resume-AgentRun',
        'Start-AgentTestEndpoint',
        'Start-AgentTrace',
        'Stop-AgentBatch',
        'Stop-AgentTestEndpoint',
        'Stop-AgentTrace',
        'Submit-AgentBatch',
        'Test-AgentBlueprint',
        'Test-AgentEndpoint',
        'Test-AgentPolicy',
        'Test-AgentToolServer',
        'Test-LiteLlmRequirement',
        'Unprotect-AgentText'
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = 'AI', 'Agent', 'LLM', 'LiteLLM', 'OpenAI', 'vLLM', 'Ollama', 'OpenRouter', 'YAML', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            ReleaseNotes = 'See CHANGELOG.md in the module folder.'
        }
    }
}
