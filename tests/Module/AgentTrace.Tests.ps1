BeforeDiscovery {
    # The recipe of the page, exactly as a user would copy it.
    $page = Get-Content -Raw -LiteralPath "$PSScriptRoot/../../docs/observability.md"
    $recipe = @{}
    foreach ($part in [regex]::Matches($page, '(?s)<!-- the test of this page runs this: (\w+) -->\r?\n```\w+\r?\n(.*?)\r?\n```')) {
        $recipe[$part.Groups[1].Value] = $part.Groups[2].Value
    }

    @($recipe.Keys | Sort-Object) | Should -Be @('blueprint', 'calls', 'environment')
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    Add-Type -Path $PSScriptRoot/Support/OtlpCollector.cs

    function Get-Span {
        param($Collector)

        $Collector.Bodies.ToArray() | ConvertFrom-Json | ForEach-Object { $_.resourceSpans.scopeSpans.spans }
    }

    function Get-Attribute {
        param($Span, $Name)

        $value = ($Span.attributes | Where-Object key -CEQ $Name).value
        $value.arrayValue ? $value.arrayValue.values.stringValue : $value.stringValue
    }
}

Describe 'The recipe for Langfuse in docs/observability.md' {
    BeforeAll {
        $collector = [OtlpCollector]::new()
        $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('HTTP.'))
    }

    AfterAll {
        $collector.Dispose()
        $endpoint.Dispose()
        Remove-Item Env:LANGFUSE_HOST, Env:LANGFUSE_PUBLIC_KEY, Env:LANGFUSE_SECRET_KEY -ErrorAction Ignore
    }

    It 'sends a trace for the prompt, with the keys, attributes and tags of the blueprint' -ForEach @(@{ Recipe = $recipe }) {
        $folder = (Get-Item TestDrive:/).FullName
        $null = New-Blueprint "model_id: m`nbase_url: $($endpoint.BaseUrl)" -Name agent.yaml -Tail $Recipe.blueprint
        $null = New-Item -ItemType Directory -Path "$folder/prompts" -Force
        Set-Content -LiteralPath "$folder/prompts/system.md" -Value 'Be short.'

        # The reader of the page puts his own in these places.
        $environment = $Recipe.environment.Replace('https://cloud.langfuse.com', $collector.Address).Replace("'pk-lf-...'", "'pk-lf-canary'").Replace("'sk-lf-...'", "'sk-lf-canary'")
        Push-Location $folder
        try {
            Invoke-Expression $environment
            $ended = Invoke-Expression $Recipe.calls 3>&1
        }
        finally {
            Pop-Location
        }

        $ended.Count | Should -Be 1
        $ended.Sent | Should -Be 2
        $ended.Lost | Should -Be 0
        $ended.IsRunning | Should -BeFalse
        $ended.Destination | Should -BeExactly "$($collector.Address)/api/public/otel/v1/traces"
        $collector.Paths.ToArray() | Should -BeExactly '/api/public/otel/v1/traces'
        $collector.Authorizations.ToArray() | Should -BeExactly "Basic $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('pk-lf-canary:sk-lf-canary')))"
        $chat, $agent = Get-Span $collector
        $chat.name | Should -BeExactly 'chat m'
        $agent.name | Should -BeExactly 'invoke_agent Test Agent'
        $chat.traceId | Should -BeExactly $agent.traceId
        $chat.parentSpanId | Should -BeExactly $agent.spanId
        foreach ($span in $chat, $agent) {
            Get-Attribute $span 'langfuse.trace.tags' | Should -BeExactly 'support', 'tier-2', 'nightly'
            Get-Attribute $span 'agentcore.tags' | Should -BeExactly 'support', 'tier-2'
            Get-Attribute $span 'team' | Should -BeExactly 'billing'
            Get-Attribute $span 'deployment.environment.name' | Should -BeExactly 'staging'
        }

        "$($collector.Bodies.ToArray())" | Should -Not -Match 'canary|RFC 9110|HTTP\.'
        ($endpoint.Requests[0].Body | ConvertFrom-Json).metadata.tags | Should -BeExactly 'support', 'tier-2', 'nightly'
    }
}

Describe 'Start-AgentTrace' {
    BeforeAll {
        $blueprint = New-Blueprint "model_id: m`nbase_url: http://127.0.0.1:9" -Tail "observability: { langfuse: { host_env: AGENT_TEST_HOST, public_key_env: AGENT_TEST_PUBLIC, secret_key_env: AGENT_TEST_SECRET } }"
        $env:AGENT_TEST_PUBLIC = 'pk-lf-canary'
        $env:AGENT_TEST_SECRET = 'sk-lf-canary'
    }

    AfterAll { Remove-Item Env:AGENT_TEST_HOST, Env:AGENT_TEST_PUBLIC, Env:AGENT_TEST_SECRET -ErrorAction Ignore }

    It 'adds /v1/traces to a collector without a path, and its headers' {
        $collector = [OtlpCollector]::new()
        try {
            $trace = Start-AgentTrace -Uri $collector.Address -Headers @{ Authorization = 'Bearer own-canary' } -ServiceName ours
            $null = Invoke-AgentPrompt hi -Blueprint $blueprint -System '' -Mode Simulation
            $null = $trace | Stop-AgentTrace

            $collector.Paths.ToArray() | Should -BeExactly '/v1/traces'
            $collector.Authorizations.ToArray() | Should -BeExactly 'Bearer own-canary'
            $collector.Bodies.ToArray() | Should -Match '"service.name","value":\{"stringValue":"ours"\}'
        }
        finally {
            $collector.Dispose()
        }
    }

    It 'takes the collector, its headers and the name of the service from the variables of OpenTelemetry' {
        $collector = [OtlpCollector]::new()
        $env:OTEL_EXPORTER_OTLP_ENDPOINT, $env:OTEL_EXPORTER_OTLP_HEADERS, $env:OTEL_SERVICE_NAME = $collector.Address, 'Authorization=Bearer%20env-canary', 'theirs'
        try {
            $trace = Start-AgentTrace
            $null = Invoke-AgentPrompt hi -Blueprint $blueprint -System '' -Mode Simulation
            $null = Stop-AgentTrace $trace

            $collector.Paths.ToArray() | Should -BeExactly '/v1/traces'
            $collector.Authorizations.ToArray() | Should -BeExactly 'Bearer env-canary'
            $collector.Bodies.ToArray() | Should -Match '"service.name","value":\{"stringValue":"theirs"\}'
        }
        finally {
            $collector.Dispose()
            Remove-Item Env:OTEL_EXPORTER_OTLP_ENDPOINT, Env:OTEL_EXPORTER_OTLP_HEADERS, Env:OTEL_SERVICE_NAME
        }
    }

    It 'writes lines into a file, and a session that ends without a word loses none' {
        $path = Join-Path (Get-Item TestDrive:/).FullName 'trace.jsonl'
        $null = Invoke-Fresh "Import-Module '$ManifestPath'; `$null = Start-AgentTrace -Path '$path'; `$null = Invoke-AgentPrompt hi -Blueprint '$blueprint' -System '' -Mode Simulation"

        $spans = Get-Content -LiteralPath $path | ConvertFrom-Json | ForEach-Object { $_.resourceSpans.scopeSpans.spans }
        $spans.name | Should -BeExactly 'chat m', 'invoke_agent Test Agent'
    }

    It 'says at the end of a session what is lost' {
        $said = Invoke-Fresh "Import-Module '$ManifestPath'; `$null = Start-AgentTrace -Uri http://127.0.0.1:9; `$null = Invoke-AgentPrompt hi -Blueprint '$blueprint' -System '' -Mode Simulation" 2>&1

        "$said" | Should -Match '2 spans are lost: http://127\.0\.0\.1:9/\S+ cannot be reached'
    }

    It 'starts nothing with -WhatIf' {
        Start-AgentTrace -Uri http://127.0.0.1:9 -WhatIf | Should -BeNullOrEmpty
        Stop-AgentTrace | Should -BeNullOrEmpty
    }

    It 'says what is lost where nobody listens, and the call succeeds' {
        $null = Start-AgentTrace -Uri http://127.0.0.1:9
        (Invoke-AgentPrompt hi -Blueprint $blueprint -System '' -Mode Simulation).Text | Should -Not -BeNullOrEmpty

        $ended = Stop-AgentTrace -WarningVariable warned -WarningAction SilentlyContinue

        $ended.Lost | Should -Be 2
        $ended.Problem | Should -Match 'cannot be reached'
        "$warned" | Should -Match '^2 spans are lost: '
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a blueprint that asks for no Langfuse'; Words = 'asks for no traces'; Given = { @{ Blueprint = New-Blueprint "model_id: m`nbase_url: http://127.0.0.1:9" } } }
        @{ What = 'variables that are not set'; Words = 'no AGENT_TEST_HOST'; Given = { @{ Blueprint = $blueprint } } }
        @{ What = 'an environment that names no collector'; Words = 'Neither OTEL_EXPORTER_OTLP_ENDPOINT'; Given = { @{} } }
        @{ What = 'keys in clear text'; Words = 'clear text'; Given = { $env:AGENT_TEST_HOST = 'http://langfuse.example.com'; @{ Blueprint = $blueprint } } }
        @{ What = 'headers in clear text'; Words = 'clear text'; Given = { @{ Uri = 'http://otel.example.com:4318'; Headers = @{ Authorization = 'own-canary' } } } }
        @{ What = 'a header that no request can have'; Words = "value of the header 'X-A'"; Given = { @{ Uri = 'http://127.0.0.1:9'; Headers = @{ 'X-A' = "a`nb-canary" } } } }
        @{ What = 'a key in the address'; Words = 'secret'; Given = { @{ Uri = 'https://otel.example.com/?token=canary' } } }
    ) {
        $arguments = & $Given

        { Start-AgentTrace @arguments } | Should -Throw "*$Words*" -ErrorId 'TraceNotStarted*'
        "$($Error[0])" | Should -Not -Match 'canary'
        Stop-AgentTrace | Should -BeNullOrEmpty
    }
}
