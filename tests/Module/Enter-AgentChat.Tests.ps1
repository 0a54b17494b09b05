BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # Types lines into a chat in a PowerShell of its own and returns what it showed.
    function Invoke-Chat {
        param([string[]] $Line, [string] $Parameters = '', [string] $After = '', [string] $Before = '', [string[]] $Switch = @())

        $folder = (Get-Item TestDrive:/).FullName
        $script = Join-Path $folder "chat-$([guid]::NewGuid()).ps1"
        Set-Content $script "`$ProgressPreference = 'SilentlyContinue'; `$env:XDG_DATA_HOME = `$env:HOME = '$folder/data'; Set-Location '$folder'; Import-Module '$ManifestPath'; $Before; Enter-AgentChat '$agent' -System '' $Parameters; $After"
        $Line | Invoke-PowerShell -NoProfile @Switch -File $script 2>&1 | Out-String
    }

    function New-Call {
        param([string[]] $Tool)

        , [AgentCore.LiteLlm.TestEndpoints.TestToolCall[]]@($Tool | ForEach-Object { [AgentCore.LiteLlm.TestEndpoints.TestToolCall]::new($_, '{}') })
    }
}

Describe 'Enter-AgentChat' {
    BeforeEach {
        $env:EXECUTION_MODE = $null
        $env:NO_COLOR = '1'
        $endpoint = Start-Endpoint
        $agent = New-Blueprint -Model "model_id: test-model`nbase_url: $($endpoint.BaseUrl)"
    }

    AfterEach {
        $endpoint.Dispose()
        $env:NO_COLOR = $null
        Remove-Item TestDrive:/*.json, TestDrive:/*.md -ErrorAction Ignore
        Remove-Item TestDrive:/data -Recurse -ErrorAction Ignore
    }

    It 'streams answers, remembers what was said, and does what is asked with a slash' {
        $text = Invoke-Chat 'hello', '', '/usage', '/tools', '/history', '/save talk.json', '/save agent.yaml', '/nonsense', '//literal', '/clear', 'anew', '/help', '/exit', 'never said'

        $text | Should -BeLike '*Simulated reply from test-model to: hello*1 call,*-Tool*User: hello*Saved to*talk.json*There is no /nonsense*to: /literal*begins anew*to: anew*/cost*'
        $endpoint.RequestCount | Should -Be 3
        $messages = $endpoint.Requests.ForEach({ , ($_.Body | ConvertFrom-Json).messages.content })
        $messages[1] | Should -Be @('hello', 'Simulated reply from test-model to: hello', '/literal')
        $messages[2] | Should -Be 'anew'
        ($endpoint.Requests[0].Body | ConvertFrom-Json).stream | Should -BeTrue
        [AgentCore.LiteLlm.Conversations.AgentConversation]::Parse((Get-Content -Raw TestDrive:/talk.json)).Messages | Should -HaveCount 2
    }

    It 'takes a saved conversation up, ends with its input, and hands the conversation on' {
        Set-Content TestDrive:/before.json '[{"role":"user","content":"before"},{"role":"assistant","content":"yes"}]'
        $text = Invoke-Chat 'next' -Parameters '-Conversation before.json -PassThru -ConversationVariable kept | Set-Variable passed' -After '"kept $kept, passed $passed"'

        $text | Should -BeLike '*kept 4 messages, passed 4 messages*'
        ($endpoint.Requests[0].Body | ConvertFrom-Json).messages.content | Should -Be @('before', 'yes', 'next')
    }

    It 'goes on after a call that failed, without it in the conversation' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(401, 'no'))
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
        $text = Invoke-Chat 'fails', 'works'

        $text | Should -BeLike '*401*to: works*'
        ($endpoint.Requests[1].Body | ConvertFrom-Json).messages.content | Should -Be 'works'
    }

    It 'never overwrites a file that it did not write' {
        Set-Content TestDrive:/mine.json 'mine'
        $text = Invoke-Chat 'a', '/save mine.json', '/save own.json', '/save own.json'

        $text | Should -BeLike '*already there*Saved*Saved*'
        Get-Content TestDrive:/mine.json | Should -BeExactly 'mine'
    }

    It 'says so where nobody can type' {
        Invoke-Chat 'a' -Switch '-NonInteractive' | Should -BeLike '*needs a host in which somebody can type*'
        $endpoint.RequestCount | Should -Be 0
    }

    It 'keeps and counts a run that ended at a limit' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'I look.'; ToolCalls = (New-Call Get-Stock); Usage = [AgentCore.LiteLlm.TestEndpoints.TestUsage]::new(90, 10) })
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ ToolCalls = (New-Call Get-Stock); Usage = [AgentCore.LiteLlm.TestEndpoints.TestUsage]::new(180, 20) })
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('Twelve.'))
        $text = Invoke-Chat 'how many?', '/usage', 'and now?' -Before 'function Get-Stock { 12 }' -Parameters '-Tool Get-Stock -MaxIterations 2 -ConversationVariable kept' -After '"kept $kept"'

        # Errors come by another stream than the rest, and in no order with it.
        $text | Should -BeLike '*still calls tools in turn 2*'
        $text | Should -BeLike '*2 calls, 270 tokens in, 30 out, cost unknown*Twelve.*kept 8 messages*'
        $messages = ($endpoint.Requests[2].Body | ConvertFrom-Json).messages
        $messages.role | Should -Be @('user', 'assistant', 'tool', 'assistant', 'tool', 'assistant', 'user')
        $messages[2].content | Should -BeExactly '12'
        $messages[4].content | Should -BeLike 'Error: *limit*'
    }

    It 'sends nothing for <_>' -ForEach 'exit', 'quit', '/exit', '/quit' {
        $text = Invoke-Chat 'a', $_, 'never said' -After '"it ended"'

        $text | Should -BeLike '*to: a*it ended*'
        $endpoint.RequestCount | Should -Be 1
    }

    It 'shows Markdown as it is written where the output is no terminal' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('# Title **bold**'))

        Invoke-Chat 'a' | Should -BeLike '*# Title `*`*bold`*`**'
        Test-Path TestDrive:/data | Should -BeFalse
    }

    It 'asks again, and puts the last question otherwise, in place of the last answer' {
        $null = Invoke-Chat 'one', 'two', '/retry', '/edit', 'three'

        $asked = $endpoint.Requests.ForEach({ , ($_.Body | ConvertFrom-Json).messages.content })
        $asked | Should -HaveCount 4
        $asked[2] | Should -Be $asked[1]
        $asked[3] | Should -Be @('one', 'Simulated reply from test-model to: one', 'three')
    }

    It 'keeps the last answer where asking again fails' {
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('first'))
        $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(401, 'no'))

        Invoke-Chat 'one', '/retry' -Parameters '-ConversationVariable kept' -After '"kept $($kept.Messages.Text)"' | Should -BeLike '*kept one first*'
    }

    It 'goes on with another model and another system message' {
        $text = Invoke-Chat 'a', '/model other-model', '/system Be brief.', 'b', '/model', '/system'

        $text | Should -BeLike '*to: a*other-model at*answers from now on*another one from now on*to: b*other-model at*Be brief.*'
        $second = $endpoint.Requests[1].Body | ConvertFrom-Json
        $second.model | Should -BeExactly 'other-model'
        $second.messages[0].role | Should -BeExactly 'system'
        $second.messages.content | Should -Be @('Be brief.', 'a', 'Simulated reply from test-model to: a', 'b')
    }

    It 'sends a file along with the next message, and with no other' {
        Set-Content TestDrive:/notes.txt 'in the file' -NoNewline
        $text = Invoke-Chat '/attach notes.txt', '/attach', 'read it', 'and now', '/attach missing.txt'

        $text | Should -BeLike "*'notes.txt' goes with the next message*With the next message goes:*to: *missing.txt*"
        $endpoint.Requests[0].Body | Should -BeLike '*in the file*'
        ($endpoint.Requests[1].Body | ConvertFrom-Json).messages[-1].content | Should -BeExactly 'and now'
    }

    It 'writes the conversation for people' {
        $text = Invoke-Chat 'a question', '/export', '/export', '/export agent.md'

        $text | Should -BeLike '*Saved to*agent-chat.md*Saved to*agent.md*'
        $written = Get-Content -Raw TestDrive:/agent-chat.md
        $written | Should -BeLike "# Chat with Test Agent*## You*a question*Simulated reply from test-model to: a question*"
    }

    # Windows knows no variable that names the folder.
    Context 'with a folder for saved chats' -Skip:$IsWindows {
        BeforeAll {
            function Get-Saved { @(Get-ChildItem TestDrive:/data -Recurse -Filter 'test-agent-*.json' -ErrorAction Ignore | Sort-Object Name) }
        }

        It 'saves a chat after every answer, says where, and takes it up again' {
            $first = Invoke-Chat 'one', 'two', '/exit' -Parameters '-Resume'
            $saved = Get-Saved
            $saved | Should -HaveCount 1
            $first | Should -BeLike "*No chat of this agent is saved*Saved to '*$($saved[0].Name)'*"
            if (-not $IsWindows) { "$($saved[0].UnixFileMode)" | Should -Be 'UserWrite, UserRead' }

            $second = Invoke-Chat 'three' -Parameters '-Resume'
            $second | Should -BeLike '*goes on with the chat of*4 messages*> two*to: two*to: three*'
            Get-Saved | Should -HaveCount 1
            ($endpoint.Requests[2].Body | ConvertFrom-Json).messages.content[0] | Should -BeExactly 'one'
            [AgentCore.LiteLlm.Conversations.AgentConversation]::Parse((Get-Content -Raw $saved[0])).Messages | Should -HaveCount 6
        }

        It 'goes on in a chat of its own, and lists what there is' {
            $text = Invoke-Chat 'one', '/fork', 'two', '/resume', '/resume 2', 'three', '/resume 9' -Parameters '-Resume'

            $text | Should -BeLike '*chat of its own begins here*/resume and a number takes one up*4 messages: one*2 messages: one*goes on with the chat of*to: three*no saved chat 9*'
            $saved = Get-Saved | ForEach-Object { [AgentCore.LiteLlm.Conversations.AgentConversation]::Parse((Get-Content -Raw $_)) }
            $saved | Should -HaveCount 2
            $saved | ForEach-Object { $_.Messages.Text -join ' ' } | Sort-Object -Descending | Should -Be @(
                'one Simulated reply from test-model to: one two Simulated reply from test-model to: two'
                'one Simulated reply from test-model to: one three Simulated reply from test-model to: three')
        }

        It 'saves nothing that the blueprint protects' {
            $agent = New-Blueprint -Model "model_id: test-model`nbase_url: $($endpoint.BaseUrl)" -Tail "observability:`n  data_protection:`n    provider: presidio`n    presidio_entities: [EMAIL_ADDRESS]"
            $text = Invoke-Chat 'write to ann@example.org', '/history' -Parameters '-Resume'

            $text | Should -BeLike '*ann@example.org*without the personal data*'
            $written = Get-Content -Raw (Get-Saved)
            $written | Should -Not -BeLike '*ann@example.org*'
            $written | Should -BeLike '*write to <EMAIL_ADDRESS_1>*'
        }

        It 'saves nothing with -NoSave, and nothing of its own accord where lines come from a file' {
            $null = Invoke-Chat 'one' -Parameters '-Resume -NoSave'
            $null = Invoke-Chat 'one'

            Get-Saved | Should -BeNullOrEmpty
        }

        It 'warns once where it cannot be saved' {
            # The name of the file has the second in which it is begun: each answer comes in another one.
            foreach ($word in 'one', 'two') {
                $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = $word; Delay = [timespan]::FromSeconds(1.1) })
            }

            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Echo]::new())
            $text = Invoke-Chat 'one', 'two', 'three' -Parameters '-Resume' -Before "Set-Content '$((Get-Item TestDrive:/).FullName)/data' 'a file'"

            [regex]::Matches(($text -replace '\s+', ' '), 'The chat is not saved').Count | Should -Be 1
            $text | Should -BeLike '*to: three*'
        }
    }

    # Keys are those of a terminal, which tmux plays; where it is not installed there is none to press them in.
    Context 'in a terminal of <_> columns' -ForEach 80, 120 -Skip:(-not (Get-Command tmux -ErrorAction Ignore)) {
        BeforeAll {
            $columns = $_

            function Get-Screen { ((tmux -L $session capture-pane -p -t $session) -join "`n").TrimEnd() }

            function Wait-Screen {
                param([string] $Pattern)

                $deadline = [datetime]::UtcNow.AddSeconds(60)
                do {
                    Start-Sleep -Milliseconds 100
                    $screen = Get-Screen
                } until ($screen -like $Pattern -or [datetime]::UtcNow -gt $deadline)
                $screen | Should -BeLike $Pattern
            }

            # The terminal wraps anew by itself before what runs in it draws anew.
            function Wait-Once {
                param([string] $Pattern)

                $deadline = [datetime]::UtcNow.AddSeconds(60)
                while ([regex]::Matches((Get-Screen), $Pattern).Count -ne 1 -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 100 }
                [regex]::Matches((Get-Screen), $Pattern).Count | Should -Be 1
            }

            function Start-Chat {
                param([string] $Before = '', [string] $Parameters = '', [int] $Rows = 40)

                $folder = (Get-Item TestDrive:/).FullName
                $script = Join-Path $folder 'tty.ps1'
                Set-Content $script "`$env:XDG_DATA_HOME = `$env:HOME = '$folder/data'; Import-Module '$ManifestPath'; $Before; Enter-AgentChat '$agent' -System '' $Parameters; 'chat ended'; Start-Sleep 30"
                tmux -L $session -f /dev/null -u new-session -d -s $session -x $columns -y $Rows "'$($PowerShellCommand -join "' '")' -NoProfile -NoLogo -File '$script'"
                Wait-Screen '*>*'
            }

            function Send-Keys { tmux -L $session send-keys -t $session @args }

            function Send-Paste {
                param([string] $Text)

                $Text | tmux -L $session load-buffer -b $session -
                tmux -L $session paste-buffer -p -d -b $session -t $session
            }

            function Get-Asked { ($endpoint.Requests[-1].Body | ConvertFrom-Json).messages[-1].content }
        }

        # Each has a server of its own: one that is there already has the variables of whoever started it.
        BeforeEach {
            $session = "agentchat-$PID-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        }

        AfterEach {
            tmux -L $session kill-server
        }

        It 'says what begins, and where it was saved when it ends' {
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen "Test Agent · test-model at $($endpoint.BaseUrl)*/help lists*> hello*Simulated reply from test-model to: hello*tokens in · * out · * s*>*"
            Send-Keys 'exit' Enter
            Wait-Screen '*> exit*Saved to*test-agent-*.json*chat ended*'

            $endpoint.RequestCount | Should -Be 1
            @(Get-ChildItem TestDrive:/data -Recurse -Filter 'test-agent-*.json') | Should -HaveCount 1
        }

        It 'leaves at Ctrl+D, and takes the chat up again' {
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen '*to: hello*tokens in*>*'
            Send-Keys C-d
            Wait-Screen '*Saved to*chat ended*'
            tmux -L $session kill-server
            $session += '-again'
            Start-Chat -Parameters '-Resume'
            Wait-Screen '*goes on with the chat of*2 messages*> hello*to: hello*'

            # What was said is called back.
            Send-Keys Up
            Wait-Screen '*> hello*to: hello*> hello'
        }

        It 'keeps every line of a paste, and says them together' {
            Start-Chat
            Send-Paste "first 世界 line`nsecond 👩‍💻 line`n`nlast`tline"
            Wait-Screen '*> first 世界 line*  second 👩‍💻 line*  last    line'
            $endpoint.RequestCount | Should -Be 0
            Send-Keys Enter
            Wait-Screen '*to: first 世界 line*>*'

            Get-Asked | Should -BeExactly "first 世界 line`nsecond 👩‍💻 line`n`nlast`tline"
        }

        It 'goes on in another line at a key, at a backslash, and between quotes' {
            Start-Chat
            Send-Keys 'one\'
            Send-Keys Enter
            Wait-Screen '*> one\*'
            Send-Keys 'two' M-Enter 'three' C-j 'four'
            Wait-Screen '*> one\*  two*  three*  four'
            Send-Keys Enter
            Wait-Screen '*to: one*>*'
            Get-Asked | Should -BeExactly "one`ntwo`nthree`nfour"
            Send-Keys '"""'
            Send-Keys Enter
            Wait-Screen '*> """*'
            Send-Keys 'a'
            Send-Keys Enter
            Send-Keys 'b' C-j '"""'
            Wait-Screen '*  b*"""'
            Send-Keys Enter
            Wait-Screen '*to: a*>*'
            Get-Asked | Should -BeExactly "a`nb"
        }

        It 'moves and removes as shells do, wide characters too' {
            Start-Chat
            Send-Keys 'two 世界x' Left BSpace Left '👍' C-a 'one ' C-e ' gone' C-w 'three' M-b M-b 'and ' Enter
            Wait-Screen '*to: *>*'

            Get-Asked | Should -BeExactly 'one two and 👍世x three'
        }

        It 'completes commands, tools and paths' {
            Set-Content TestDrive:/notes.txt 'x'
            Start-Chat -Before "Set-Location '$((Get-Item TestDrive:/).FullName)'; function Get-Stock { 12 }" -Parameters '-Tool Get-Stock'
            Send-Keys '/ex' Tab
            Wait-Screen '*> /ex*/exit  /export*'
            Send-Keys Tab
            Wait-Screen '*> /exit*/exit  /export*'
            Send-Keys Tab
            Wait-Screen '*> /export*/exit  /export*'
            Send-Keys C-u '/attach not' Tab
            Wait-Screen '*> /attach notes.txt*'
            Send-Keys C-u 'call get-s' Tab
            Wait-Screen '*> call Get-Stock*'
        }

        It 'keeps what is typed while an answer streams, and says it when its turn has come' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'word ' * 60; ChunkDelay = [timespan]::FromMilliseconds(50) })
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('second answer'))
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen '*word word*'
            Send-Keys 'typed ahead' Enter
            Start-Sleep -Milliseconds 300
            Send-Keys 'and more'
            Wait-Screen '*> typed ahead*second answer*> and more'

            ($endpoint.Requests[1].Body | ConvertFrom-Json).messages[-1].content | Should -BeExactly 'typed ahead'
            $endpoint.RequestCount | Should -Be 2
        }

        It 'stops the answer and not the chat at Ctrl+C, and says nothing that was typed meanwhile' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'word ' * 500; ChunkDelay = [timespan]::FromMilliseconds(100) })
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('second answer'))
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen '*word word*'
            Send-Keys 'unsaid' Enter
            Send-Keys C-c
            Wait-Screen '*The answer was stopped.*> unsaid'
            Send-Keys C-u '/usage' Enter
            Wait-Screen '*1 call, *(1 not counted)*>*'
            Send-Keys 'again' Enter
            Wait-Screen '*second answer*>*'
            Send-Keys '/exit' Enter
            Wait-Screen '*chat ended*'

            ($endpoint.Requests[1].Body | ConvertFrom-Json).messages.content[1] | Should -BeLike 'word*'
        }

        It 'says what it waits for, and stops waiting at Ctrl+C' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'late'; Delay = [timespan]::FromSeconds(60) })
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('second answer'))
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen '*waiting for test-model, * s · Ctrl+C stops'
            Send-Keys C-c
            Wait-Screen '*> hello*The answer was stopped.*>'
            Get-Screen | Should -Not -BeLike '*waiting for*'
            Send-Keys 'again' Enter
            Wait-Screen '*second answer*>*'
        }

        It 'says when it tries again, and why' {
            $refusal = [AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(429, 'slow down')
            $after = [System.Collections.Generic.KeyValuePair[string, string]]::new('Retry-After', '30')
            [AgentCore.LiteLlm.TestEndpoints.TestReply+Failure].GetProperty('Headers').SetValue($refusal, [System.Collections.Generic.KeyValuePair[string, string][]]@($after))
            $endpoint.Enqueue($refusal)
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen '*trying again in ?? s (429) · Ctrl+C stops'
            Send-Keys C-c
            Wait-Screen '*The answer was stopped.*>'
        }

        It 'shows a line for a tool while it runs, stops it at Ctrl+C, and keeps what the tools before it gave' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'I look.'; ToolCalls = (New-Call Get-Stock, Wait-Long, Get-Stock) })
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('second answer'))
            Start-Chat -Before 'function Get-Stock { 12 }; function Wait-Long { $host.UI.WriteLine("it waits"); Start-Sleep 60 }' -Parameters '-Tool Get-Stock, Wait-Long'
            Send-Keys 'hello' Enter
            Wait-Screen "*I look.*→ Get-Stock {}*✓ 'Get-Stock' succeeded*→ Wait-Long {}*it waits"
            Send-Keys C-c
            Wait-Screen '*The answer was stopped.*>*'
            Send-Keys 'again' Enter
            Wait-Screen '*second answer*>*'

            $messages = ($endpoint.Requests[1].Body | ConvertFrom-Json).messages
            $messages.role | Should -Be @('user', 'assistant', 'tool', 'tool', 'tool', 'assistant', 'user')
            $messages[1].content | Should -BeExactly 'I look.'
            $messages[2].content | Should -BeExactly '12'
            $messages[3].content | Should -BeLike 'Error: the tool was ended*'
            $messages[4].content | Should -BeLike 'Error: the run was cancelled*'
        }

        It 'asks about a tool, and has the keyboard again afterwards' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'I look.'; ToolCalls = (New-Call Get-Stock) })
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('Twelve.'))
            Start-Chat -Before 'function Get-Stock { 12 }' -Parameters '-Tool Get-Stock -ToolApproval Ask'
            Send-Keys 'how many?' Enter
            Wait-Screen "*I look.*→ Get-Stock {}*The model wants to call 'Get-Stock'*default is*"
            Send-Keys 'y' Enter
            Wait-Screen "*✓ 'Get-Stock' succeeded*Twelve.*>"
            Send-Keys 'next'
            Wait-Screen '*> next'
        }

        It 'clears the line at Ctrl+C, and asks before it leaves' {
            Start-Chat
            Send-Keys 'typed'
            Wait-Screen '*> typed'
            Send-Keys C-c
            Wait-Screen '*>'
            Send-Keys C-c
            Wait-Screen '*>*Leave the chat?*'
            Send-Keys n
            Wait-Screen '*>'
            Send-Keys C-c
            Wait-Screen '*Leave the chat?*'
            Send-Keys 'x'
            Wait-Screen '*> x'
            Send-Keys C-c
            Wait-Screen '*>'
            Send-Keys C-c
            Wait-Screen '*Leave the chat?*'
            Send-Keys C-c
            Wait-Screen '*chat ended*'

            $endpoint.RequestCount | Should -Be 0
        }

        It 'lays Markdown out, and shows it as it is written when it is asked to' {
            $markdown = "# Ink`n`n**Two** kinds of ink, of which one is black and the other is as blue as the sky on a clear day.`n`n| name | pieces |`n|---|--:|`n| 黒 black | 12 |`n`n- one`n  - two 👩‍💻`n`n``````powershell`nGet-Stock`n```````n"
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = $markdown; Chunks = [string[]]($markdown -split '(?<= )') })
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen '*tokens in*>'
            $rule = '─' * ($columns - 3)
            $shown = ((Get-Screen) -split '(?m)^> hello\n')[1] -replace '(?s)\n[^\n]*tokens in.*'
            $wrapped = $columns -eq 80 ?
                "Two kinds of ink, of which one is black and the other is as blue as the sky on`na clear day." :
                'Two kinds of ink, of which one is black and the other is as blue as the sky on a clear day.'
            $shown.Trim() | Should -BeExactly @"
# Ink

$wrapped

┌──────────┬────────┐
│ name     │ pieces │
├──────────┼────────┤
│ 黒 black │     12 │
└──────────┴────────┘

• one
  • two 👩‍💻

╭─ powershell $('─' * ($columns - 15))
│ Get-Stock
╰$('─' * ($columns - 2))
"@
            Send-Keys '/raw' Enter
            Send-Keys 'again' Enter
            Wait-Screen '*> again*# Ink*`*`*Two`*`* kinds*| name | pieces |*>'
        }

        It 'is as it was after the window became smaller and larger' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = "Begin. $('word ' * 60) end."; ChunkDelay = [timespan]::FromMilliseconds(50) })
            Start-Chat
            $said = 'a line that is longer than the window will be when it has become smaller'
            Send-Keys $said
            Wait-Screen "*> $said"
            tmux -L $session resize-window -t $session -x 40 -y 30
            Wait-Screen "*> a line that is longer than the window*will be when it has become smaller"
            tmux -L $session resize-window -t $session -x $columns -y 40
            Wait-Screen "*> $said"
            Wait-Once '> a line'

            Send-Keys Enter
            Wait-Screen '*Begin. word*'
            tmux -L $session resize-window -t $session -x 50 -y 30
            Wait-Screen '*word*end.*tokens in*>'
            Wait-Once 'Begin'
            Send-Keys 'next' Enter
            Wait-Screen '*> next*'
        }

        It 'lets nothing that a model says move the terminal' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new("a`e[2Jb &#27;[2J [x](`e]0;title`a) ```e[H```n`n```````n`e[2J`n``````"))
            Start-Chat
            Send-Keys 'hello' Enter
            Wait-Screen '*> hello*a␛`[2Jb ␛`[2J*0;title␇*␛`[H*│ ␛`[2J*>'
        }

        It 'dims the reasoning, or hides it' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'It is 4.'; Reasoning = 'Two and two.' })
            Start-Chat -Before '$env:NO_COLOR = $null; $PSStyle.OutputRendering = "Host"'
            Send-Keys 'hello' Enter
            Wait-Screen "*Two and two.`n`nIt is 4.*>"
            ((tmux -L $session capture-pane -e -p -t $session) -join "`n") | Should -Match '\e\[[0-9;]*2[0-9;]*mTwo and two\.'
            Send-Keys C-l '/think' Enter
            Send-Keys 'again' Enter
            Wait-Screen '*> again*It is 4.*>'
            ((Get-Screen) -split '> again')[1] | Should -Not -BeLike '*Two and two.*'
        }
    }
}
