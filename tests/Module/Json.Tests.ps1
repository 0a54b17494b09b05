BeforeDiscovery {
    Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../../AgentCore.LiteLlm.psd1"))
    $types = (Get-Command -Module AgentCore.LiteLlm).OutputType.Name | Where-Object { $_ -like 'AgentCore.*' } | Sort-Object -Unique
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1
    if (-not ('SampleObject' -as [type])) { Add-Type -Path $PSScriptRoot/Support/SampleObject.cs -IgnoreWarnings -WarningAction SilentlyContinue }

    # Whatever can be reached of an object, in JSON that ends: ConvertTo-Json cuts nothing that lies within its depth.
    function Measure-Json {
        $one = @($input)[0]
        (ConvertTo-Json -InputObject $one -Depth 10 -Compress -WarningAction SilentlyContinue).Length
    }

    # The types that can be reached from a type by what is public; those of others are named by how they were reached.
    function Find-Reached {
        param([type] $Type)

        $seen = [Collections.Generic.HashSet[type]]::new()
        $open = [Collections.Generic.Queue[object]]::new()
        $open.Enqueue(@($Type, $Type.Name))
        while ($open.Count) {
            $next, $way = $open.Dequeue()
            $next = [Nullable]::GetUnderlyingType($next) ?? $next
            foreach ($argument in @($next.GetGenericArguments()) + @($next.GetElementType())) { if ($argument) { $open.Enqueue(@($argument, $way)) } }
            if (-not $seen.Add($next)) { continue }
            @{ Type = $next; Way = $way }
            if ($next.FullName -notlike 'AgentCore.*') { continue }

            foreach ($property in $next.GetProperties('Public, Instance')) { if (-not $property.GetIndexParameters()) { $open.Enqueue(@($property.PropertyType, "$way.$($property.Name)")) } }
            foreach ($made in $next.Assembly.GetTypes()) { if ($made.IsPublic -or $made.IsNestedPublic) { if ($made.BaseType -eq $next) { $open.Enqueue(@($made, "$way ($($made.Name))")) } } }
        }
    }
}

Describe 'ConvertTo-Json of <_>' -ForEach $types {
    It 'stays within a megabyte at a depth of 10' {
        [SampleObject]::Of(($_ -as [type]), 'text', 8) | Measure-Json | Should -BeLessThan 1MB
    }

    It 'reaches no code, no exception and no engine' {
        $code = [Exception], [Delegate], [Reflection.MemberInfo], [Reflection.Assembly], [Management.Automation.CommandInfo], [Management.Automation.ScriptBlock], [Threading.Tasks.Task], [IO.Stream], [Runtime.InteropServices.SafeHandle], [Management.Automation.Host.PSHost]
        Find-Reached ($_ -as [type]) | Where-Object { $reached = $_.Type; $code | Where-Object { $_.IsAssignableFrom($reached) } } | ForEach-Object Way | Should -BeNullOrEmpty
    }
}

Describe 'ConvertTo-Json of what is there' {
    AfterEach {
        if ($endpoint) { $endpoint.Dispose() }
        $script:endpoint = $null
    }

    It 'stays within a megabyte: a run with tools, its steps and its conversation' {
        function Get-Stock { param([string] $Product) [pscustomobject]@{ Product = $Product; Pieces = 3 } }
        $agent = Start-Agent -Call @(, @('Get-Stock', '{"Product":"ink"}'))
        $reply = Invoke-AgentPrompt hi -Blueprint $agent -System '' -Tool (Get-Command Get-Stock)

        $reply | Measure-Json | Should -BeLessThan 1MB
        $reply.Conversation | Measure-Json | Should -BeLessThan 1MB
        (Import-AgentBlueprint $agent) | Measure-Json | Should -BeLessThan 1MB
        (Resolve-AgentModel $agent) | Measure-Json | Should -BeLessThan 1MB
        (New-AgentTool -Command (Get-Command Get-Stock)) | Measure-Json | Should -BeLessThan 1MB
    }

    It 'stays within a megabyte: the result of a case whose call failed' {
        $script:endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(400, 'no'))
        $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
        Set-Content -LiteralPath "TestDrive:/failed.cases.yaml" -Value "blueprint: $(Split-Path -Leaf $agent)`ndefaults: { system: '' }`ncases:`n- name: a`n  prompt: hi`n  expect: { contains: x }`n"
        $result = Invoke-AgentEvaluation TestDrive:/failed.cases.yaml -WarningAction SilentlyContinue -ErrorAction SilentlyContinue

        $result.ErrorId | Should -Be 'BadRequest' -Because $result.Reason
        $result | Measure-Json | Should -BeLessThan 1MB
        ($result | ConvertTo-Json -Depth 10 -WarningAction SilentlyContinue | ConvertFrom-Json).CallFailure.HttpStatus | Should -Be 400
    }

    It 'stays within a megabyte: the exception and the target of an error, whatever lies beneath it' {
        $script:endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(400, 'no'))
        $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
        $item = [pscustomobject]@{ Prompt = 'hi'; Process = Get-Process -Id $PID }
        $failed = @(
            $item | Invoke-AgentPrompt -Blueprint $agent -System '' -ErrorAction SilentlyContinue -ErrorVariable refused
            $endpoint.Dispose()
            Invoke-AgentPrompt hi -Blueprint $agent -System '' -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable unreachable
            Import-AgentBlueprint TestDrive:/none.yaml -ErrorAction SilentlyContinue -ErrorVariable missing
            $refused; $unreachable; $missing
        )
        try { Invoke-AgentPrompt hi -Blueprint $agent -System '' -ReplayPath TestDrive:/none.json -ErrorAction Stop } catch { $failed += $_ }

        $failed | ForEach-Object { $_.Exception.GetType().Name } | Should -Be @('ChatException', 'ChatException', 'FileException', 'FileException')
        $failed | ForEach-Object { $_.Exception | Measure-Json | Should -BeLessThan 1MB -Because $_.FullyQualifiedErrorId }
        ($failed[0].Exception | ConvertTo-Json -Depth 10 | ConvertFrom-Json).Failure.HttpStatus | Should -Be 400
        $failed[2].Exception.StackTrace | Should -Match 'FileNotFoundException' -Because 'nothing is lost of what was thrown beneath'
        $failed[1..3] | ForEach-Object { $_.TargetObject | Measure-Json | Should -BeLessThan 1MB }
    }

    It 'stays within a megabyte: a test endpoint that computes its replies, and what it was asked' {
        $script:endpoint = Start-AgentTestEndpoint -Reply { 'x' }, 'y'
        $null = Invoke-AgentPrompt hi -Model $endpoint.Model -System '' -WarningAction SilentlyContinue

        $endpoint | Measure-Json | Should -BeLessThan 1MB
        (Start-AgentTestEndpoint -Reply { 'x' } | ForEach-Object { $_ | Measure-Json; $_.Dispose() }) | Should -BeLessThan 1MB
        (Get-AgentTestRequest -Endpoint $endpoint) | Measure-Json | Should -BeLessThan 1MB
    }

    It 'stays within a megabyte: what an error says of itself' {
        $script:endpoint = Start-Endpoint ([AgentCore.LiteLlm.TestEndpoints.TestReply+Failure]::new(400, 'no'))
        $agent = New-Blueprint -Model "model_id: m`nbase_url: $($endpoint.BaseUrl)"
        $failed = $null
        Invoke-AgentPrompt hi -Blueprint $agent -System '' -ErrorAction SilentlyContinue -ErrorVariable failed
        Import-AgentBlueprint -Content 'id: [' -ErrorAction SilentlyContinue -ErrorVariable +failed
        Import-AgentBlueprint TestDrive:/nowhere.yaml -ErrorAction SilentlyContinue -ErrorVariable +failed

        $failed.Count | Should -BeGreaterOrEqual 3
        foreach ($record in $failed) {
            $record.TargetObject | Measure-Json | Should -BeLessThan 1MB
            $record.ErrorDetails | Measure-Json | Should -BeLessThan 1MB
        }

        $failed[0].Exception.Failure | Measure-Json | Should -BeLessThan 1MB
        $failed[1].Exception.Finding | Measure-Json | Should -BeLessThan 1MB
    }
}
