BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function New-AgentFor {
        param($Endpoint, [string] $Tail = '')

        New-Blueprint -Model "model_id: m-$([guid]::NewGuid())`nbase_url: $($Endpoint.BaseUrl)" -Tail $Tail
    }

    # An answer that calls the tool with these arguments.
    function New-Call {
        param([string] $Arguments)

        $reply = [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new()
        [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat].GetProperty('ToolCalls').SetValue($reply, [AgentCore.LiteLlm.TestEndpoints.TestToolCall[]] @([AgentCore.LiteLlm.TestEndpoints.TestToolCall]::new('city', $Arguments)))
        $reply
    }

    $schema = @{
        title                = 'city'
        type                 = 'object'
        required             = @('name', 'population')
        additionalProperties = $false
        properties           = @{ name = @{ type = 'string' }; population = @{ type = 'integer' }; share = @{ type = 'number' }; tags = @{ type = 'array' } }
    }
    $schemaText = $schema | ConvertTo-Json -Depth 10 -Compress
}

Describe 'Invoke-AgentPrompt with structured output' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
    }

    It 'writes objects whose numbers keep their value' {
        $endpoint = Start-Endpoint (New-Call '{"name":"Paris","population":12345678901234567890123,"share":0.1234567890123456789,"tags":["a",{"b":9007199254740993}]}')

        $output = (Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -OutputSchema $schema).Output

        $output.name | Should -BeExactly 'Paris'
        $output.population | Should -Be ([bigint]::Parse('12345678901234567890123'))
        $output.share | Should -BeOfType ([decimal])
        "$($output.share)" | Should -BeExactly '0.1234567890123456789'
        $output.tags[1].b | Should -Be 9007199254740993

        # As a custom object is: shown by its properties, and JSON again.
        $output.PSObject.BaseObject | Should -BeOfType ([Management.Automation.PSCustomObject])
        ($output | Format-List | Out-String) | Should -BeLike '*name*: Paris*share*'
        ($output | ConvertTo-Json -Compress) | Should -BeExactly '{"name":"Paris","population":12345678901234567890123,"share":0.1234567890123456789,"tags":["a",{"b":9007199254740993}]}'
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'a hashtable'; Make = { $schema } }
        @{ Kind = 'an object'; Make = { $schemaText | ConvertFrom-Json } }
        @{ Kind = 'JSON text'; Make = { $schemaText } }
        @{ Kind = 'a path'; Make = { Set-Content TestDrive:/city.json $schemaText; 'TestDrive:/city.json' } }
        @{ Kind = 'a type'; Make = { Add-Type 'public class City { public string name { get; set; } public long population { get; set; } }' -PassThru } }
    ) {
        $endpoint = Start-Endpoint (New-Call '{"name":"Paris","population":2102650}')

        (Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -OutputSchema (& $Make)).Output.population | Should -Be 2102650

        $sent = ($endpoint.Requests[0].Body | ConvertFrom-Json).tools[0].function.parameters
        $sent.required | Should -Be @('name', 'population')
        $sent.properties.population.type | Should -Be 'integer'
    }

    It 'takes the schema of the blueprint: <Kind>' -ForEach @(
        @{ Kind = 'inline'; Tail = { "output_schema: $schemaText" } }
        @{ Kind = 'by path'; Tail = { Set-Content (Join-Path (Get-Item TestDrive:/).FullName 'by-path.json') $schemaText; 'output_schema: ./by-path.json' } }
        @{ Kind = 'by name'; Tail = { $null = New-Item -ItemType Directory -Force TestDrive:/schemas; Set-Content TestDrive:/schemas/city.json $schemaText; 'output_schema: city' } }
    ) {
        $endpoint = Start-Endpoint (New-Call '{"name":"Paris","population":2102650}')

        (Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint (& $Tail)) -System '').Output.name | Should -BeExactly 'Paris'
    }

    It 'sends nothing when the schema that the blueprint names is not there' {
        $endpoint = Start-Endpoint

        { Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint 'output_schema: absent') -System '' } | Should -Throw -ErrorId 'OutputSchemaNotFound*'
        $endpoint.RequestCount | Should -Be 0
    }

    It 'refuses <Kind> before anything is sent' -ForEach @(
        @{ Kind = 'a schema with a mistake'; Value = @{ type = 'strnig' }; Id = 'OutputSchemaArgumentInvalid*' }
        @{ Kind = 'a path to nothing'; Value = 'TestDrive:/nothing.json'; Id = 'OutputSchemaArgumentNotFound*' }
        @{ Kind = 'a number'; Value = 7; Id = 'OutputSchemaArgumentInvalid*' }
    ) {
        $endpoint = Start-Endpoint

        { Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -OutputSchema $Value } | Should -Throw -ErrorId $Id
        $endpoint.RequestCount | Should -Be 0
    }

    It 'writes an error with the raw answer and its violations, and goes on' {
        $endpoint = Start-Endpoint (New-Call '{"name":"Paris"}')

        $replies = 'one', 'two' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint) -System '' -OutputSchema $schema -ErrorVariable errors -ErrorAction SilentlyContinue

        $replies | Should -BeNullOrEmpty
        $errors.Count | Should -Be 2
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'OutputSchemaMismatch,*'
        $errors[0].CategoryInfo.Category | Should -Be 'InvalidResult'
        $errors[0].Exception.Failure.PartialText | Should -BeExactly '{"name":"Paris"}'
        $errors[0].Exception.Failure.Violations[0].InstancePath | Should -BeExactly '$'
        $errors[0].Exception.Failure.Attempts | Should -Be 3
        $errors[0].TargetObject | Should -BeExactly 'one'
    }

    It 'streams and still ends with the output' {
        $endpoint = Start-Endpoint (New-Call '{"name":"Paris","population":2102650}')

        $items = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -OutputSchema $schema -Stream

        ($items | Where-Object Kind -EQ ToolCall) -join '' | Should -BeExactly '{"name":"Paris","population":2102650}'
        $items[-1].Output.name | Should -BeExactly 'Paris'
        "$($items[-1])" | Should -BeExactly '{"name":"Paris","population":2102650}'
    }

    It 'works in simulation' {
        (Invoke-AgentPrompt 'hi' -Blueprint (New-Blueprint "model_id: m`nbase_url: http://localhost:9") -System '' -OutputSchema $schema -Mode Simulation).Output.population | Should -BeOfType ([long])
    }
}

Describe 'Invoke-AgentPrompt with transport options and labels' {
    BeforeEach { $endpoint = Start-Endpoint }
    AfterEach { $endpoint.Dispose() }

    It 'sends headers whose values no output shows' {
        $all = & {
            Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -Headers @{ 'X-Team-Token' = 'canary-0123456789' } -Verbose -Debug
            Resolve-AgentModel (New-AgentFor $endpoint) | Invoke-AgentPrompt 'hi' -System '' -Headers @{ 'X-Team-Token' = 'canary-0123456789' } -WhatIf
            Resolve-AgentModel (New-AgentFor $endpoint) | Invoke-AgentPrompt 'hi' -System '' -Headers @{ 'X-Team-Token' = 'canary-0123456789' }
        } *>&1 | Out-String

        $all | Should -Not -Match 'canary'
        $endpoint.Requests.Count | Should -Be 2
        foreach ($request in $endpoint.Requests) { $request.FindHeader('X-Team-Token') | Should -BeExactly 'canary-0123456789' }
    }

    It 'refuses the header <Name>' -ForEach @(@{ Name = 'Host' }, @{ Name = 'Bad Name' }, @{ Name = 'Content-Length' }) {
        { Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -Headers @{ $Name = 'x' } } | Should -Throw -ErrorId 'HeaderInvalid*'
        $endpoint.RequestCount | Should -Be 0
    }

    It 'sends tags, metadata and user' {
        $null = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -Tag 'a', 'b' -Metadata @{ trace_id = 't1' } -User 'u1'

        $body = $endpoint.Requests[0].Body | ConvertFrom-Json
        $body.metadata.tags | Should -Be @('a', 'b')
        $body.metadata.trace_id, $body.user | Should -Be @('t1', 'u1')
    }

    It 'never sends a call to this machine through a proxy, and others through the one given' {
        $proxy = Start-Endpoint
        try {
            $null = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -Proxy "http://127.0.0.1:$($proxy.Port)"
            $endpoint.RequestCount, $proxy.RequestCount | Should -Be @(1, 0)

            $null = Invoke-AgentPrompt 'hi' -Blueprint (New-Blueprint "model_id: m`nbase_url: http://far.example.invalid/v1") -System '' -Proxy "http://127.0.0.1:$($proxy.Port)" -MaximumRetryCount 0
            $proxy.RequestCount | Should -Be 1
        }
        finally {
            $proxy.Dispose()
        }
    }

    It 'refuses proxy parameters that contradict each other' {
        { Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -NoProxy -Proxy 'http://127.0.0.1:9' } | Should -Throw -ErrorId 'ProxyArgumentInvalid*'
        { Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -Proxy 'http://user:canary@127.0.0.1:9' } | Should -Throw -ErrorId 'ProxyArgumentInvalid*'
        "$($Error | Select-Object -First 2)" | Should -Not -Match 'canary'
    }

    It 'warns when the certificate of another machine is not checked' {
        $warnings = $null
        $null = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint) -System '' -SkipCertificateCheck -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty

        $null = Invoke-AgentPrompt 'hi' -Blueprint (New-Blueprint "model_id: m`nbase_url: https://far.example.invalid/v1") -System '' -SkipCertificateCheck -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'far\.example\.invalid is not checked'
    }

    It 'ends a whole call at its limit' {
        $slow = [AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(503, '{"error":{"message":"later"}}')
        $busy = Start-Endpoint $slow
        try {
            { Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $busy) -System '' -TotalTimeoutSeconds 1 -MaximumRetryCount 50 -RetryIntervalSec 1 } | Should -Throw -ErrorId 'GatewayError*'
        }
        finally {
            $busy.Dispose()
        }
    }

    It 'warns once of a proxy whose version something is known against' {
        $answer = [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('Hello')
        [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat].GetProperty('Headers').SetValue($answer, [System.Collections.Generic.KeyValuePair[string, string][]] @([System.Collections.Generic.KeyValuePair[string, string]]::new('x-litellm-version', '1.82.8')))
        $proxy = Start-Endpoint $answer
        try {
            $replies = 'one', 'two' | Invoke-AgentPrompt -Blueprint (New-AgentFor $proxy) -System '' -WarningVariable warnings -WarningAction SilentlyContinue
        }
        finally {
            $proxy.Dispose()
        }

        $warnings.Count | Should -Be 1
        "$warnings" | Should -Match 'LiteLLM 1\.82\.8.*MAL-2026-2144'
        $replies[0].Warnings | Should -Be "$warnings"
        $replies[1].Warnings | Should -BeNullOrEmpty
    }

    It 'reads cost and headers of a gateway into the reply' {
        $headers = [System.Collections.Generic.List[System.Collections.Generic.KeyValuePair[string, string]]]::new()
        foreach ($pair in ('x-litellm-version', '1.84.0'), ('x-litellm-call-id', 'call-1'), ('x-litellm-response-cost', '0.00125'), ('x-litellm-attempted-retries', '2'), ('x-ratelimit-remaining-requests', '99'), ('x-litellm-model-id', 'None')) {
            $headers.Add([System.Collections.Generic.KeyValuePair[string, string]]::new($pair[0], $pair[1]))
        }

        $answer = [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('Hello')
        [AgentCore.LiteLlm.TestEndpoints.TestReply+Chat].GetProperty('Headers').SetValue($answer, $headers)
        $gateway = Start-Endpoint $answer
        try {
            $reply = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $gateway) -System ''
        }
        finally {
            $gateway.Dispose()
        }

        $reply.Cost | Should -Be 0.00125
        $reply.Gateway.LiteLlmVersion, $reply.Gateway.CallId, $reply.Gateway.AttemptedRetries, $reply.Gateway.RemainingRequests | Should -Be @('1.84.0', 'call-1', 2, 99)
        $reply.Gateway.ModelId | Should -BeNullOrEmpty
    }
}
