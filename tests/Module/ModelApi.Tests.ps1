BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    $refusal = '{"error":{"message":"Function tools with reasoning_effort are not supported for m in /v1/chat/completions. Please use /v1/responses instead.","type":"invalid_request_error","param":"reasoning_effort","code":null}}'
    function Get-Stock { param([string] $Product) 3 }
}

Describe 'The API of a model' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
    }

    It 'is the one that the file asks for, and the reply says so' {
        $endpoint = Start-Endpoint
        $agent = New-Blueprint "model_id: m`nbase_url: $($endpoint.BaseUrl)`napi: responses"

        $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -System 'Be short.'

        $reply.Text | Should -BeExactly 'Simulated reply from m to: hi'
        $reply.Api | Should -Be 'Responses'
        $endpoint.Requests.Path | Should -BeLike '*/responses'
        $body = $endpoint.Requests[0].Body | ConvertFrom-Json
        $body.store, $body.instructions, $body.input[0].content | Should -Be @($false, 'Be short.', 'hi')
        (Resolve-AgentModel $agent).Endpoint | Should -BeLike '*/responses'
    }

    It 'is learned from an endpoint that takes tools by the other one only' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal)), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $agent = New-Blueprint "model_id: m$(New-Guid)`nbase_url: $($endpoint.BaseUrl)"
        (Resolve-AgentModel $agent).Api | Should -Be 'Chat'

        $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -Tool Get-Stock -ToolApproval All -System '' -WarningVariable warnings

        $reply.Api | Should -Be 'Responses'
        $warnings | Should -BeNullOrEmpty
        $endpoint.Requests[0].Path | Should -BeLike '*/chat/completions'
        $endpoint.Requests[1].Path | Should -BeLike '*/responses'
        $model = Resolve-AgentModel $agent
        $model.Api, $model.ApiReason | Should -BeLike '*esponses*'
    }
}
