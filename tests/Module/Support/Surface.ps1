# Writes down what the module's users can see of its cmdlets: one line for each cmdlet, set, output and parameter.

# An attribute by its name and all that it holds, so that no kind of attribute escapes the comparison.
function Format-Attribute {
    param([Attribute] $Attribute)

    $name = $Attribute.GetType().Name -replace 'Attribute$', ''
    $values = foreach ($property in $Attribute.GetType().GetProperties('Public, Instance') | Where-Object Name -NotIn 'TypeId', 'ErrorMessage' | Sort-Object Name) {
        $value = $property.GetValue($Attribute)
        if ($null -ne $value) {
            "$($property.Name) $(Format-Value $value)"
        }
    }

    $values ? "$name($($values -join ', '))" : $name
}

function Format-Value {
    param($Value)

    if ($Value -is [string]) {
        "'$Value'"
    }
    elseif ($Value -is [Type]) {
        $Value.Name
    }
    elseif ($Value -is [Collections.IDictionary]) {
        "@{$(@(foreach ($key in $Value.Keys) { "$key = $(Format-Value $Value[$key])" }) -join '; ')}"
    }
    elseif ($Value -is [Collections.IEnumerable]) {
        "@($(@(foreach ($item in $Value) { Format-Value $item }) -join ', '))"
    }
    else {
        [Management.Automation.LanguagePrimitives]::ConvertTo($Value, [string], [cultureinfo]::InvariantCulture)
    }
}

# What a parameter is in one set.
function Format-Role {
    param([string] $Set, [Management.Automation.ParameterSetMetadata] $Role)

    $words = @(
        if ($Role.IsMandatory) { 'mandatory' }
        if ($Role.Position -ge 0) { "position $($Role.Position)" }
        if ($Role.ValueFromPipeline) { 'pipeline' }
        if ($Role.ValueFromPipelineByPropertyName) { 'property' }
        if ($Role.ValueFromRemainingArguments) { 'remaining' }
        if ($Role.HelpMessage) { "help '$($Role.HelpMessage)'" }
    )
    $name = $Set -eq '__AllParameterSets' ? 'every set' : $Set
    $words ? "$name ($($words -join ', '))" : $name
}

function Format-Parameter {
    param([Management.Automation.ParameterMetadata] $Parameter, [object] $Cmdlet)

    $roles = $Parameter.ParameterSets.GetEnumerator() | Sort-Object Key | ForEach-Object { Format-Role $_.Key $_.Value }
    $attributes = $Parameter.Attributes |
        Where-Object { $_ -isnot [Management.Automation.ParameterAttribute] -and $_ -isnot [Management.Automation.AliasAttribute] -and $_.GetType().Namespace -ne 'System.Runtime.CompilerServices' } |
        ForEach-Object { Format-Attribute $_ } | Sort-Object
    $hidden = $Parameter.Attributes.Where({ $_ -is [Management.Automation.ParameterAttribute] -and $_.DontShow })
    $type = [Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType
    $element = $type.IsArray ? $type.GetElementType() : $type
    $default = $Cmdlet.($Parameter.Name)
    $parts = @(
        "-$($Parameter.Name) <$([Microsoft.PowerShell.ToStringCodeMethods]::Type([psobject]$Parameter.ParameterType))>"
        $roles -join ', '
        if ($Parameter.Aliases) { "alias $(($Parameter.Aliases | Sort-Object) -join ', ')" }
        if ($null -ne $default -and $default -isnot [switch]) { "default $(Format-Value $default)" }
        if ($element.IsEnum -and $element.Namespace -like 'AgentCore.*') { "one of $([enum]::GetNames($element) -join ', ')" }
        $attributes
        if ($hidden) { 'hidden' }
    )
    $parts -join '; '
}

function Get-Surface {
    param([string] $Module)

    $common = [Management.Automation.Cmdlet]::CommonParameters
    foreach ($command in Get-Command -Module $Module | Sort-Object Name) {
        $metadata = [Management.Automation.CommandMetadata]::new($command)
        $cmdlet = $command.ImplementingType::new()
        "$($command.Name)"
        "  $($command.CommandType); default set $($command.DefaultParameterSet ? $command.DefaultParameterSet : '(none)'); ShouldProcess $($metadata.SupportsShouldProcess); impact $($metadata.ConfirmImpact); paging $($metadata.SupportsPaging)"
        foreach ($output in $command.ImplementingType.GetCustomAttributes([Management.Automation.OutputTypeAttribute], $false)) {
            $sets = @($output.ParameterSetName).Where({ $_ -ne '__AllParameterSets' }) | Sort-Object
            "  writes $($output.Type.Name -join ', ')$($sets ? " in $($sets -join ', ')" : '')"
        }

        foreach ($set in $command.ParameterSets | Sort-Object Name) {
            "  syntax $($set.Name -eq '__AllParameterSets' ? '(every set)' : $set.Name): $($command.Name) $set"
        }

        foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common | Sort-Object Name) {
            "  $(Format-Parameter $parameter ($cmdlet.psobject.Properties[$parameter.Name] ? $cmdlet : $null))"
        }

        if ($cmdlet -is [IDisposable]) {
            $cmdlet.Dispose()
        }

        ''
    }
}
