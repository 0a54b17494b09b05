namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Nigerian number plates.</summary>
internal sealed class NgVehicleRegistration()
    : ShapeRecogniser(
        "NG_VEHICLE_REGISTRATION", [("AAA?9{3}AA", 0.5)], "plate number", "vehicle registration", "license plate", "number plate", "plate", "vehicle",
        "registration");
