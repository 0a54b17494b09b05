namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>US driver's licences: each state has its own form, so only words nearby make one.</summary>
internal sealed class UsDriverLicense() : ShapeRecogniser(
    "US_DRIVER_LICENSE",
    [
        ("A9{3,14}", 0.3), ("AA9{3,7}", 0.3), ("H9{8}", 0.3), ("A9{3}-9{3}-9{2}-9{3}-9", 0.3), ("A9{3}-9{4}-9{4}", 0.3), ("99AAA9{5,6}", 0.3), ("A9{18}", 0.3),
        ("A9{6}R", 0.3), ("9{7,9}A", 0.3),
        ("AA9{6}A", 0.3), ("9{8}AA", 0.3), ("9{3}AA9{4}", 0.3), ("A9A9A", 0.3), ("9{6,14}", 0.01), ("9{16}", 0.01),
    ],
    "driver license", "driver licence", "driver's license", "drivers license", "driver's licence", "drivers licence", "driving license", "driving licence",
    "driver permit", "learner permit", "license", "lic", "dl", "dls", "cdl", "cdls", "driver id");
