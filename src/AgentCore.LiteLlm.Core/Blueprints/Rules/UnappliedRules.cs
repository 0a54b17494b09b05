using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>Names every setting that this module does not act on, one finding for a block.</summary>
internal static class UnappliedRules
{
    /// <summary>Checks the settings.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        foreach (UnappliedSetting setting in UnappliedSetting.FindIn(scope.Blueprint, p => scope.Has(p) && scope.IsSound(p)))
        {
            string at = setting.Keys.Length == 0 ? setting.Path : $"{setting.Path}.{setting.Keys.First(k => scope.Has($"{setting.Path}.{k}"))}";
            scope.Tell(DiagnosticCodes.SettingNotApplied, setting.Path, at, $"{setting.Effect}.", setting.Advice);
        }
    }
}
