namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German number plates.</summary>
internal sealed class DeKfz() : ShapeRecogniser(
    "DE_KFZ",
    [
        ("[A-ZÄÖÜ]{1,3}_A{1,2}_9{1,4}[EH]{0,1}", 0.3), ("[A-ZÄÖÜ]{1,3}-A{1,2}-9{1,4}[EH]{0,1}", 0.3), ("[A-ZÄÖÜ]{1,3}-A{1,2}_9{1,4}[EH]{0,1}", 0.3),
        ("[A-ZÄÖÜ]{1,3}-A{1,2}9{1,4}[EH]{0,1}", 0.3),
    ],
    "kennzeichen", "kfz-kennzeichen", "kraftfahrzeugkennzeichen", "nummernschild", "fahrzeugkennzeichen", "zulassung", "kfz", "fahrzeug", "auto", "pkw", "lkw",
    "fahrzeugschein", "fahrzeugbrief", "zulassungsbescheinigung", "amtliches kennzeichen");
