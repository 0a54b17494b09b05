BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    # Types lines into a chat in a PowerShell of its own and returns what it showed.
    function Invoke-Chat {
        param([string[]] $Line, [string] $Parameters = '', [string] $After = '', [string] $Before = '', [string[]] $Switch = @())

        $script = Join-Path (Get-Item TestDrive:/).FullName "chat-$([guid]::NewGuid()).ps1"
        Set-Content $script "`$ProgressPreference = 'SilentlyContinue'; Set-Location '$((Get-Item TestDrive:/).FullName)'; Import-Module '$ManifestPath'; $Before; Enter-AgentChat '$agent' -System '' $Parameters; $After"
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
        Remove-Item TestDrive:/*.json -ErrorAction Ignore
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

    # Ctrl+C is a key of a terminal, which tmux plays; where it is not installed there is none to press it in.
    Context 'in a terminal' -Skip:(-not (Get-Command tmux -ErrorAction Ignore)) {
        BeforeAll {
            function Wait-Screen {
                param([string] $Pattern)

                $deadline = [datetime]::UtcNow.AddSeconds(60)
                do {
                    Start-Sleep -Milliseconds 100
                    $screen = (tmux capture-pane -p -t $session) -join "`n"
                } until ($screen -like $Pattern -or [datetime]::UtcNow -gt $deadline)
                $screen | Should -BeLike $Pattern
            }

            function Start-Chat {
                param([string] $Before = '', [string] $Parameters = '')

                $script = Join-Path (Get-Item TestDrive:/).FullName 'tty.ps1'
                Set-Content $script "Import-Module '$ManifestPath'; $Before; Enter-AgentChat '$agent' -System '' $Parameters; 'chat ended'; Start-Sleep 30"
                tmux new-session -d -s $session -x 120 -y 40 "'$($PowerShellCommand -join "' '")' -NoProfile -NoLogo -File '$script'"
                Wait-Screen '*>*'
            }
        }

        BeforeEach {
            $session = "agentchat-$PID-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        }

        AfterEach {
            tmux kill-session -t $session
        }

        It 'stops the answer and not the chat at Ctrl+C' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'word ' * 500; ChunkDelay = [timespan]::FromMilliseconds(100) })
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('second answer'))
            Start-Chat
            tmux send-keys -t $session 'hello' Enter
            Wait-Screen '*word word*'
            tmux send-keys -t $session C-c
            Wait-Screen '*The answer was stopped.*>*'
            tmux send-keys -t $session '/usage' Enter
            Wait-Screen '*1 call, *(1 not counted)*>*'
            tmux send-keys -t $session 'again' Enter
            Wait-Screen '*second answer*>*'
            tmux send-keys -t $session '/exit' Enter
            Wait-Screen '*chat ended*'

            ($endpoint.Requests[1].Body | ConvertFrom-Json).messages.content[1] | Should -BeLike 'word*'
        }

        It 'stops a tool and not the chat at Ctrl+C, and keeps what the tools before it gave' {
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]@{ Text = 'I look.'; ToolCalls = (New-Call Get-Stock, Wait-Long, Get-Stock) })
            $endpoint.Enqueue([AgentCore.LiteLlm.TestEndpoints.TestReply+Chat]::new('second answer'))
            Start-Chat -Before 'function Get-Stock { 12 }; function Wait-Long { $host.UI.WriteLine("it waits"); Start-Sleep 60 }' -Parameters '-Tool Get-Stock, Wait-Long'
            tmux send-keys -t $session 'hello' Enter
            Wait-Screen '*it waits*'
            tmux send-keys -t $session C-c
            Wait-Screen '*The answer was stopped.*>*'
            tmux send-keys -t $session 'again' Enter
            Wait-Screen '*second answer*>*'

            $messages = ($endpoint.Requests[1].Body | ConvertFrom-Json).messages
            $messages.role | Should -Be @('user', 'assistant', 'tool', 'tool', 'tool', 'assistant', 'user')
            $messages[1].content | Should -BeExactly 'I look.'
            $messages[2].content | Should -BeExactly '12'
            $messages[3].content | Should -BeLike 'Error: the tool was ended*'
            $messages[4].content | Should -BeLike 'Error: the run was cancelled*'
        }
    }
}
