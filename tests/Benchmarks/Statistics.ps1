# What figures mean: medians, intervals by bootstrap, and verdicts over bars. Dot-sourced.

function Get-Median([double[]] $Values) {
    $sorted = [double[]] $Values.Clone()
    [Array]::Sort($sorted)
    $middle = $sorted.Count -shr 1
    $sorted.Count % 2 ? $sorted[$middle] : ($sorted[$middle - 1] + $sorted[$middle]) / 2
}

# The median of values and the interval that holds 95 % of the medians of samples drawn from them, from a seed.
function Get-Interval([double[]] $Values, [int] $Draws = 1000) {
    $random = [Random]::new(1)
    $medians = [double[]]::new($Draws)
    $sample = [double[]]::new($Values.Count)
    for ($draw = 0; $draw -lt $Draws; $draw++) {
        for ($at = 0; $at -lt $sample.Count; $at++) { $sample[$at] = $Values[$random.Next($Values.Count)] }
        $medians[$draw] = Get-Median $sample
    }

    [Array]::Sort($medians)
    [pscustomobject]@{ Median = Get-Median $Values; Low = $medians[[int]($Draws * 0.025)]; High = $medians[[int]($Draws * 0.975) - 1] }
}

# What two did in the same rounds, one divided by the other (or less the other): a change of the machine's mood meets both.
function Compare-Rounds([double[]] $Ours, [double[]] $Theirs, [switch] $Difference) {
    $pairs = for ($at = 0; $at -lt [Math]::Min($Ours.Count, $Theirs.Count); $at++) { $Difference ? $Ours[$at] - $Theirs[$at] : $Ours[$at] / $Theirs[$at] }
    Get-Interval $pairs
}

# Met or missed only where the whole interval says so.
function Get-Verdict($Interval, [double] $Bar, [switch] $AtLeast) {
    $low, $high = $AtLeast ? @((-$Interval.High), (-$Interval.Low)) : @($Interval.Low, $Interval.High)
    $bar = $AtLeast ? -$Bar : $Bar
    $high -le $bar ? 'met' : ($low -gt $bar ? 'missed' : 'cannot tell')
}
