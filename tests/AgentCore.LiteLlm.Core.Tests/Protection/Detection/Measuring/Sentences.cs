namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>What values are put into. The templates that recognisers were tuned with never report.</summary>
internal static class Sentences
{
    /// <summary>The templates that report; <c>{}</c> is the value's place.</summary>
    public static readonly (string Entity, string[] Templates)[] Reporting =
    [
        ("CREDIT_CARD", ["The guest wants {} charged for the minibar.", "{}", "Number on file: {}, expiring soon", "Refund went back to {} yesterday.", "card={};cvv=redacted"]),
        ("CRYPTO", ["Donations reach us under {}.", "from {} to the exchange", "The ransom note says {} and nothing else."]),
        ("DATE_TIME", ["She moved out on {} and left no address.", "Due: {}", "{} - incident opened", "The lease ran until {}, then month to month."]),
        ("EMAIL_ADDRESS", ["Forward it to {} and nobody else.", "From: <{}>", "cc {}; bcc nobody", "\"owner\": \"{}\",", "Does {} still work here?"]),
        ("IBAN_CODE", ["Please wire the deposit to {} by Friday.", "Payee account {}", "({})", "Kontoverbindung: {}."]),
        ("IP_ADDRESS", ["Login from {} failed three times.", "{} - - \"GET / HTTP/1.1\" 200", "Her router answers at {}.", "blocked {} again"]),
        ("MAC_ADDRESS", ["The stolen laptop reports as {}.", "arp: {} on en0", "Whitelist {} please."]),
        ("MEDICAL_LICENSE", ["Prescriber {} signed the order.", "DEA registration {}", "The pharmacy rejected {}."]),
        ("PHONE_NUMBER", ["Reach her at {} after six.", "Emergency contact {}, her brother", "{} rang twice and hung up.", "You can text {}.", "Office: {} / Home: none"]),
        ("URL", ["His profile is {} and it is public.", "see {}", "Everything is explained at {}.", "[homepage]({})"]),
        ("US_BANK_NUMBER", ["Direct deposit goes to account {}.", "Checking account number: {}", "the savings account {} was closed"]),
        ("US_DRIVER_LICENSE", ["The tenant's driver's license is {}.", "Driver license no. {}", "DL {} expires in May"]),
        ("US_ITIN", ["He files under {}.", "ITIN {}", "The form shows {} in box two."]),
        ("US_PASSPORT", ["US passport {} was reported lost.", "Passport no. {}", "travelling on passport {}"]),
        ("US_SSN", ["The applicant gave {} over the phone line.", "SSN: {}", "social security number {} on the W-2", "He wrote {} on the back."]),
        ("UK_NHS", ["Patient {} was seen in clinic.", "NHS number {}", "Referral for {}, urgent"]),
    ];

    /// <summary>Sentences with figures and punctuation in them that are nobody's data; # is a digit.</summary>
    public static readonly string[] Harmless =
    [
        "Lot ####-##-### passed the inspection in shift #.", "We released version #.##.# and then #.##.#.#.", "The build took ###.## seconds on ## cores.", "Revenue was $#,###,### against $#,###,### before.",
        "commit 9f#b##c4de in module core.utils", "Request 7c9e66##-74#5-40de-944b-e07fc1f90ae7 timed out.", "Call os.path.join(a, b) or x.append(y) in main.py.", "Chapter #, section #.#, page ###: nothing.",
        "It measured ##.# x ##.# cm and weighed #### g.", "Row ###: #.####, #.####, -#.####", "std::vector<int> v(###); ns::call(a, b);", "The policy of public duplicates (D3, H1, B12) applies.",
        "They scored ##-## and ###-## at home.", "At ##% capacity the line makes ##,### units.", "TODO(team): see issue #### and note ##.", "Part A-#### fits B-#### but not C-##.", "The meeting is in room ###, floor #.", "a=b; c=d?e:f; g[#]=h",
    ];
}
