BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # A proxy that answers every request with one status: a line of text, and the connection is closed.
    function Start-Proxy {
        param([string] $Status)

        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($listener, $status, $asked)
                try {
                    while ($true) {
                        $client = $listener.AcceptTcpClient()
                        $stream = $client.GetStream()
                        $null = $stream.Read([byte[]]::new(65536), 0, 65536)
                        $asked.Add(1)
                        $stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 $status`r`nContent-Length: 0`r`nConnection: close`r`n`r`n"))
                        $client.Dispose()
                    }
                }
                catch { }
            }).AddArgument($listener).AddArgument($Status)
        $asked = [Collections.Concurrent.ConcurrentBag[int]]::new()
        $null = $shell.AddArgument($asked)
        [pscustomobject]@{ Listener = $listener; Shell = $shell; Running = $shell.BeginInvoke(); Asked = $asked; Uri = "http://$($listener.LocalEndpoint)" }
    }

    function Stop-Proxy {
        param($Proxy)

        $Proxy.Listener.Stop()
        $Proxy.Shell.Stop()
        $Proxy.Shell.Dispose()
    }

    $far = New-Blueprint "model_id: m`nbase_url: https://llm.example.test/v1"
}

Describe 'A call through a proxy' {
    It 'that wants to know who calls says so, names the parameters that tell it, and is made once' {
        $proxy = Start-Proxy '407 Proxy Authentication Required'
        try {
            { Invoke-AgentPrompt hi -Blueprint $far -System '' -Proxy $proxy.Uri -ErrorAction Stop } |
                Should -Throw -ErrorId 'ConnectionFailed,*' -ExceptionType ([AgentCore.LiteLlm.Failures.ChatException])
            $record = $Error[0]
            $record.ErrorDetails.Message | Should -Be "https://llm.example.test/v1/chat/completions cannot be reached: the proxy $($proxy.Uri) wants to know who calls (407)."
            $record.ErrorDetails.RecommendedAction | Should -Match '-ProxyCredential'
            $proxy.Asked.Count | Should -Be 1
        }
        finally {
            Stop-Proxy $proxy
        }
    }

    It 'that is not there names the proxy, the variables and the parameters' {
        $proxy = Start-Proxy '200 OK'
        Stop-Proxy $proxy
        { Invoke-AgentPrompt hi -Blueprint $far -System '' -Proxy $proxy.Uri -MaximumRetryCount 1 -RetryIntervalSec 1 -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConnectionFailed,*'
        $Error[0].ErrorDetails.Message | Should -BeLike "*nothing is listening at the proxy $($proxy.Uri) (connection refused). Requests sent: 2."
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'HTTPS_PROXY.*NO_PROXY.*-Proxy names another proxy, and -NoProxy'
    }
}

Describe '-CACertificate' {
    BeforeAll {
        $key = [Security.Cryptography.ECDsa]::Create()
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=authority', $key, 'SHA256')
        $now = [DateTimeOffset]::UtcNow
        $certificate = $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(1))
        $folder = (Get-Item TestDrive:/).FullName
        Set-Content "$folder/ca.pem" $certificate.ExportCertificatePem()
        [IO.File]::WriteAllBytes("$folder/ca.der", $certificate.RawData)
        Set-Content "$folder/none.txt" 'no certificate'
        $endpoint = Start-AgentTestEndpoint 'hello', 'hello', 'hello', 'hello'
    }

    AfterAll {
        Stop-AgentTestEndpoint $endpoint
    }

    It 'takes <_>' -ForEach 'a PEM file', 'a DER file', 'a file object', 'a certificate' {
        $given = switch ($_) { 'a PEM file' { 'ca.pem' } 'a DER file' { 'ca.der' } 'a file object' { Get-Item "$folder/ca.pem" } default { $certificate } }
        Push-Location $folder
        try {
            (Invoke-AgentPrompt hi -Model $endpoint.Model -CACertificate $given).Text | Should -Be 'hello'
        }
        finally {
            Pop-Location
        }
    }

    It 'refuses what holds none' {
        { Invoke-AgentPrompt hi -Model $endpoint.Model -CACertificate "$folder/none.txt" } | Should -Throw '*it holds no certificate*'
        { Invoke-AgentPrompt hi -Model $endpoint.Model -CACertificate "$folder/absent.pem" } | Should -Throw '*absent.pem*'
    }

    It 'does not go with -SkipCertificateCheck' {
        { Invoke-AgentPrompt hi -Model $endpoint.Model -CACertificate $certificate -SkipCertificateCheck } |
            Should -Throw -ErrorId 'CertificateArgumentInvalid,*'
    }
}
