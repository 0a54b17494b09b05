BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Read-Report([string] $Path) { [xml](Get-Content -LiteralPath $Path -Raw) }
    function Get-Stock { param([string] $Product) [pscustomobject]@{ Product = $Product; Owner = 'anna.berger@example.com' } }
    function Remove-Line { [CmdletBinding(SupportsShouldProcess)] param([string] $Text) "removed $Text" }

    $simulated = New-Blueprint -Model "model_id: m`nbase_url: http://localhost:4000"
    $ask = @{ Blueprint = $simulated; System = ''; Mode = 'Simulation' }
    $protection = "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]`n"
}

Describe 'Export-AgentReport' {
    BeforeEach {
        $folder = (New-Item -ItemType Directory (Join-Path (Get-Item TestDrive:/).FullName ([guid]::NewGuid()))).FullName
        $path = "$folder/report.html"
        Push-Location -LiteralPath $folder
    }

    AfterEach {
        Pop-Location
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'writes replies as one file that loads nothing' {
        $file = 'one', 'two' | Invoke-AgentPrompt @ask | Export-AgentReport report.html -Title 'Tonight & <more>'

        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be ([IO.Path]::GetFullPath($path))
        $report = Read-Report $path
        $report.html.head.title | Should -Be 'Tonight & <more>'
        $report.SelectNodes('//section[starts-with(@id, "run-")]').Count | Should -Be 2
        Get-Content $path -Raw | Should -Not -Match '<script|<link|<img|https?://(?!localhost)|url\('
    }

    It 'shows a run with tools, over a real call, without its secrets and without personal data unless it is asked for' {
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}')) -Answer 'Anna has ink.' -More 'api_key_env: REPORT_TEST_KEY' -Tail $protection
        $env:REPORT_TEST_KEY = 'sk-report-secret-0123456789abcdef'
        try { $reply = Invoke-AgentPrompt 'Ink of anna.berger@example.com?' -Blueprint $agent -System '' -Tool 'Get-Stock' }
        finally { $env:REPORT_TEST_KEY = $null }

        $null = $reply | Export-AgentReport report.html
        $text = Get-Content $path -Raw
        $text | Should -Not -BeLike '*anna.berger*'
        $text | Should -Not -BeLike '*report-secret*'
        $text | Should -BeLike '*Ink of &lt;EMAIL_ADDRESS_1&gt;?*'
        (Read-Report $path).SelectNodes('//figure/*[local-name() = "svg"]').Count | Should -Be 1
        $text | Should -BeLike '*2 tool Get-Stock*'

        $null = $reply | Export-AgentReport report.html -IncludePersonalData
        Get-Content $path -Raw | Should -BeLike '*Ink of anna.berger@example.com?*'
        $reply.Text | Should -Be 'Anna has ink.'
    }

    It 'shows the agents of a graph with the steps within them' {
        $null = Invoke-AgentPrompt 'a paragraph' -Blueprint "$RepositoryRoot/samples/review-team/review-team.yaml" -Mode Simulation -WarningAction SilentlyContinue | Export-AgentReport report.html

        $bars = (Read-Report $path).SelectNodes('//figure//*[local-name() = "svg"]/*[local-name() = "svg"]').InnerText
        $bars | Should -Contain '1 agent draft (drafter)'
        ($bars -match '^1\.1 model') | Should -HaveCount 1
        ($bars -match 'gate good_enough') | Should -Not -BeNullOrEmpty
    }

    It 'shows kept runs, from the pipeline, as folders and by path' {
        $agent = Start-Agent -Call @(, @('Remove-Line', '{"Text":"b"}'))
        $run = Invoke-AgentPrompt 'Remove it.' -Blueprint $agent -System '' -Tool Remove-Line -ToolApproval Defer -SessionPath runs
        $texts = @(
            $run | Export-AgentReport
            Get-AgentRun runs | Export-AgentReport
            Get-Item runs | Export-AgentReport
            Export-AgentReport -SessionPath runs
        )

        $texts | Should -HaveCount 4
        $texts | ForEach-Object { $_ | Should -BeLike '*waits for decisions*'; $_ | Should -BeLike '*Calls that wait for a decision*'; $_ | Should -Not -BeLike "*$folder*" }
    }

    It 'opens encrypted runs with their key, and says so without it' {
        $script:endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('Hello <EMAIL_ADDRESS_1>.'))
        $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)" -Tail $protection
        $key = ConvertTo-SecureString 'correct horse battery' -AsPlainText
        $null = Invoke-AgentPrompt 'I am anna.berger@example.com.' -Blueprint $agent -System '' -SessionPath runs -SessionKey $key

        Export-AgentReport -SessionPath runs | Should -BeLike '*there was no key to read it*'
        $opened = Export-AgentReport -SessionPath runs -SessionKey $key
        $opened | Should -BeLike '*Hello &lt;EMAIL_ADDRESS_1&gt;.*'
        $opened | Should -Not -BeLike '*anna.berger*'
    }

    It 'shows results of an evaluation' {
        Copy-Item $simulated a.yaml
        Set-Content a.cases.yaml "cases:`n  - { name: passes, prompt: hi, expect: { max_latency: 10min } }`n  - { name: fails, prompt: hi, expect: { contains: nowhere } }`n"
        $null = Invoke-AgentEvaluation a.cases.yaml -System '' -Mode Simulation | Export-AgentReport report.html

        $report = Read-Report $path
        $report.SelectNodes('//section[@id = "part-1"]/section//h3').InnerText | Should -Be @('fails', 'passes')
        $report.SelectSingleNode('//dl[@class = "cards"]/div/dd').InnerText | Should -Be '1 of 2'
    }

    It 'shows a journal by path and from the pipeline, and leaves it as it is' {
        $null = 'one', 'two', 'three' | Invoke-AgentPrompt @ask -JournalPath bulk.jsonl
        $before = (Get-FileHash bulk.jsonl).Hash
        $by = Export-AgentReport -JournalPath bulk.jsonl
        $piped = Get-Item bulk.jsonl | Export-AgentReport

        ([xml]$by).SelectNodes('//section[@id = "part-1"]//tbody/tr').Count | Should -Be 3
        ([xml]$piped).SelectNodes('//section[@id = "part-1"]//tbody/tr').Count | Should -Be 3
        (Get-FileHash bulk.jsonl).Hash | Should -Be $before
    }

    It 'shows changes, and an error of a call with what to do' {
        Set-Content new.yaml ((Get-Content $simulated -Raw) -replace 'localhost:4000', 'localhost:5000')
        $script:endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(400, 'no <b>'))
        $failing = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
        $text = & {
            Compare-AgentBlueprint $simulated new.yaml
            Invoke-AgentPrompt 'what was asked' -Blueprint $failing -System '' -ErrorAction Continue 2>&1
            Import-AgentBlueprint none.yaml -ErrorAction Continue 2>&1
        } | Export-AgentReport

        $text | Should -BeLike '*model.base_url*'
        $text | Should -BeLike '*failed: BadRequest*'
        $text | Should -BeLike '*what was asked*'
        $text | Should -BeLike '*failed: BlueprintNotFound*'
    }

    It 'passes over pieces and the words of other streams' {
        $text = & { Invoke-AgentPrompt hi @ask -Stream; Write-Warning careful 3>&1; Write-Verbose more -Verbose 4>&1 } | Export-AgentReport -ErrorVariable failed

        $failed | Should -BeNullOrEmpty
        $text | Should -Not -BeLike '*careful*'
    }

    It 'says of nothing that nothing was given' {
        Export-AgentReport | Should -BeLike '*Nothing was given to report on.*'
        @() | Export-AgentReport | Should -BeLike '*Nothing was given to report on.*'
    }

    It 'writes Markdown where it is asked to, or the path says so' {
        $reply = Invoke-AgentPrompt '| <script>' @ask
        $null = $reply | Export-AgentReport report.md
        Get-Content report.md -TotalCount 2 | Should -Be @('<!-- agentcore-report -->', '# `Agent report`')
        $reply | Export-AgentReport -As Markdown | Should -Match '(?s)`{3}text\n\| <script>\n`{3}'
        $null = $reply | Export-AgentReport report.md -As Html
        Get-Content report.md -TotalCount 1 | Should -Be '<!DOCTYPE html>'
    }

    It 'replaces an older report, and any other file with -Force alone, before anything is asked' {
        $reply = Invoke-AgentPrompt hi @ask
        $null = $reply | Export-AgentReport report.html
        $null = $reply | Export-AgentReport report.html -ErrorAction Stop
        Set-Content other.txt 'mine'
        { $reply | Export-AgentReport other.txt } | Should -Throw -ErrorId 'ReportExists,*'
        Get-Content other.txt | Should -Be 'mine'
        $null = $reply | Export-AgentReport other.txt -Force
        Get-Content other.txt -TotalCount 1 | Should -Be '<!DOCTYPE html>'
        { Export-AgentReport none/report.html } | Should -Throw -ErrorId 'ReportPathInvalid,*'
        { Export-AgentReport $folder } | Should -Throw -ErrorId 'ReportPathInvalid,*'
    }

    It 'takes a path as it is written, and writes nothing with -WhatIf' {
        $reply = Invoke-AgentPrompt hi @ask
        $null = $reply | Export-AgentReport 'a[1].html'
        Test-Path -LiteralPath 'a[1].html' | Should -BeTrue
        $reply | Export-AgentReport report.html -WhatIf | Should -BeNullOrEmpty
        Test-Path report.html | Should -BeFalse
    }

    It 'lets only its owner read a new file with personal data' -Skip:$IsWindows {
        $null = Invoke-AgentPrompt hi @ask | Export-AgentReport report.html -IncludePersonalData
        [IO.File]::GetUnixFileMode($path) | Should -Be ([IO.UnixFileMode]'UserRead, UserWrite')
    }

    It 'goes on where something is given that no report is about, or a file that is none' {
        Set-Content other.txt 'mine'
        $null = 3, $null, (Invoke-AgentPrompt hi @ask) | Export-AgentReport report.html -JournalPath other.txt, none.jsonl -SessionPath none -ErrorVariable failed -ErrorAction SilentlyContinue

        $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be @('ReportInputInvalid', 'ReportInputInvalid', 'JournalInvalid', 'JournalUnusable', 'RunNotFound')
        (Read-Report $path).SelectNodes('//section[@id = "run-1"]').Count | Should -Be 1
    }

    It 'shows structured output as JSON' {
        $text = Invoke-AgentPrompt hi @ask -OutputSchema @{ type = 'object'; required = @('name'); properties = @{ name = @{ type = 'string' } } } | Export-AgentReport

        $text | Should -BeLike '*Structured output*"name": *'
    }
}
