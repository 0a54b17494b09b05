BeforeDiscovery {
    # Each: its name, the file, and every finding that is no mere information, as Test-AgentBlueprint writes it.
    $mistakes = (Get-Content -Raw -LiteralPath "$PSScriptRoot/Mistakes.txt") -split '(?m)^### ' | Where-Object { $_ } | ForEach-Object {
        $name, $rest = $_ -split "`n", 2
        $text, $expected = $rest -split '(?m)^--- finds\n'
        @{ Name = $name; Text = [regex]::Replace($text, '\\u([0-9a-f]{4})', { param($m) [string][char][Convert]::ToInt32($m.Groups[1].Value, 16) }); Expected = $expected.TrimEnd("`n") }
    }
    $all = @{ Mistakes = $mistakes }
}

BeforeAll {
    . $PSScriptRoot/Support/Common.ps1

    $folder = (Get-Item TestDrive:/).FullName.TrimEnd([IO.Path]::DirectorySeparatorChar)
    $null = New-Item -ItemType Directory "$folder/prompts", "$folder/schemas"
    Set-Content "$folder/prompts/p.md", "$folder/prompts/analysis.md" 'You help.'
    Set-Content "$folder/schemas/answer.json" '{"type":"object"}'
}

Describe 'A mistake of those that people make' {
    It 'is one of forty at least' -ForEach $all {
        $Mistakes.Count | Should -BeGreaterOrEqual 40
        @($Mistakes.Name | Select-Object -Unique).Count | Should -Be $Mistakes.Count
    }

    It 'gets its message: <Name>' -ForEach $mistakes {
        $file = "$folder/agent.yaml"
        [IO.File]::WriteAllText($file, $Text)
        $found = @(Test-AgentBlueprint -LiteralPath $file -Detailed | Where-Object Severity -NE Information)

        ($found | ForEach-Object { "$_".Replace($file, '') }) -join "`n" | Should -BeExactly $Expected
        $found | ForEach-Object {
            $_.Line | Should -BeGreaterThan 0 -Because 'the place is named'
            $_.Message | Should -Match '^\S.+\.$' -Because 'the cause is named'
            $_.Suggestion | Should -Match '^\S.+[.?]$' -Because 'the mend is named'
        }
    }
}
