BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function New-AgentFor {
        param([string] $BaseUrl)

        New-Blueprint -Model "model_id: test-model`nbase_url: $BaseUrl"
    }

    # A reply of bare bytes; the last step is Close, Hold or Abort, or none to leave the connection to the next request.
    function New-RawReply {
        param([string] $Text, [string] $Last)

        $steps = [Collections.Generic.List[AgentCore.LiteLlm.TestEndpoints.TestStep]]::new()
        if ($Text) { $steps.Add([AgentCore.LiteLlm.TestEndpoints.TestStep+Bytes]::new($Text)) }
        if ($Last) { $steps.Add((New-Object "AgentCore.LiteLlm.TestEndpoints.TestStep+$Last")) }
        [AgentCore.LiteLlm.TestEndpoints.TestReply+Raw]::new($steps.ToArray())
    }

    function Get-StreamText {
        param([string[]] $Piece, [switch] $Finished)

        $events = $Piece.ForEach({ "data: {`"choices`":[{`"delta`":{`"content`":`"$_`"}}]}`n`n" })
        if ($Finished) { $events += "data: {`"choices`":[{`"delta`":{},`"finish_reason`":`"stop`"}]}`n`ndata: [DONE]`n`n" }
        "HTTP/1.1 200 OK`r`nContent-Type: text/event-stream`r`nConnection: close`r`n`r`n" + ($events -join '')
    }

    function Get-FailureText {
        param([int] $Status, [string] $Body, [string] $Header = 'X-None: 1')

        "HTTP/1.1 $Status Scripted`r`nContent-Type: application/json`r`nContent-Length: $($Body.Length)`r`n$Header`r`n`r`n$Body"
    }

    # Asks again and again. The limit makes a failure of what never happens; how long it takes does not count.
    function Wait-Until {
        param([scriptblock] $Condition)

        $clock = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $Condition)) {
            if ($clock.Elapsed.TotalSeconds -gt 60) { throw "Did not happen: $Condition" }
            [Threading.Thread]::Sleep(5)
        }
    }

    # Starts a prompt in a runspace of its own, waits until it is where the test wants it, and stops it.
    function Stop-Prompt {
        param([string] $BaseUrl, [scriptblock] $When, [string] $Arguments = '')

        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ManifestPath'; Invoke-AgentPrompt 'hi' -Blueprint '$(New-AgentFor $BaseUrl)' -System '' -Stream $Arguments")
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            Wait-Until { & $When $output }

            # What it waits for never comes: it ends because it was stopped.
            $stopping = $shell.BeginStop($null, $null)
            $stopping.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue

            $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Invoke-AgentPrompt' {
    BeforeEach {
        $env:EXECUTION_MODE = $null
    }

    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $endpoint = $null
    }

    Context 'with -Stream' {
        It 'writes the pieces as they come, and last the reply' {
            $endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('The quick brown fox 😀'))
            $output = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Stream

            $output[0..($output.Count - 2)] | Should -BeOfType ([AgentCore.LiteLlm.Chat.AgentChunk])
            -join $output[0..($output.Count - 2)] | Should -BeExactly 'The quick brown fox 😀'
            $output[-1] | Should -BeOfType ([AgentCore.LiteLlm.Chat.AgentReply])
            $output[-1].Text, $output[-1].FinishReason | Should -Be @('The quick brown fox 😀', 'stop')
            $output[-1].Usage.TotalTokens | Should -BeGreaterThan 0
            $output[-1].TimeToFirstToken | Should -BeGreaterThan ([timespan]::Zero)
            $output[-1].TimeToFirstToken | Should -BeLessOrEqual $output[-1].Duration
            ($endpoint.Requests[0].Body | ConvertFrom-Json).stream_options.include_usage | Should -BeTrue
        }

        It 'writes a piece before the next one is there' {
            $endpoint = Start-Endpoint (New-RawReply (Get-StreamText 'first') -Last Hold)

            Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Stream | Select-Object -First 1 | Should -BeExactly 'first'
        }

        It 'closes the connection when the pipeline has had enough' {
            $endpoint = Start-Endpoint (New-RawReply (Get-StreamText 'a', 'b', 'c') -Last Hold)
            $output = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Stream | Select-Object -First 2

            "$output" | Should -BeExactly 'a b'
            $endpoint.WaitForDisconnectAsync(0).Wait(60000) | Should -BeTrue
        }

        It 'answers each prompt of a pipeline in turn' {
            $endpoint = Start-Endpoint
            $output = 'first', 'second' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Stream

            $output.Where({ $_ -is [AgentCore.LiteLlm.Chat.AgentReply] }).Text | Should -Be @('first', 'second').ForEach({ "Simulated reply from test-model to: $_" })
            $endpoint.Requests.Connection | Sort-Object -Unique | Should -HaveCount 1
        }

        It 'needs no network in simulation' {
            $output = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor 'https://nowhere.invalid') -System '' -Stream -Mode Simulation

            $output[-1].Simulated | Should -BeTrue
            -join $output[0..($output.Count - 2)] | Should -BeExactly $output[-1].Text
        }
    }

    Context 'with -Live' {
        It 'shows the text in the information stream and writes only the reply' {
            $endpoint = Start-Endpoint (New-RawReply (Get-StreamText 'Hel', 'lo' -Finished) -Last Close)
            $all = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Live 6>&1

            $shown = @($all).Where({ $_ -is [Management.Automation.InformationRecord] })
            $shown.ForEach({ "$($_.MessageData)" }) | Should -Be @('Hel', 'lo', '')
            $shown.MessageData.NoNewLine | Should -Be @($true, $true, $false)
            @($all).Where({ $_ -isnot [Management.Automation.InformationRecord] }).Text | Should -BeExactly 'Hello'
        }

        It 'can be silenced' {
            $endpoint = Start-Endpoint (New-RawReply (Get-StreamText 'Hello' -Finished) -Last Close)
            $text = Invoke-Fresh "Import-Module '$ManifestPath'; `$null = Invoke-AgentPrompt 'hi' -Blueprint '$(New-AgentFor $endpoint.BaseUrl)' -System '' -Live 6>`$null; 'end'" | Out-String

            $text.Trim() | Should -BeExactly 'end'
        }

        It 'shows the text in the host while it arrives' {
            $endpoint = Start-Endpoint (New-RawReply (Get-StreamText 'Hel', 'lo' -Finished) -Last Close)
            $text = Invoke-Fresh "Import-Module '$ManifestPath'; `$null = Invoke-AgentPrompt 'hi' -Blueprint '$(New-AgentFor $endpoint.BaseUrl)' -System '' -Live; 'end'" | Out-String

            $text.Trim() -split '\r?\n' | Should -Be @('Hello', 'end')
        }

        It 'ends its line before an error' {
            $endpoint = Start-Endpoint (New-RawReply (Get-StreamText 'Hel') -Last Close)
            $all = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Live -ErrorAction Continue 2>&1 6>&1

            $all[1].MessageData.NoNewLine | Should -BeFalse
            $all[2] | Should -BeOfType ([Management.Automation.ErrorRecord])
        }
    }

    Context 'with a stream that breaks' {
        It 'fails with <Id> when <Kind>, and keeps what had arrived' -ForEach @(
            @{ Kind = 'it is cut'; Tail = 'data: {"choices":[{"del'; Last = 'Close'; Id = 'ReplyCutOff'; Category = 'InvalidResult' }
            @{ Kind = 'it ends too early'; Tail = "data: [DONE]`n`n"; Last = 'Close'; Id = 'ReplyCutOff'; Category = 'InvalidResult' }
            @{ Kind = 'an error comes'; Tail = "data: {`"error`":{`"message`":`"upstream died`",`"code`":502}}`n`n"; Last = 'Close'; Id = 'GatewayError'; Category = 'ResourceUnavailable' }
            @{ Kind = 'it falls silent'; Tail = ''; Last = 'Hold'; Id = 'TimedOut'; Category = 'OperationTimeout' }
        ) {
            $endpoint = Start-Endpoint (New-RawReply ((Get-StreamText 'Hel', 'lo') + $Tail) -Last $Last)
            $errors = $null
            $output = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Stream -OperationTimeoutSeconds 1 -ErrorAction SilentlyContinue -ErrorVariable errors

            "$output" | Should -BeExactly 'Hel lo'
            $errors | Should -HaveCount 1
            $errors[0].FullyQualifiedErrorId | Should -BeExactly "$Id,AgentCore.LiteLlm.Commands.InvokeAgentPromptCommand"
            $errors[0].CategoryInfo.Category | Should -Be $Category
            $errors[0].Exception.Failure.PartialText | Should -BeExactly 'Hello'
            $errors[0].Exception.Failure.Attempts | Should -Be 1
            $endpoint.RequestCount | Should -Be 1
        }

        It 'goes on with the next prompt' {
            $endpoint = Start-Endpoint (New-RawReply (Get-StreamText 'Hel') -Last Close), (New-RawReply (Get-StreamText 'yes' -Finished) -Last Close)
            $output = 'a', 'b' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Stream -ErrorAction SilentlyContinue

            "$output" | Should -BeExactly 'Hel yes yes'
        }
    }

    Context 'with an endpoint that fails for a while' {
        It 'tries again, says so with -Verbose, and counts in the reply' {
            $endpoint = Start-Endpoint (New-RawReply (Get-FailureText 503 '{}' 'Retry-After-Ms: 1')), (New-RawReply (Get-FailureText 429 '{"error":{"message":"slow down"}}' 'Retry-After-Ms: 1')), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('yes'))
            $all = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Verbose 4>&1

            $notices = $all.Where({ $_ -is [Management.Automation.VerboseRecord] -and "$_" -like 'Attempt*' })
            $notices | Should -HaveCount 2
            "$($notices[0])" | Should -BeLike 'Attempt 1 of 4 failed (GatewayError, 503); the next follows in *'
            "$($notices[1])" | Should -BeLike 'Attempt 2 of 4 failed (RateLimited, 429); *'
            $all[-1].Text, $all[-1].Attempts | Should -Be @('yes', 3)
        }

        It 'shows the wait as a notice of the stream' {
            $endpoint = Start-Endpoint (New-RawReply (Get-FailureText 503 '{}' 'Retry-After-Ms: 1')), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('yes'))
            $output = Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -Stream

            $output[0].Kind, $output[1].Kind, "$($output[-1])" | Should -Be @('Notice', 'Text', 'yes')
        }

        It 'gives up after -MaximumRetryCount, and counts in the error' {
            $endpoint = Start-Endpoint (New-RawReply (Get-FailureText 503 '{"error":{"message":"busy"}}' 'Retry-After-Ms: 1'))
            $errors = $null
            Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -MaximumRetryCount 2 -ErrorAction SilentlyContinue -ErrorVariable errors

            $errors[0].FullyQualifiedErrorId | Should -BeLike 'GatewayError*'
            $errors[0].Exception.Failure.Attempts, $endpoint.RequestCount | Should -Be @(3, 3)
        }

        It 'does not try again with -MaximumRetryCount 0' {
            $endpoint = Start-Endpoint (New-RawReply (Get-FailureText 503 '{}' 'Retry-After-Ms: 1'))
            $errors = $null
            Invoke-AgentPrompt 'hi' -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -MaximumRetryCount 0 -Stream -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty

            $errors[0].Exception.Failure.Attempts, $endpoint.RequestCount | Should -Be @(1, 1)
        }
    }

    Context 'with an endpoint that wants the request otherwise' {
        It 'adapts it, warns once and remembers' {
            $refusal = '{"error":{"message":"Unsupported parameter: ''max_tokens'' is not supported with this model. Use ''max_completion_tokens'' instead.","code":"unsupported_parameter"}}'
            $endpoint = Start-Endpoint (New-RawReply (Get-FailureText 400 $refusal)), ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('yes'))
            $warnings = $null
            $replies = 'a', 'b' | Invoke-AgentPrompt -Blueprint (New-AgentFor $endpoint.BaseUrl) -System '' -WarningAction SilentlyContinue -WarningVariable warnings

            $replies.Attempts | Should -Be @(2, 1)
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike '*max_completion_tokens*'
            $endpoint.Requests.ForEach({ $_.Body -match '"max_completion_tokens":100' }) | Should -Be @($false, $true, $true)
        }
    }

    Context 'when it is stopped' {
        It 'ends while it connects' {
            # A listener that accepts nobody and has no room in its queue: the next connection waits.
            $listener = [Net.Sockets.Socket]::new([Net.Sockets.SocketType]::Stream, [Net.Sockets.ProtocolType]::Tcp)
            $waiting = [Collections.Generic.List[Net.Sockets.Socket]]::new()
            try {
                $listener.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
                $listener.Listen(0)
                $port = $listener.LocalEndPoint.Port
                do {
                    $client = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::InterNetwork, [Net.Sockets.SocketType]::Stream, [Net.Sockets.ProtocolType]::Tcp)
                    $waiting.Add($client)
                    $isConnected = $client.ConnectAsync('127.0.0.1', $port).Wait(1000)
                } while ($isConnected -and $waiting.Count -lt 20)

                if ($isConnected) {
                    Set-ItResult -Skipped -Because 'this system queues every connection'
                }

                Stop-Prompt "http://127.0.0.1:$port" -When {
                    $connections = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections()
                    @($connections.Where({ $_.State -eq 'SynSent' -and $_.RemoteEndPoint.Port -eq $port })).Count -ge 2
                }
            }
            finally {
                foreach ($client in $waiting) { $client.Dispose() }
                $listener.Dispose()
            }
        }

        It 'ends while it waits for <Phase>, and the endpoint sees it leave' -ForEach @(
            @{ Phase = 'headers'; Text = ''; When = { $endpoint.RequestCount -eq 1 } }
            @{ Phase = 'the first piece'; Text = "HTTP/1.1 200 OK`r`nContent-Type: text/event-stream`r`n`r`n: wait`n`n"; When = { $endpoint.RequestCount -eq 1 } }
            @{ Phase = 'the next piece'; Text = $null; When = { param($output) $output.Count -eq 2 } }
        ) {
            $endpoint = Start-Endpoint (New-RawReply ($null -eq $Text ? (Get-StreamText 'a', 'b') : $Text) -Last Hold)

            Stop-Prompt $endpoint.BaseUrl -When $When

            $endpoint.WaitForDisconnectAsync(0).Wait(60000) | Should -BeTrue
        }

        It 'ends while it waits to try again' {
            $endpoint = Start-Endpoint (New-RawReply (Get-FailureText 503 '{}' 'Retry-After: 30'))

            Stop-Prompt $endpoint.BaseUrl -When { param($output) $output.Count -eq 1 }

            $endpoint.RequestCount | Should -Be 1
        }

        It 'waits longer than a minute where -RetryIntervalSec says so' {
            $endpoint = Start-Endpoint (New-RawReply (Get-FailureText 503 '{}' 'Retry-After: 90'))

            Stop-Prompt $endpoint.BaseUrl -When { param($output) $output.Count -eq 1 } -Arguments '-RetryIntervalSec 100'

            $endpoint.RequestCount | Should -Be 1
        }
    }
}
