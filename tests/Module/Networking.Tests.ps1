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
                        $bytes = [byte[]]::new(65536)
                        $asked.Enqueue([Text.Encoding]::ASCII.GetString($bytes, 0, $stream.Read($bytes, 0, 65536)))
                        $stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 $status`r`nContent-Length: 0`r`nConnection: close`r`n`r`n"))
                        $client.Dispose()
                    }
                }
                catch { }
            }).AddArgument($listener).AddArgument($Status)
        $asked = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $null = $shell.AddArgument($asked)
        [pscustomobject]@{ Listener = $listener; Shell = $shell; Running = $shell.BeginInvoke(); Asked = $asked; Uri = "http://$($listener.LocalEndpoint)" }
    }

    # A certificate with its key for one name, signed by itself.
    function New-Certificate {
        param([string] $Name)

        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $key, 'SHA256')
        $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddDnsName($Name)
        $request.CertificateExtensions.Add($names.Build())
        $now = [DateTimeOffset]::UtcNow
        $made = $request.CreateSelfSigned($now.AddDays(-1), $now.AddDays(1))
        [Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadPkcs12($made.Export('Pfx'), $null)
    }

    # An endpoint that speaks TLS and always answers 'hello'.
    function Start-TlsEndpoint {
        param($Certificate)

        $answer = '{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}]}'
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $asked = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($listener, $certificate, $answer, $asked)
                while ($true) {
                    try { $client = $listener.AcceptTcpClient() } catch { return }
                    $asked.Enqueue('')
                    try {
                        $stream = [Net.Security.SslStream]::new($client.GetStream())
                        $stream.AuthenticateAsServer($certificate)
                        if ($stream.Read([byte[]]::new(65536), 0, 65536) -gt 0) {
                            $stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nContent-Length: $($answer.Length)`r`nConnection: close`r`n`r`n$answer"))
                        }
                    }
                    catch { }
                    finally {
                        $client.Dispose()
                    }
                }
            }).AddArgument($listener).AddArgument($Certificate).AddArgument($answer).AddArgument($asked)
        [pscustomobject]@{ Listener = $listener; Shell = $shell; Running = $shell.BeginInvoke(); Asked = $asked; Port = $listener.LocalEndpoint.Port }
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

Describe 'A proxy that the environment names' {
    It 'is told the user and the password of -ProxyCredential' {
        $proxy = Start-Proxy "407 Proxy Authentication Required`r`nProxy-Authenticate: Basic realm=x"
        try {
            $said = Invoke-Fresh @"
                `$env:HTTPS_PROXY = '$($proxy.Uri)'
                Import-Module '$ManifestPath'
                `$who = [pscredential]::new('me', (ConvertTo-SecureString 'hunter2-0123456789' -AsPlainText -Force))
                try { Invoke-AgentPrompt hi -Blueprint '$far' -System '' -ProxyCredential `$who -ErrorAction Stop } catch { `$_.ErrorDetails.Message }
"@ | Out-String
            $said | Should -BeLike "*the proxy $($proxy.Uri) does not accept the user and password (407)*"
            $token = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('me:hunter2-0123456789'))
            "$($proxy.Asked)" | Should -Match ([regex]::Escape("Proxy-Authorization: Basic $token"))
        }
        finally {
            Stop-Proxy $proxy
        }
    }
}

Describe 'An endpoint that speaks TLS' {
    BeforeAll {
        $certificate = New-Certificate localhost
        $folder = (Get-Item TestDrive:/).FullName
        Set-Content "$folder/localhost.pem" $certificate.ExportCertificatePem()
        Set-Content "$folder/other.pem" (New-Certificate localhost).ExportCertificatePem()
        $endpoint = Start-TlsEndpoint $certificate
        $secure = New-Blueprint "model_id: m`nbase_url: https://localhost:$($endpoint.Port)/v1"
        $otherName = New-Blueprint "model_id: m`nbase_url: https://127.0.0.1:$($endpoint.Port)/v1"
        $clear = New-Blueprint "model_id: m`nbase_url: http://localhost:$($endpoint.Port)/v1"
    }

    AfterAll {
        Stop-Proxy $endpoint
    }

    It 'is trusted by the file that -CACertificate names' {
        (Invoke-AgentPrompt hi -Blueprint $secure -System '' -CACertificate "$folder/localhost.pem").Text | Should -BeExactly 'hello'
    }

    It 'is not trusted without it, nor with another, which is said once, with the parameter that helps: <_>' -ForEach 'none', 'another' {
        $asked = $endpoint.Asked.Count
        $trust = if ($_ -eq 'another') { @{ CACertificate = "$folder/other.pem" } } else { @{} }
        { Invoke-AgentPrompt hi -Blueprint $secure -System '' @trust -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionFailed,*'
        $Error[0].ErrorDetails.Message | Should -BeLike '*/chat/completions cannot be reached: its certificate is signed by itself, and not trusted here.'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*SSL_CERT_FILE*-CACertificate takes a file*'
        $endpoint.Asked.Count | Should -Be ($asked + 1)
    }

    It 'is refused under a name that its certificate does not have, although it is trusted' {
        { Invoke-AgentPrompt hi -Blueprint $otherName -System '' -CACertificate "$folder/localhost.pem" -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionFailed,*'
        $Error[0].ErrorDetails.Message | Should -BeLike '*its certificate is for localhost, not for 127.0.0.1.'
    }

    It 'is taken with -SkipCertificateCheck, and asked for its models too' {
        (Invoke-AgentPrompt hi -Blueprint $secure -System '' -SkipCertificateCheck).Text | Should -BeExactly 'hello'
        Test-AgentEndpoint -Blueprint $secure -WarningAction SilentlyContinue | Should -BeFalse
    }

    It 'is advised to be called by https where it is called by http' {
        { Invoke-AgentPrompt hi -Blueprint $clear -System '' -MaximumRetryCount 0 -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionFailed,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*does that port speak http and not https?*'
    }

    It 'is not what is blamed where it stands between as a proxy' {
        $proxy = "https://127.0.0.1:$($endpoint.Port)"
        { Invoke-AgentPrompt hi -Blueprint $far -System '' -Proxy $proxy -ErrorAction Stop } | Should -Throw -ErrorId 'ConnectionFailed,*'
        $Error[0].ErrorDetails.Message | Should -BeLike "*cannot be reached: the proxy $proxy cannot be reached: its certificate is for localhost, not for 127.0.0.1, and its certificate is signed by itself*"
        $Error[0].ErrorDetails.RecommendedAction | Should -Match "into the proxy's address.*-CACertificate takes"
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
