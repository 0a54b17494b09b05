BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    function New-AgentFor {
        param($Endpoint, [string] $Tail = '')

        New-Blueprint -Model "model_id: test-model`nbase_url: $($Endpoint.BaseUrl)" -Tail $Tail
    }

    function Get-Message {
        param($Request)

        ($Request.Body | ConvertFrom-Json).messages
    }

    function Set-Prompt {
        param([string] $Name, [string] $Text)

        $folder = Join-Path (Get-Item TestDrive:/).FullName 'prompts'
        $null = New-Item -ItemType Directory $folder -Force
        Set-Content -LiteralPath (Join-Path $folder $Name) -Value $Text
    }
}

Describe 'Invoke-AgentPrompt as an agent' {
    BeforeEach {
        $env:EXECUTION_MODE = $null
        $endpoint = Start-Endpoint
        $agent = New-AgentFor $endpoint
    }

    AfterEach {
        $endpoint.Dispose()
        Remove-Item (Join-Path (Get-Item TestDrive:/).FullName 'prompts') -Recurse -ErrorAction Ignore
        Remove-Item Env:/MODEL_PRICING, Env:/PROMPT_REGISTRY_URL -ErrorAction Ignore
    }

    Context 'with a conversation' {
        It 'goes on from <Kind>' -ForEach @(
            @{ Kind = 'a conversation'; Make = { param($reply) $reply.Conversation } }
            @{ Kind = 'a reply'; Make = { param($reply) $reply } }
            @{ Kind = 'JSON text'; Make = { param($reply) $reply.Conversation.ToJson() } }
            @{ Kind = 'a file'; Make = { param($reply) $reply.Conversation.ToJson() | Set-Content TestDrive:/c.json; 'TestDrive:/c.json' } }
            @{ Kind = 'what ConvertTo-Json wrote'; Make = { param($reply) $reply.Conversation | ConvertTo-Json -Depth 10 } }
            @{ Kind = 'objects of ConvertFrom-Json'; Make = { param($reply) $reply.Conversation.ToJson() | ConvertFrom-Json } }
            @{ Kind = 'hashtables'; Make = { param($reply) @(@{ role = 'user'; content = 'first' }, @{ role = 'assistant'; content = $reply.Text }) } }
        ) {
            $reply = Invoke-AgentPrompt 'first' -Blueprint $agent -System 'Be brief.'
            $second = Invoke-AgentPrompt 'second' -Blueprint $agent -System 'Be terse.' -Conversation (& $Make $reply)

            $messages = Get-Message $endpoint.Requests[1]
            $messages.role | Should -Be @('system', 'user', 'assistant', 'user')
            $messages.content | Should -Be @('Be terse.', 'first', $reply.Text, 'second')
            $second.Conversation.Messages | Should -HaveCount 5
            $reply.Conversation.Messages | Should -HaveCount 3
        }

        It 'says what is wrong with what ConvertTo-Json cut short' {
            $path = Join-Path (Get-Item TestDrive:/).FullName 'cut.json'
            '{"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y","tool_calls":"System.Object[]"}]}' | Set-Content $path
            $caught = $null
            try { Invoke-AgentPrompt 'x' -Blueprint $agent -System '' -Conversation $path } catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeLike 'ConversationInvalid,*'
            $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-Depth 10*'
        }

        It 'may go on from one conversation in many runspaces at once' {
            $reply = Invoke-AgentPrompt 'first' -Blueprint $agent -System ''
            $lengths = 1..6 | ForEach-Object -ThrottleLimit 6 -Parallel {
                Import-Module $using:ManifestPath
                (Invoke-AgentPrompt "next $_" -Blueprint $using:agent -System '' -Conversation $using:reply).Conversation.Messages.Count
            }

            $lengths | Should -Be @(4, 4, 4, 4, 4, 4)
            $reply.Conversation.Messages | Should -HaveCount 2
        }

        It 'refuses <Kind> with the place of the mistake' -ForEach @(
            @{ Kind = 'a result without its call'; Value = '[{"role":"tool","content":"x","tool_call_id":"c1"}]'; Id = 'ConversationInvalid*'; Message = '*$.messages`[0`].tool_call_id*' }
            @{ Kind = 'an unknown role'; Value = '[{"role":"wizard","content":"x"}]'; Id = 'ConversationInvalid*'; Message = '*$.messages`[0`].role*' }
            @{ Kind = 'no JSON'; Value = '{"messages": ['; Id = 'ConversationInvalid*'; Message = '*line 1*' }
            @{ Kind = 'a file that is not there'; Value = 'TestDrive:/absent.json'; Id = 'ConversationNotFound*'; Message = '*absent.json*' }
            @{ Kind = 'a number'; Value = 5; Id = 'ConversationInvalid*'; Message = '*Int32*' }
        ) {
            $thrown = { Invoke-AgentPrompt 'x' -Blueprint $agent -System '' -Conversation $Value } | Should -Throw -ErrorId $Id -PassThru

            $thrown.Exception.Message | Should -BeLike $Message
            $endpoint.RequestCount | Should -Be 0
        }

        It 'leaves the oldest turns out where that is wished' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(400, "This model's maximum context length is 10 tokens."))
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('short'))
            $long = @(1..4 | ForEach-Object { @{ role = 'user'; content = "q$_" }; @{ role = 'assistant'; content = "a$_" } })
            $reply = Invoke-AgentPrompt 'last' -Blueprint $agent -System 's' -Conversation $long -ContextStrategy SlidingWindow -WarningAction SilentlyContinue

            $reply.Text | Should -BeExactly 'short'
            $reply.Warnings | Should -BeLike '*were not sent*'
            $reply.Conversation.Messages | Should -HaveCount 11
            (Get-Message $endpoint.Requests[1]).content | Should -Be @('s', 'q3', 'a3', 'q4', 'a4', 'last')
        }

        It 'warns when the model answers nothing, and can go on' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new(''))
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('now'))
            $silent = Invoke-AgentPrompt 'first' -Blueprint $agent -System '' -WarningVariable warnings -WarningAction SilentlyContinue
            $next = Invoke-AgentPrompt 'second' -Blueprint $agent -System '' -Conversation $silent

            "$warnings" | Should -BeLike '*answered nothing*'
            $next.Text | Should -BeExactly 'now'
            (Get-Message $endpoint.Requests[1]).role | Should -Be @('user', 'assistant', 'user')
        }
    }

    Context 'with a prompt of the blueprint' {
        It 'fills its places and says which prompt ran' {
            Set-Prompt 'system.md' "---`nversion: '1.2.0'`n---`nYou know {{ city }}, {{n}}."
            $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -Variable @{ City = 'Rome'; n = 1.5 }

            (Get-Message $endpoint.Requests[0])[0].content | Should -BeExactly 'You know Rome, 1.5.'
            $reply.Prompt.Version, $reply.Prompt.State | Should -Be @('1.2.0', 'Stable')
            $reply.Prompt.Hash | Should -Match '^sha256:[0-9a-f]{64}$'
            $reply.Gates.Gate | Should -Be @('mode', 'execution_modes', 'prompt', 'key', 'encryption', 'protection')
        }

        It 'names every place without a value at once, and sends nothing' {
            Set-Prompt 'system.md' '{{a}} {{b}} {{a}}'
            $thrown = { Invoke-AgentPrompt 'hi' -Blueprint $agent -Variable @{ c = 1 } -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'PromptVariableMissing*' -PassThru

            $thrown.Exception.Message | Should -BeLike "*'a', 'b'*"
            $endpoint.RequestCount | Should -Be 0
        }

        It 'leaves braces in -System alone unless variables are given' {
            $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '{{a}}'
            $null = Invoke-AgentPrompt 'hi' -Blueprint $agent -System '{{a}}' -Variable @{ a = 'x' }

            (Get-Message $endpoint.Requests[0])[0].content | Should -BeExactly '{{a}}'
            (Get-Message $endpoint.Requests[1])[0].content | Should -BeExactly 'x'
        }

        It 'refuses <Kind>' -ForEach @(
            @{ Kind = 'a prompt that is not there'; Id = 'PromptNotFound*' }
            @{ Kind = 'a draft'; Text = "---`nstate: draft`n---`nx"; Id = 'PromptDraft*' }
            @{ Kind = 'a blank prompt'; Text = ' '; Id = 'PromptInvalid*' }
        ) {
            if ($Text) { Set-Prompt 'system.md' $Text }
            { Invoke-AgentPrompt 'hi' -Blueprint $agent } | Should -Throw -ErrorId $Id
            $endpoint.RequestCount | Should -Be 0
        }

        It 'runs a draft in simulation, and says that it may' {
            Set-Prompt 'system.md' "---`nstate: draft`n---`nx"
            $reply = Invoke-AgentPrompt 'hi' -Blueprint $agent -Mode Simulation

            $reply.Prompt.State | Should -Be 'Draft'
            "$($reply.Gates)" | Should -BeLike '*mode: simulation, as the caller asks*prompt: a draft, in simulation*'
        }

        It 'asks the registry first, and the folder where it fails' {
            Set-Prompt 'system.md' 'from the folder'
            $env:PROMPT_REGISTRY_URL = "http://127.0.0.1:$($endpoint.Port)"
            $registered = [AgentCore.LiteLlm.TestEndpoints.TestReply+Http]::new(200, '{"text":"from the registry","version":"7"}')
            $registered.WhenPathEndsWith = '/prompts/system'
            $endpoint.Enqueue($registered)
            $first = Invoke-AgentPrompt 'hi' -Blueprint $agent
            $simulated = Invoke-AgentPrompt 'hi' -Blueprint $agent -Mode Simulation
            $env:PROMPT_REGISTRY_URL = 'http://127.0.0.1:1'
            $second = Invoke-AgentPrompt 'hi' -Blueprint $agent -WarningVariable warnings -WarningAction SilentlyContinue

            $first.Prompt.Version, $first.Prompt.Origin | Should -Be @('7', "http://127.0.0.1:$($endpoint.Port)/prompts/system")
            $simulated.Prompt.Origin, $second.Prompt.Origin | ForEach-Object { Split-Path $_ -Leaf } | Should -Be @('system.md', 'system.md')
            "$warnings" | Should -BeLike '*PromptRegistryFailed*'
        }
    }

    Context 'with a prompt registry, under -WhatIf' {
        It 'sends nothing at all, and says which prompt from where: <How>' -ForEach @(
            @{ How = 'by the parameter'; Act = { Invoke-AgentPrompt 'hi' -Blueprint $agent -Variable @{ city = 'Rome' } -WhatIf } }
            @{ How = 'by the preference'; Act = { $WhatIfPreference = $true; Invoke-AgentPrompt 'hi' -Blueprint $agent } }
            @{ How = 'for piped prompts'; Act = { 'a' | Invoke-AgentPrompt -Blueprint $agent -WhatIf } }
        ) {
            $env:PROMPT_REGISTRY_URL = "http://127.0.0.1:$($endpoint.Port)"
            $log = Join-Path (Get-Item TestDrive:/).FullName 'whatif.txt'
            $null = Start-Transcript $log
            try {
                & $Act | Should -BeNullOrEmpty
            }
            finally {
                $null = Stop-Transcript
            }

            $endpoint.RequestCount | Should -Be 0
            (Get-Content -Raw $log) -replace '\s+', ' ' | Should -BeLike "*POST http*bytes, beside the system message, 'system' from http://127.0.0.1:$($endpoint.Port)/prompts/system, which is not asked now*"
        }

        It 'still refuses a registry that may not be asked' {
            $env:PROMPT_REGISTRY_URL = 'http://prompts.example.com'

            { Invoke-AgentPrompt 'hi' -Blueprint $agent -WhatIf } | Should -Throw -ErrorId 'PromptRegistryInvalid*'
        }
    }

    Context 'with attachments' {
        BeforeAll {
            [byte[]] $png = 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1
        }

        It 'sends pictures and documents as content parts' {
            [IO.File]::WriteAllBytes((Join-Path (Get-Item TestDrive:/).FullName 'a.png'), $png)
            Set-Content TestDrive:/notes.txt 'some notes'
            $null = Invoke-AgentPrompt 'look' -Blueprint $agent -System '' -Image $png, 'TestDrive:/a.png', 'https://example.com/b.png' -File (Get-Item TestDrive:/notes.txt)

            $parts = (Get-Message $endpoint.Requests[0])[0].content
            $parts.type | Should -Be @('text', 'image_url', 'image_url', 'image_url', 'text')
            $parts[1].image_url.url | Should -BeExactly 'data:image/png;base64,iVBORw0KGgoB'
            $parts[3].image_url.url | Should -BeExactly 'https://example.com/b.png'
            $parts[4].text | Should -BeLike 'notes.txt:*some notes*'
        }

        It 'takes bytes alone as one picture' {
            $null = Invoke-AgentPrompt 'look' -Blueprint $agent -System '' -Image $png

            (Get-Message $endpoint.Requests[0])[0].content | Should -HaveCount 2
        }

        It 'refuses <Kind>' -ForEach @(
            @{ Kind = 'text as a picture'; Parameters = @{ Image = { Set-Content TestDrive:/x.png 'text'; 'TestDrive:/x.png' } }; Id = 'AttachmentInvalid*' }
            @{ Kind = 'a file that is not there'; Parameters = @{ File = { 'TestDrive:/absent.pdf' } }; Id = 'AttachmentNotFound*' }
            @{ Kind = 'another kind of address'; Parameters = @{ Image = { 'ftp://example.com/a.png' } }; Id = 'AttachmentInvalid*' }
        ) {
            $arguments = @{}
            foreach ($name in $Parameters.Keys) { $arguments[$name] = & $Parameters[$name] }
            { Invoke-AgentPrompt 'x' -Blueprint $agent -System '' @arguments } | Should -Throw -ErrorId $Id
            $endpoint.RequestCount | Should -Be 0
        }

        It 'says by which parameter a picture is given' {
            [IO.File]::WriteAllBytes((Join-Path (Get-Item TestDrive:/).FullName 'b.png'), $png)
            $caught = $null
            try { Invoke-AgentPrompt 'x' -Blueprint $agent -System '' -File TestDrive:/b.png } catch { $caught = $_ }

            $caught.FullyQualifiedErrorId | Should -BeLike 'AttachmentInvalid,*'
            $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-Image*'
        }

        It 'says that nobody looks into them where personal data is filtered' {
            $protected = New-AgentFor $endpoint "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [PERSON]`n"
            $null = Invoke-AgentPrompt 'x' -Blueprint $protected -System '' -Mode Simulation -Image $png -WarningVariable warnings -WarningAction SilentlyContinue

            "$warnings" | Should -BeLike '*not looked into*'
        }
    }
}
