BeforeAll {
    . $PSScriptRoot/Support/Common.ps1
    . $PSScriptRoot/Support/ToolAgent.ps1

    function Get-Reading {
        <#
        .SYNOPSIS
        Reads a sensor.

        .PARAMETER Sensor
        The sensor's name.
        #>
        [CmdletBinding(DefaultParameterSetName = 'ByName')]
        param(
            [Parameter(Mandatory, ParameterSetName = 'ByName')]
            [ValidateSet('north', 'south')]
            [string] $Sensor,

            [Parameter(Mandatory, ParameterSetName = 'ById', HelpMessage = 'The number of the sensor.')]
            [int] $Id,

            [ValidateRange(1, 24)]
            [int] $Hours = 1,

            [ValidateCount(1, 3)]
            [string[]] $Unit,

            [switch] $Raw,

            [Nullable[double]] $Offset,

            [System.DayOfWeek] $Day,

            [datetime] $Since,

            [hashtable] $Options,

            [ValidatePattern('^\d{3}$')]
            [string] $Code,

            [ValidatePattern('^[a-z]+$')]
            [string] $Word,

            [ValidateLength(2, 5)]
            [string] $Short,

            [uint] $Count,

            [scriptblock] $Filter,

            [pscredential] $Credential,

            $Anything
        )
    }
}

Describe 'New-AgentTool' {
    It 'tells the model what the parameters say' {
        $tool = New-AgentTool Get-Reading

        $tool | Should -BeOfType ([AgentCore.LiteLlm.Tools.AgentTool])
        $tool.Name, $tool.Description, $tool.IsReadOnly, $tool.SupportsShouldProcess | Should -Be @('Get-Reading', 'Reads a sensor.', $true, $false)
        $schema = $tool.Schema | ConvertFrom-Json -AsHashtable
        $schema.type, $schema.additionalProperties | Should -Be @('object', $false)
        $schema.required | Should -Be @('Sensor')
        $schema.properties.Keys | Sort-Object | Should -Be @('Anything', 'Code', 'Count', 'Day', 'Hours', 'Offset', 'Options', 'Raw', 'Short', 'Since', 'Sensor', 'Unit', 'Word' | Sort-Object)
        $schema.properties.Sensor | ConvertTo-Json -Compress | Should -BeExactly '{"type":"string","enum":["north","south"],"description":"The sensor''s name."}'
        $schema.properties.Hours | ConvertTo-Json -Compress | Should -BeExactly '{"type":"integer","minimum":1,"maximum":24}'
        $schema.properties.Unit | ConvertTo-Json -Compress | Should -BeExactly '{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":3}'
        $schema.properties.Raw.type, $schema.properties.Options.type, $schema.properties.Count.minimum | Should -Be @('boolean', 'object', 0)
        $schema.properties.Offset.type | Should -Be @('number', 'null')
        $schema.properties.Day.enum | Should -Contain 'Monday'
        $schema.properties.Since | ConvertTo-Json -Compress | Should -BeExactly '{"type":"string","format":"date-time"}'
        $schema.properties.Code.pattern | Should -BeExactly '^\d{3}$'
        $schema.properties.Word.pattern | Should -BeNullOrEmpty
        $schema.properties.Word.description | Should -BeLike '*^`[a-z]+$ (case is ignored)*'
        $schema.properties.Short.minLength, $schema.properties.Short.maxLength | Should -Be @(2, 5)
    }

    It 'says where a text of a list may not be empty, so that a simulated call binds' {
        function Get-Named { param([Parameter(Mandatory)] [string[]] $Name, [ValidateNotNullOrEmpty()] [string[]] $Other, [string[]] $Any, [Parameter(Mandatory)] [AllowEmptyString()] [string[]] $Blank) "$Name" }
        $schema = (New-AgentTool Get-Named).Schema | ConvertFrom-Json -AsHashtable

        $schema.properties.Name.items.minLength, $schema.properties.Other.items.minLength | Should -Be @(1, 1)
        $schema.properties.Any.items.minLength ?? $schema.properties.Blank.items.minLength | Should -BeNullOrEmpty
        $reply = Invoke-AgentPrompt hi -Blueprint "$RepositoryRoot/samples/proxy-agent.yaml" -Mode Simulation -Tool Get-Named -WarningAction Ignore
        ($reply.Steps | Where-Object Kind -EQ Tool).Result | Should -BeExactly '"x"'
    }

    It 'offers another parameter set, and only the parameters that are wanted' {
        $schema = (New-AgentTool Get-Reading -ParameterSet ById -IncludeParameter Id, Hours -Name by-id -Description 'By number.').Schema | ConvertFrom-Json -AsHashtable

        $schema.properties.Keys | Sort-Object | Should -Be @('Hours', 'Id')
        $schema.properties.Id.description | Should -BeExactly 'The number of the sensor.'
        ((New-AgentTool Get-Reading -ExcludeParameter Hours).Schema | ConvertFrom-Json -AsHashtable).properties.Keys | Should -Not -Contain 'Hours'
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'a cmdlet'; Command = 'Get-Date'; Name = 'Get-Date'; Property = 'Format' }
        @{ Kind = 'an alias'; Command = 'gci'; Name = 'Get-ChildItem'; Property = 'Path' }
        @{ Kind = 'a qualified name'; Command = 'Microsoft.PowerShell.Utility\Get-Date'; Name = 'Get-Date'; Property = 'Year' }
        @{ Kind = 'an object of Get-Command'; Command = (Get-Command Get-Date); Name = 'Get-Date'; Property = 'Day' }
        @{ Kind = 'a command that changes something'; Command = 'Remove-Item'; Name = 'Remove-Item'; Property = 'Path' }
    ) {
        $tool = $Command | New-AgentTool

        $tool.Name | Should -BeExactly $Name
        $names = ($tool.Schema | ConvertFrom-Json -AsHashtable).properties.Keys
        $names | Should -Contain $Property
        'Verbose', 'ErrorAction', 'OutVariable', 'WhatIf', 'Confirm', 'ProgressAction', 'Credential' | ForEach-Object { $names | Should -Not -Contain $_ }
        $tool.SupportsShouldProcess | Should -Be ($Name -eq 'Remove-Item')
    }

    It 'takes a scriptblock with its own help' {
        $tool = New-AgentTool -Name sum -Command {
            <#
            .DESCRIPTION
            Adds two numbers.
            #>
            param([Parameter(Mandatory)][int] $A, [int] $B)
        }

        $tool.Name, $tool.Description, $tool.IsReadOnly | Should -Be @('sum', 'Adds two numbers.', $false)
        ($tool.Schema | ConvertFrom-Json).required | Should -Be @('A')
        (New-AgentTool { } -Name still -ReadOnly).IsReadOnly | Should -BeTrue
    }

    It 'tells of no parameter of the type <_>, whose values open something or cannot be bound' -ForEach @(
        'IO.StreamReader', 'IO.StreamWriter', 'IO.FileStream', 'IO.StreamReader[]', 'Collections.Generic.List[IO.StreamReader]', 'Xml.XmlTextReader'
        'Security.Cryptography.X509Certificates.X509Certificate2', 'Xml.XPath.XPathDocument', 'IO.FileSystemWatcher', 'Microsoft.Management.Infrastructure.CimSession'
        'Collections.Generic.IList[string]', 'Collections.Generic.ISet[string]', 'Collections.Generic.IReadOnlyList[int]', 'Collections.BitArray', 'Xml.XmlNodeList'
        'Collections.Immutable.ImmutableArray[string]', 'Xml.XmlElement', 'Collections.Specialized.NameValueCollection', 'Numerics.Vector3'
        'Collections.Specialized.OrderedDictionary', 'Collections.Generic.Dictionary[string,string]', 'Collections.Generic.IDictionary[string,string]'
    ) {
        $tool = New-AgentTool -Name t -Command ([scriptblock]::Create("param([$_] `$It, [int] `$Other)"))

        ($tool.Schema | ConvertFrom-Json -AsHashtable).properties.Keys | Should -Be 'Other'
        { New-AgentTool -Name t -Command ([scriptblock]::Create("param([Parameter(Mandatory)][$_] `$It)")) } | Should -Throw '*; wrap the command in a function*'
    }

    It 'tells of a parameter of the type <Type> as <Word>, and a value binds' -ForEach @(
        @{ Type = 'xml'; Word = 'string'; Value = '<a><b>7</b></a>' }
        @{ Type = 'Xml.Linq.XElement'; Word = 'string'; Value = '<a/>' }
        @{ Type = 'Collections.Generic.List[string]'; Word = 'array'; Value = @('a', 'b') }
        @{ Type = 'Collections.Generic.HashSet[int]'; Word = 'array'; Value = @(1, 2) }
        @{ Type = 'Collections.IEnumerable'; Word = 'array'; Value = @('a') }
        @{ Type = 'Collections.IDictionary'; Word = 'object'; Value = @{ a = 1 } }
        @{ Type = 'hashtable'; Word = 'object'; Value = @{ a = 1 } }
        @{ Type = 'timespan'; Word = 'string'; Value = '1:00' }
        @{ Type = 'Half'; Word = 'string'; Value = '1.5' }
        @{ Type = 'DateOnly'; Word = 'string'; Value = '2026-11-29' }
        @{ Type = 'guid'; Word = 'string'; Value = '3f2504e0-4f89-11d3-9a0c-0305e82c3301' }
        @{ Type = 'uri'; Word = 'string'; Value = 'https://e.com' }
        @{ Type = 'IO.FileInfo'; Word = 'string'; Value = 'a.txt' }
        @{ Type = 'mailaddress'; Word = 'string'; Value = 'a@b.example' }
        @{ Type = 'version'; Word = 'string'; Value = '1.2' }
        @{ Type = 'regex'; Word = 'string'; Value = 'a+' }
    ) {
        $agent = Start-Agent -Call @(, @('t', (@{ It = $Value } | ConvertTo-Json -Compress)))
        try {
            $tool = New-AgentTool -Name t -Command ([scriptblock]::Create("param([$Type] `$It) `$It.GetType().Name"))
            ($tool.Schema | ConvertFrom-Json -AsHashtable).properties.It.type | Should -Be $Word

            $reply = Invoke-Run $agent @{ Tool = $tool; ToolApproval = 'All' }
            ($reply.Steps | Where-Object Tool).Outcome | Should -Be 'Succeeded'
        }
        finally { $endpoint.Dispose() }
    }

    It 'makes names that fit the wire' {
        ${function:Get-Größe des Hauses} = { 1 }

        (New-AgentTool 'Get-Größe des Hauses').Name | Should -BeExactly 'Get-Gr__e_des_Hauses'
    }

    It 'refuses <Kind>' -ForEach @(
        @{ Kind = 'what is not there'; Id = 'ToolNotFound'; Act = { New-AgentTool Get-Nothing-Of-The-Kind } }
        @{ Kind = 'wildcards'; Id = 'ToolNotFound'; Act = { New-AgentTool 'Get-*' } }
        @{ Kind = 'a program'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool pwsh } }
        @{ Kind = 'a nameless scriptblock'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool { } } }
        @{ Kind = 'a number'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool 5 } }
        @{ Kind = 'a bad name'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool Get-Date -Name 'a b' } }
        @{ Kind = 'a long name'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool Get-Date -Name ('a' * 65) } }
        @{ Kind = 'an unknown parameter'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool Get-Date -IncludeParameter Nope } }
        @{ Kind = 'a rule on an unknown parameter'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool Get-Date -Deny @{ Nope = '*' } } }
        @{ Kind = 'an unknown parameter set'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool Get-Date -ParameterSet Nope } }
        @{ Kind = 'a mandatory parameter left out'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool Get-Reading -ExcludeParameter Sensor } }
        @{ Kind = 'a mandatory parameter that opens a file'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool { param([Parameter(Mandatory)][IO.StreamReader] $R) } -Name t } }
        @{ Kind = 'a rule on a parameter that opens a file'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool { param([IO.StreamReader] $R) } -Name t -Deny @{ R = '*' } } }
        @{ Kind = 'a wish for a parameter that is code'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool { param([scriptblock] $S) } -Name t -IncludeParameter S } }
        @{ Kind = 'a mandatory parameter that is code'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool ForEach-Object } }
    ) {
        { & $Act } | Should -Throw -ErrorId "$Id,*"
    }
}
