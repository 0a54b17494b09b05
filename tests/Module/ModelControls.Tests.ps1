BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    $refusal = '{"error":{"message":"Unsupported parameter: ''top_p'' is not supported with this model.","type":"invalid_request_error","param":"top_p","code":"unsupported_parameter"}}'

    function New-AgentFor {
        param($Endpoint, [string] $More = '')

        New-Blueprint -Model "model_id: m$(New-Guid)`nbase_url: $($Endpoint.BaseUrl)`n$More"
    }
}

Describe 'The controls of a model' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
    }

    It 'are shown with their places by Resolve-AgentModel, and parameters stand over the file' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`ntop_p: 0.9`nseed: 7`nstop: [END]`nextra_body: { top_k: 40 }"

        $model = Resolve-AgentModel $path -Seed 8 -Temperature 0.1

        "$($model.Controls)" | Should -BeExactly 'top_p 0.9, seed 8, stop "END", extra_body top_k'
        $model.Temperature | Should -Be 0.1
        $model.Origins['Seed'], $model.Origins['Temperature'] | Should -Be @('-Seed', '-Temperature')
        $model.Origins['TopP'] | Should -BeLike 'model.top_p in *'
        $model | Out-String | Should -BeLike '*Controls*top_p 0.9, seed 8*'
        Resolve-AgentModel (New-Blueprint "model_id: m`nbase_url: http://localhost:4000") | Out-String | Should -Not -BeLike '*Controls*'
    }

    It 'are sent, those of the call before those of the file' {
        $endpoint = Start-Endpoint
        $agent = New-AgentFor $endpoint "top_p: 0.9`nseed: 7`nverbosity: low`nextra_body: { top_k: 40 }"

        $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '' -Seed 0 -TopP 1 -Temperature 0
        $null = Resolve-AgentModel $agent -Seed 9 | Invoke-AgentPrompt -Prompt 'hi' -System ''

        $first, $second = $endpoint.Requests.Body | ConvertFrom-Json
        $first.temperature, $first.top_p, $first.seed, $first.verbosity, $first.top_k | Should -Be @(0, 1, 0, 'low', 40)
        $second.temperature, $second.top_p, $second.seed | Should -Be @(0.3, 0.9, 9)
    }

    It 'are left out where the endpoint refuses them, with one warning' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal)), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $agent = New-AgentFor $endpoint 'top_p: 0.9'

        $replies = 'a', 'b' | Invoke-AgentPrompt -Blueprint $agent -System '' -WarningVariable warnings -WarningAction SilentlyContinue

        $replies.Attempts | Should -Be @(2, 1)
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*it is sent without 'top_p' from now on.*"
        ($endpoint.Requests.Body -like '*top_p*') | Should -HaveCount 1
    }

    It 'end a strict call where they are refused' {
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(400, $refusal))

        Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint 'top_p: 0.9') -System '' -Strict -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $errors[0].FullyQualifiedErrorId | Should -BeLike 'BadRequest*'
        $errors[0].Exception.Failure.Parameter | Should -BeExactly 'top_p'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'The call is strict, so nothing was left out.*'
        $endpoint.Requests | Should -HaveCount 1
    }

    It 'make warnings about the file errors, with -Strict' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000`ntop_pp: 0.9"

        { Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -Mode Simulation -Strict } | Should -Throw -ErrorId 'KeyUnknown,*'
        (Invoke-AgentPrompt 'hi' -Blueprint $path -System '' -Mode Simulation -WarningAction SilentlyContinue).Simulated | Should -BeTrue
    }

    It 'are in what -WhatIf measures, also of a batch' {
        $path = New-Blueprint "model_id: m`nbase_url: http://localhost:4000"
        $text = Invoke-Fresh "Import-Module '$ManifestPath'; foreach (`$set in @{}, @{ Seed = 12345 }) { Invoke-AgentPrompt 'hi' -Blueprint '$path' -System '' -WhatIf @set; 'hi' | Submit-AgentBatch -Blueprint '$path' -System '' -WhatIf @set }" | Out-String
        $sizes = [regex]::Matches($text, '(\d+) bytes').ForEach({ [int]$_.Groups[1].Value })

        ($sizes[2] - $sizes[0]), ($sizes[3] - $sizes[1]) | Should -Be @(13, 13)
    }
}
