BeforeDiscovery {
    # What each spelling becomes is the rule's text: it must refuse every one of them, and let through what is something else.
    $types = @(
        @{ Type = 'uri'; Deny = 'http://127.0.0.1/*'; Denied = @(
                'http://127.0.0.1/', "http://127$([char] 0x3002)0$([char] 0x3002)0$([char] 0x3002)1/", 'http://①②⑦.0.0.1/', 'http://127.0.0.1/', 'http://0177.0.0.1/x'
                'http://0x7f.0.0.1/', 'http://0x7f000001/', 'http://2130706433/', 'http://127.1/', 'http://[::ffff:127.0.0.1]/', 'http://[0:0:0:0:0:ffff:7f00:1]/'
                'http://[64:ff9b::127.0.0.1]/', 'http://[::127.0.0.1]/', 'http://127.0.0.1./', 'http://user:word@127.0.0.1/', 'HTTP://127.0.0.1:80/', '127.0.0.1/', '//127.0.0.1/')
            Passed = 'http://127.0.0.2/', 'http://[::1]/', 'https://127.0.0.1/' }
        @{ Type = 'uri'; Deny = 'http://evil.example/*'; Denied = @(
                "http://evil$([char] 0x3002)example/", "http://evil$([char] 0xFF0E)example/", "http://evil$([char] 0xFF61)example/a", 'http://ⓔvil.example/', 'http://EVIL.EXAMPLE:080/'
                "http://ev$([char] 0xAD)il.example/", 'http://evil.example./', 'http://evil.example/?q', 'http://a@evil.example/', 'http://good.example@evil.example/'
                "evil$([char] 0x3002)example/", 'evil.example/x', '//evil.example/x')
            Passed = 'http://good.example/', 'http://evil.example.org/', 'http://good.example/evil.example' }
        @{ Type = 'uri'; Deny = 'evil.example'; Denied = 'http://evil.example/', "http://x@evil$([char] 0x3002)example:8080/y", 'evil.example.'; Passed = @('http://not-evil.example/') }
        @{ Type = 'uri'; Deny = 'http://bücher.example/*'; Denied = 'http://xn--bcher-kva.example/', 'http://bücher.example/', 'http://BÜCHER.example:80/'; Passed = @('http://bucher.example/') }
        @{ Type = 'uri'; Deny = 'http://xn--bcher-kva.example/*'; Denied = 'http://bücher.example/', 'http://xn--bcher-kva.example/x'; Passed = @('http://bucher.example/') }
        @{ Type = 'uri'; Deny = '*/admin*'; Denied = 'http://h/%61dmin', 'http://h/%2561dmin', 'http://h/a%2fadmin', 'http://h/x/../admin', 'http://h/x/%2e%2e/admin'; Passed = @('http://h/a-dmin') }
        @{ Type = 'uri'; Deny = '*..*'; Denied = 'http://h/%252e%252e/a', 'http://h/a/..%2fb'; Passed = @('http://h/a.b') }
        @{ Type = 'uri'; Deny = 'file:///etc/*'; Denied = 'file:///etc/%70asswd', 'file:///srv/../etc/passwd'; Passed = @('file:///srv/x') }
        @{ Type = 'uri[]'; Deny = 'http://evil.example/*'; Denied = @(, @('http://good.example/', "http://evil$([char] 0x3002)example/")); Passed = @(, @('http://good.example/')) }
        @{ Type = 'System.UriBuilder'; Deny = 'http://evil.example/*'; Denied = "http://evil$([char] 0x3002)example/", 'http://u:p@evil.example/'; Passed = @('http://good.example/') }
        @{ Type = 'mailaddress'; Deny = '*@evil.example'; Denied = 'a@evil.example', "a@evil$([char] 0x3002)example", '"b@good.example" <a@evil.example>', 'b@good.example <a@EVIL.example>'; Passed = @('evil.example@good.example') }
        @{ Type = 'ipaddress'; Deny = '127.0.0.1'; Denied = '127.0.0.1', '0x7f.0.0.1', '0177.0.0.1', '2130706433', '127.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1'; Passed = '127.0.0.2', '::1' }
        @{ Type = 'ipaddress'; Deny = 'fe80::1'; Denied = 'fe80::1', 'fe80::1%3', 'FE80:0:0:0:0:0:0:1'; Passed = @('fe80::2') }
        @{ Type = 'ipaddress'; Deny = '::ffff:10.0.0.1'; Denied = '10.0.0.1', '::ffff:a00:1'; Passed = @('10.0.0.2') }
        @{ Type = 'ipendpoint'; Deny = '127.0.0.1:80'; Denied = '127.0.0.1:80', '[::ffff:127.0.0.1]:80', '127.0.0.1:080'; Passed = @('127.0.0.1:81') }
        @{ Type = 'System.Net.NetworkInformation.PhysicalAddress'; Deny = '00:11:22:33:44:55'; Denied = '00-11-22-33-44-55', '001122334455'; Passed = @('00-11-22-33-44-56') }
        @{ Type = 'version'; Deny = '1.2'; Denied = '1.2', '01.02', ' 1.2 '; Passed = @('1.20') }
        @{ Type = 'semver'; Deny = '1.2.0'; Denied = '1.2.0', '1.2', '01.2.0'; Passed = @('1.2.1') }
        @{ Type = 'guid'; Deny = '01234567-89ab-cdef-0123-456789abcdef'; Denied = '{01234567-89AB-CDEF-0123-456789ABCDEF}', '0123456789abcdef0123456789abcdef', '(01234567-89ab-cdef-0123-456789abcdef)'; Passed = @('11234567-89ab-cdef-0123-456789abcdef') }
        @{ Type = 'guid'; Deny = '0123456789abcdef*'; Denied = @('01234567-89ab-cdef-0123-456789abcdef'); Passed = @('11234567-89ab-cdef-0123-456789abcdef') }
        @{ Type = 'datetime'; Deny = '2026-01-02*'; Denied = '2026-01-02', '2 January 2026', '01/02/2026', '2026-01-02T12:00:00Z'; Passed = @('2026-02-03') }
        @{ Type = 'datetimeoffset'; Deny = '2026-01-02*'; Denied = '2026-01-02T10:00:00+00:00', '2 Jan 2026', '2026-01-01T23:00:00-05:00'; Passed = @('2026-02-03') }
        @{ Type = 'System.DateOnly'; Deny = '2026-01-02'; Denied = '2026-01-02', '2 January 2026'; Passed = @('2026-02-03') }
        @{ Type = 'timespan'; Deny = '01:00:00'; Denied = '1:00', '01:00:00', '0.01:00:00'; Passed = @('1:01') }
        @{ Type = 'timespan'; Deny = '3600'; Denied = @('1:00'); Passed = @('1:01') }
        @{ Type = 'int'; Deny = '22'; Denied = 22, '22', 22.0; Passed = @(23) }
        @{ Type = 'long'; Deny = '1024'; Denied = 1024, '1024', 1024.0; Passed = @(1025) }
        @{ Type = 'double'; Deny = '1000'; Denied = 1000, '1e3', '1000.0'; Passed = @(1001) }
        @{ Type = 'double'; Deny = '10000000000000000'; Denied = @('1e16'); Passed = @(1001) }
        @{ Type = 'decimal'; Deny = '1.5'; Denied = 1.5, '1.50', '0.15e1'; Passed = @(1.51) }
        @{ Type = 'bigint'; Deny = '22'; Denied = 22, '22', 22.0; Passed = @(23) }
        @{ Type = 'char'; Deny = 'a'; Denied = @('a'); Passed = @('b') }
        @{ Type = 'char'; Deny = '97'; Denied = @('a'); Passed = @('b') }
        @{ Type = 'switch'; Deny = 'True'; Denied = @($true); Passed = @($false) }
        @{ Type = 'bool'; Deny = 'True'; Denied = $true, 'true'; Passed = @($false) }
        @{ Type = 'System.IO.FileAccess'; Deny = 'Write'; Denied = 'write', 'ReadWrite', '2', '3', 'Read, Write', 'Wri'; Passed = @('Read') }
        @{ Type = 'System.IO.FileInfo'; Deny = '/etc/*'; Denied = '/etc/passwd', '/srv/../etc/passwd', '//etc/passwd', '/etc/./passwd'; Passed = @('/srv/x'); Posix = $true }
        @{ Type = 'System.IO.FileInfo'; Deny = 'passwd'; Denied = '/etc/passwd', 'passwd', './x/../passwd'; Passed = @('/etc/password') }
        @{ Type = 'System.IO.DirectoryInfo'; Deny = "*caf$([char] 0xE9)"; Denied = "/srv/caf$([char] 0xE9)", "/srv/cafe$([char] 0x301)"; Passed = @('/srv/cafe') }
        @{ Type = 'regex'; Deny = 'a+'; Denied = @('a+'); Passed = @('a') }
        @{ Type = 'cultureinfo'; Deny = 'de-DE'; Denied = 'de-DE', 'DE-de'; Passed = @('de-AT') }
        @{ Type = 'System.Text.StringBuilder'; Deny = 'x'; Denied = @('x'); Passed = @('y') }
        @{ Type = 'hashtable'; Deny = 'evil'; Denied = @{ evil = 1 }, @{ a = @{ b = 'evil' } }, @{ a = @(1, @{ evil = 2 }) }; Passed = @(@{ a = 'good' }) }
        @{ Type = 'object'; Deny = 'evil'; Denied = 'evil', @('a', 'evil'), @{ a = @{ evil = 1 } }; Passed = 'good', @('a') }
        @{ Type = 'string'; Deny = 'a b'; Denied = @('a b'); Passed = @('a  b') }
        @{ Type = 'string[]'; Deny = 'evil'; Denied = @(, @('a', 'evil')) ; Passed = @(, @('a', 'b')) }
        @{ Type = 'System.Collections.Generic.List[uri]'; Deny = 'http://evil.example/*'; Denied = @(, @("http://evil$([char] 0x3002)example/", 'http://h/')); Passed = @(, @('http://h/')) }
        @{ Type = 'SpellingOptions'; Deny = '*evil*'; Denied = @{ Text = '<a>&#101;vil</a>' }, @{ Text = '<a b="&#101;vil"/>' }, @{ Text = '<a>e<![CDATA[vi]]>l</a>' }; Passed = @(@{ Text = '<a>good</a>' }) }
        @{ Type = 'SpellingOptions'; Deny = 'http://evil.example/*'; Denied = @{ Address = "http://evil$([char] 0x3002)example/" }, @{ Inner = @{ Address = 'http://u@evil.example/' } }; Passed = @(@{ Address = 'http://good.example/' }) }
        @{ Type = 'SpellingOptions'; Deny = '127.0.0.1'; Denied = @(@{ Machine = '0x7f.1' }); Passed = @(@{ Machine = '127.0.0.2' }) }
    ) | ForEach-Object { $_.Name = "$($_.Type), $($_.Deny)"; $_ }
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1
    if (-not ('SpellingOptions' -as [type])) {
        Add-Type 'public class SpellingOptions { public System.Uri Address { get; set; } public System.Net.IPAddress Machine { get; set; } public SpellingOptions Inner { get; set; } public System.Xml.XmlDocument Text { get; set; } }'
    }

    # The outcomes of one tool's calls with these values.
    function Get-Outcome {
        param([string] $Type, [object[]] $Value, [hashtable] $Rule)

        $agent = Start-Agent -Call @($Value | ForEach-Object { , @('t', (ConvertTo-Json -Compress -Depth 9 -InputObject @{ Value = $_ })) })
        $tool = New-AgentTool -Name t -Command ([scriptblock]::Create("param([$Type] `$Value) 'ran'")) @Rule
        @((Invoke-Run $agent @{ Tool = $tool }).Steps.Outcome | Where-Object { $null -ne $_ }) -as [string[]]
    }
}

Describe 'New-AgentTool -Deny and -Allow, against every spelling of a value' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'denies what comes to the same: <Name>' -ForEach $types {
        if ($Posix -and $IsWindows) { Set-ItResult -Skipped -Because 'the paths are those of Unix'; return }
        $outcomes = Get-Outcome $Type ($Denied + $Passed) @{ Deny = @{ Value = $Deny } }

        $outcomes | Should -Be (@('Denied') * $Denied.Count + @('Succeeded') * $Passed.Count)
    }

    It 'allows no address by how its beginning or its host looks: <Allow>' -ForEach @(
        @{ Allow = 'http://good.example*'; Refused = @('http://good.example@evil.example/', 'http://good.example:80@evil.example/') ; Passed = @('http://good.example/') }
        @{ Allow = 'good.example*'; Refused = @('good.example@evil.example', 'evil.example'); Passed = @('good.example/a') }
        @{ Allow = 'http://bücher.example/*'; Refused = @('http://evil.example/'); Passed = @('http://bücher.example/') }
        @{ Allow = 'http://xn--bcher-kva.example/*'; Refused = @('http://evil.example/'); Passed = @('http://xn--bcher-kva.example/a') }
        @{ Allow = "http://*$([char] 0x3002)example/*"; Refused = @("http://evil$([char] 0x3002)example/"); Passed = @() }
        @{ Allow = 'http://①②⑦*'; Refused = @('http://①②⑦.0.0.1/'); Passed = @() }
        @{ Allow = 'good.example'; Refused = "good$([char] 0xAD).example", "good.example$([char] 0x200D)"; Passed = @('good.example') }
        @{ Allow = 'http://127.0.0.1/*'; Refused = @('http://2130706433/', 'http://[::ffff:127.0.0.1]/'); Passed = @('http://127.0.0.1/x') }
    ) {
        $outcomes = Get-Outcome uri ($Refused + $Passed) @{ Allow = @{ Value = $Allow } }

        $outcomes | Should -Be (@('Denied') * $Refused.Count + @('Succeeded') * $Passed.Count)
    }

    It 'allows no mail address by the name before it' {
        Get-Outcome mailaddress '"a@good.example" <x@evil.example>', 'a@good.example' @{ Allow = @{ Value = '*@good.example*' } } | Should -Be @('Denied', 'Succeeded')
    }

    It 'denies each of 200 generated spellings of a host that can be bound' {
        $random = [Random]::new(20261128)
        $dots = '.', [string][char] 0x3002, [string][char] 0xFF0E, [string][char] 0xFF61
        $letters = {
            param([char] $c)
            switch ($random.Next(4)) {
                0 { "$c".ToUpperInvariant() }
                1 { [string][char]([int] $c - 0x20 + 0xFF00) }                        # full width
                2 { if ($c -ge 'a') { [string][char](0x24D0 + [int] $c - 97) } else { "$c" } } # in a circle
                default { "$c" }
            }
        }
        $spellings = foreach ($i in 1..200) {
            $host_ = if ($i % 2) { 'evil.example' } else { @('127.0.0.1', '127.1', '0x7f.0.0.1', '2130706433', '0177.1')[$random.Next(5)] }
            $text = -join ($host_.ToCharArray() | ForEach-Object { if ($_ -eq '.') { $dots[$random.Next(4)] } else { & $letters $_ } })
            '{0}://{1}{2}{3}/{4}' -f @('http', 'HTTP')[$random.Next(2)], @('', 'u@', 'good.example@', 'u:p@')[$random.Next(4)], $text, @('', '.', ':80', ':8080')[$random.Next(4)], $i
        }

        $bound = @($spellings | Where-Object { try { $null = [uri] $_; $true } catch { $false } })
        $bound.Count | Should -BeGreaterThan 150
        $outcomes = Get-Outcome uri $bound @{ Deny = @{ Value = 'evil.example', '127.0.0.1' } }
        @(0..($bound.Count - 1) | Where-Object { $outcomes[$_] -ne 'Denied' } | ForEach-Object { $bound[$_] }) | Should -Be @()
    }

    It 'denies every text that a <Type> can turn into' -ForEach @(
        @{ Type = 'uri'; Value = 'http://User@b%C3%BCcher.example:81/a%20b/c?d=1#e'.Replace('b%C3%BCcher', 'bücher') }
        @{ Type = 'mailaddress'; Value = '"Ann" <ann@bücher.example>' }
        @{ Type = 'ipaddress'; Value = '::ffff:1.2.3.4' }
        @{ Type = 'ipendpoint'; Value = '1.2.3.4:5' }
        @{ Type = 'version'; Value = '1.2.3.4' }
        @{ Type = 'semver'; Value = '1.2.3-rc.1+b' }
        @{ Type = 'guid'; Value = '01234567-89ab-cdef-0123-456789abcdef' }
        @{ Type = 'datetime'; Value = '2026-01-02T03:04:05Z' }
        @{ Type = 'datetimeoffset'; Value = '2026-01-02T03:04:05+02:00' }
        @{ Type = 'timespan'; Value = '1.02:03:04' }
        @{ Type = 'double'; Value = 1.5 }
        @{ Type = 'bigint'; Value = 12345678901234567890 }
        @{ Type = 'System.IO.FileInfo'; Value = '/srv/a/b.txt' }
        @{ Type = 'System.IO.DirectoryInfo'; Value = '/srv/a' }
        @{ Type = 'System.DayOfWeek'; Value = 'Friday' }
        @{ Type = 'regex'; Value = 'a(?<b>c)' }
        @{ Type = 'cultureinfo'; Value = 'de-DE' }
    ) {
        $one = [Management.Automation.LanguagePrimitives]::ConvertTo($Value, ($Type -as [type]))
        [string[]] $texts = @("$one"; $one.ToString(); $one.PSObject.Properties | Where-Object { $_.MemberType -eq 'Property' } | ForEach-Object { try { $_.Value } catch { } } | Where-Object { $_ -is [string] -and $_ }) | Sort-Object -Unique
        $tools = foreach ($i in 0..($texts.Count - 1)) {
            New-AgentTool -Name "t$i" -Command ([scriptblock]::Create("param([$Type] `$Value) 'ran'")) -Deny @{ Value = [WildcardPattern]::Escape($texts[$i]) }
        }
        $agent = Start-Agent -Call @($tools | ForEach-Object { , @($_.Name, (ConvertTo-Json -Compress @{ Value = $Value })) })

        $outcomes = @((Invoke-Run $agent @{ Tool = $tools }).Steps.Outcome | Where-Object { $null -ne $_ })
        @(0..($texts.Count - 1) | Where-Object { $outcomes[$_] -ne 'Denied' } | ForEach-Object { $texts[$_] }) | Should -Be @()
    }
}
