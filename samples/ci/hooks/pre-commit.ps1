# Refuses a commit whose blueprints cannot be used. What is looked at is what is to be committed, which the files on disk need not be.
$ErrorActionPreference = 'Stop'
$changed = git diff --cached --name-only --diff-filter=ACMR -- agents
if (-not $changed) { exit 0 }

# Prompts and schemas lie beside blueprints: all of them are needed to judge one.
$staged = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "staged-$([guid]::NewGuid())")
try {
    git checkout-index --all --prefix="$($staged.FullName)/"
    Set-Location -LiteralPath $staged
    $findings = Test-AgentBlueprint agents/*.yaml -Detailed
    foreach ($found in $findings) {
        $file = [IO.Path]::GetRelativePath($staged.FullName, $found.File).Replace('\', '/')
        "$file($($found.Line),$($found.Column)): $($found.Severity) $($found.Code): $($found.Message)"
    }

    if ($findings.Severity -contains 'Error') { exit 1 }
}
finally {
    Set-Location -LiteralPath ([IO.Path]::GetTempPath())
    Remove-Item -LiteralPath $staged -Recurse -Force
}
