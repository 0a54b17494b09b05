# Refuses a commit whose blueprints cannot be used. What is looked at is what is to be committed, which the files on disk need not be.
$ErrorActionPreference = 'Stop'
if (-not (git diff --cached --name-only -- agents) -or -not (git ls-files --cached -- 'agents/*.yaml')) { exit 0 }

# Prompts and schemas lie beside blueprints: all of them are needed to judge one.
$staged = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "staged-$([guid]::NewGuid())")
try {
    $taken = git diff --cached --name-only --no-renames --diff-filter=D -- agents
    git checkout-index --all --prefix="$($staged.FullName)/"
    Set-Location -LiteralPath $staged
    $findings = Test-AgentBlueprint agents/*.yaml -Detailed
    foreach ($found in $findings) {
        $file = [IO.Path]::GetRelativePath($staged.FullName, $found.File).Replace('\', '/')
        "$file($($found.Line),$($found.Column)): $($found.Severity) $($found.Code): $($found.Message)"
    }

    # A prompt or a schema that was never there may be given by the call; one that is taken away was needed.
    if ($findings.Severity -contains 'Error' -or ($taken -and $findings.Code -match 'NotFound$')) { exit 1 }
}
finally {
    Set-Location -LiteralPath ([IO.Path]::GetTempPath())
    Remove-Item -LiteralPath $staged -Recurse -Force
}
