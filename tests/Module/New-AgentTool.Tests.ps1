BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

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
        @{ Kind = 'a mandatory parameter that is code'; Id = 'ToolArgumentInvalid'; Act = { New-AgentTool ForEach-Object } }
    ) {
        { & $Act } | Should -Throw -ErrorId "$Id,*"
    }
}
