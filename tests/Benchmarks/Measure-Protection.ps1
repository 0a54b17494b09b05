<#
.SYNOPSIS
Measures the search for personal data: on prose, and on hostile text of two lengths, beside regular expressions of the same shapes.

.DESCRIPTION
The module must be imported. Prints Markdown tables. A megabyte is a million characters.
#>
param(
    # How much prose, in millions of characters.
    [ValidateRange(1, 200)]
    [int] $Megabytes = 8,

    # How many runs each figure is the median of.
    [ValidateRange(3, 100)]
    [int] $Runs = 5
)

$ErrorActionPreference = 'Stop'

# Sentences with a piece of data in about every eighth, from a seed.
function New-Prose([int] $Length) {
    $words = -split 'the of and to in is you that it he was for on are as with his they at be this have from or one had by word but not what all were we when your can said there use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see number no way could people customer order support team meeting report project delivered yesterday quarterly invoice reviewed approved colleague'
    $random = [Random]::new(1)
    $text = [Text.StringBuilder]::new($Length + 200)
    while ($text.Length -lt $Length) {
        foreach ($word in 1..$random.Next(6, 18)) { $null = $text.Append($words[$random.Next($words.Count)]).Append(' ') }
        $null = switch ($random.Next(24)) {
            0 { $text.Append("write to john.doe@example.com") }
            1 { $text.Append("call (212) 555-0$($random.Next(100, 999))") }
            2 { $text.Append("on 12 March 2024") }
            3 { $text.Append("for `$$($random.Next(1, 999)).50") }
            4 { $text.Append("about $($random.Next(1, 5000)) items") }
            default { $text.Append('again') }
        }
        $null = $text.Append(". ")
    }

    $text.ToString(0, $Length)
}

# Seconds of the processor in the median run, after two to warm up: other processes do not count.
function Measure-Search([scriptblock] $Search, [string] $Text) {
    # Each kind of text takes paths of its own, which the JIT optimises after thirty calls or so, in the background.
    foreach ($run in 1..40) { $null = & $Search $Text.Substring(0, [Math]::Min(20000, $Text.Length)) }
    Start-Sleep -Milliseconds 300
    $process = [Diagnostics.Process]::GetCurrentProcess()
    $times = foreach ($run in -2..($Runs - 1)) {
        # What an earlier run left behind is not this one's.
        [GC]::Collect()
        $process.Refresh()
        $before = $process.TotalProcessorTime
        $null = & $Search $Text
        $process.Refresh()
        if ($run -ge 0) { ($process.TotalProcessorTime - $before).TotalSeconds }
    }

    [Math]::Max(0.0001, ($times | Sort-Object)[[Math]::Floor($Runs / 2)])
}

# What somebody would write by hand for the same kinds, without any check of what it finds.
$shapes = @(
    '[\w.+-]+@[\w-]+(?:\.[\w-]+)+'
    '\b(?:\d[ -]?){12,19}\b'
    '\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b'
    '\b(?:\d{1,3}\.){3}\d{1,3}\b'
    '\b(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}\b'
    '\bhttps?://\S+'
    '\b\d{3}-\d{2}-\d{4}\b'
    '\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b'
    '\+?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){2,5}\b'
) -join '|'
$options = [Text.RegularExpressions.RegexOptions]'Compiled, CultureInvariant, IgnoreCase'
$compiled = [regex]::new($shapes, $options, [TimeSpan]::FromSeconds(60))
$linear = [regex]::new($shapes, [Text.RegularExpressions.RegexOptions]'NonBacktracking, CultureInvariant, IgnoreCase')
# Neither is public: what measures the search alone reaches past the module.
$core = [AgentCore.LiteLlm.Chat.AgentReply].Assembly
$detectors = $core.GetType('AgentCore.LiteLlm.Protection.Detection.EntityDetectors')
$detector = $detectors::For([Activator]::CreateInstance($core.GetType('AgentCore.LiteLlm.Protection.Detection.EntityDetectorOptions')))
try {
    $searches = [ordered]@{
        'AgentCore.LiteLlm, default set' = { param($text) $detector.FindByPatterns($text) }
        'Regex, compiled'                = { param($text) $compiled.Matches($text).Count }
        'Regex, non-backtracking'        = { param($text) $linear.Matches($text).Count }
    }
    $prose = New-Prose ($Megabytes * 1000000)
    ''
    '| Personal data in prose | MB/s of processor time | ours / this |'
    '|---|--:|--:|'
    $ours = 0
    foreach ($label in $searches.Keys) {
        $speed = $Megabytes / (Measure-Search $searches[$label] $prose)
        if ($ours -eq 0) { $ours = $speed }
        '| {0} | {1:0.0} | {2} |' -f $label, $speed, ($label -eq 'AgentCore.LiteLlm, default set' ? '' : '{0:0.00}' -f ($ours / $speed))
    }

    # As a part of the whole benchmark it has a bar.
    if (Get-Command Add-Verdict -ErrorAction Ignore) { Add-Verdict 'personal data in prose, MB a second of processor time' (Get-Point $ours) 40 -AtLeast }

    # Every line of a file, none of them kept: by the clock, since the pipeline's own share is a part of it.
    $file = [IO.Path]::GetTempFileName()
    try {
        [IO.File]::WriteAllLines($file, ($prose -split '(?<=\. )'))
        $passes = [ordered]@{
            'Protect-AgentText'                       = { [IO.File]::ReadLines($file) | Protect-AgentText | Out-Null }
            'ForEach-Object, Replace of that regex'   = { [IO.File]::ReadLines($file) | ForEach-Object { $compiled.Replace($_, 'X') } | Out-Null }
            'ForEach-Object, nothing done'            = { [IO.File]::ReadLines($file) | ForEach-Object { $_ } | Out-Null }
        }
        ''
        '| Prose in a file, line by line through the pipeline | MB/s | MB alive after, over before |'
        '|---|--:|--:|'
        foreach ($label in $passes.Keys) {
            foreach ($warm in 1..4) { & $passes[$label] }
            $before = [GC]::GetTotalMemory($true)
            $times = foreach ($run in 1..$Runs) {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                & $passes[$label]
                $watch.Elapsed.TotalSeconds
            }

            '| {0} | {1:0.0} | {2:0.0} |' -f $label, ($Megabytes / ($times | Sort-Object)[[Math]::Floor($Runs / 2)]), (([GC]::GetTotalMemory($true) - $before) / 1MB)
        }
    }
    finally {
        Remove-Item -LiteralPath $file
    }

    ''
    '| Hostile text, 500,000 and 1,000,000 characters | ms | ms | ratio (2 is linear) |'
    '|---|--:|--:|--:|'
    foreach ($unit in '1', '1 ', '1-', '4111 ', '12345678 ', 'a@', 'a!', 'a.', 'http://', '::', 'aa:', 'AB12 ', 'GB82 ', '+1', '(', "$([char] 0x200B)1", '&#', '\u') {
        $once = Measure-Search $searches[0] ($unit * [int](500000 / $unit.Length))
        $twice = Measure-Search $searches[0] ($unit * [int](1000000 / $unit.Length))
        '| `{0}` again and again | {1:0.0} | {2:0.0} | {3:0.00} |' -f ($unit -replace "\u200B", 'U+200B '), (1000 * $once), (1000 * $twice), ($twice / $once)
    }
}
finally {
    $detector.Dispose()
}
