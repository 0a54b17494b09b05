namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>What values are put into: texts that report, and texts that recognisers were mended by. None is in both.</summary>
internal static class Sentences
{
    /// <summary>
    /// The templates that report; <c>{}</c> is the value's place. They were written after the last change of a recogniser: one that is
    /// mended by what they show moves to <see cref="Tuning"/>.
    /// </summary>
    public static readonly (string Entity, string[] Templates)[] Reporting =
    [
        ("CREDIT_CARD",
            [
                "Ticket 88: customer typed {} into the chat by mistake", "paid w/ {} thx", "| Visa | {} | 12/28 |", "{\"pan\":\"{}\"}",
                "Ihre Karte {} wurde gesperrt.",
            ]),
        ("CRYPTO", ["Send the change to {}, please", "btc:{}", "wallet;{};confirmed", "The deposit address ({}) has been used twice."]),
        ("DATE_TIME",
            ["Born {} in Leeds.", "start={} end=open", "Please move my appointment from {} to any later day", "| {} | paid |", "Vertragsbeginn ist der {}."]),
        ("EMAIL_ADDRESS",
            [
                "mailto:{}?subject=hello", "user {}: password reset", "{},active,admin", "My new address is {}, the old one bounces.",
                "Schreiben Sie an {} oder rufen Sie an.",
            ]),
        ("IBAN_CODE", ["IBAN:{};BIC:none", "Rent is due on the first, to {}, as always.", "Bitte auf {} \u00FCberweisen", "\"iban\" : \"{}\"", "{} bounced"]),
        ("IP_ADDRESS",
            ["ssh root@{}", "host {} unreachable, retrying", "client={} status=503", "Block the range around {}, quickly!", "[{}] connection reset"]),
        ("MAC_ADDRESS", ["ether {} txqueuelen 1000", "{} has joined the network", "Sticker on the printer: {}.", "wlan0,{},up"]),
        ("MEDICAL_LICENSE", ["Dr. Hall's DEA number is {}", "dea={}", "Controlled substances were ordered under {}, twice.", "{} - revoked"]),
        ("PHONE_NUMBER",
            [
                "Tel {}", "my cell is {}, call whenever", "phone={};ext=none", "I left two messages on {} and one with the neighbour",
                "Sie erreichen uns unter {}.", "{} (mobile)",
            ]),
        ("URL", ["I found it on {} last night", "<a href=\"{}\">here</a>", "GET {} returned 404", "Sources: {}, and the library", "link={}"]),
        ("US_BANK_NUMBER",
            [
                "Payroll sent it to bank account {}, not mine", "acct {} at the credit union", "My account number is {} and the routing number is secret",
                "bank: {}",
            ]),
        ("US_DRIVER_LICENSE", ["I have lost my driver license ({})", "driver's license {}, class C", "ID shown: driver license {}", "license no {} suspended"]),
        ("US_ITIN", ["Taxpayer ID {} is on the letter", "My ITIN is {}, hers is pending.", "itin={}", "W-7 approved: {}"]),
        ("US_PASSPORT", ["passport={}", "The United States passport {} expires soon", "My passport number is {}, issued in Boston", "Travel document {} (US)"]),
        ("US_SSN", ["ssn={}", "My social is {}, please delete it", "| SSN | {} |", "The last page shows {} in plain text.", "employee {} terminated"]),
        ("UK_NHS", ["nhs={}", "Her NHS no. is {}, see the letter", "Discharge summary, {}", "the patient ({}) called back"]),
    ];

    /// <summary>The templates whose results have been seen and acted on; they report no more.</summary>
    public static readonly (string Entity, string[] Templates)[] Tuning =
    [
        ("CREDIT_CARD",
            [
                "The guest wants {} charged for the minibar.", "{}", "Number on file: {}, expiring soon", "Refund went back to {} yesterday.",
                "card={};cvv=redacted",
            ]),
        ("CRYPTO", ["Donations reach us under {}.", "from {} to the exchange", "The ransom note says {} and nothing else."]),
        ("DATE_TIME", ["She moved out on {} and left no address.", "Due: {}", "{} - incident opened", "The lease ran until {}, then month to month."]),
        ("EMAIL_ADDRESS", ["Forward it to {} and nobody else.", "From: <{}>", "cc {}; bcc nobody", "\"owner\": \"{}\",", "Does {} still work here?"]),
        ("IBAN_CODE", ["Please wire the deposit to {} by Friday.", "Payee account {}", "({})", "Kontoverbindung: {}."]),
        ("IP_ADDRESS", ["Login from {} failed three times.", "{} - - \"GET / HTTP/1.1\" 200", "Her router answers at {}.", "blocked {} again"]),
        ("MAC_ADDRESS", ["The stolen laptop reports as {}.", "arp: {} on en0", "Whitelist {} please."]),
        ("MEDICAL_LICENSE", ["Prescriber {} signed the order.", "DEA registration {}", "The pharmacy rejected {}."]),
        ("PHONE_NUMBER",
            ["Reach her at {} after six.", "Emergency contact {}, her brother", "{} rang twice and hung up.", "You can text {}.", "Office: {} / Home: none"]),
        ("URL", ["His profile is {} and it is public.", "see {}", "Everything is explained at {}.", "[homepage]({})"]),
        ("US_BANK_NUMBER", ["Direct deposit goes to account {}.", "Checking account number: {}", "the savings account {} was closed"]),
        ("US_DRIVER_LICENSE", ["The tenant's driver's license is {}.", "Driver license no. {}", "DL {} expires in May"]),
        ("US_ITIN", ["He files under {}.", "ITIN {}", "The form shows {} in box two."]),
        ("US_PASSPORT", ["US passport {} was reported lost.", "Passport no. {}", "travelling on passport {}"]),
        ("US_SSN", ["The applicant gave {} over the phone line.", "SSN: {}", "social security number {} on the W-2", "He wrote {} on the back."]),
        ("UK_NHS", ["Patient {} was seen in clinic.", "NHS number {}", "Referral for {}, urgent"]),
    ];

    /// <summary>Sentences with figures and punctuation in them that are nobody's data; # is a digit. They report.</summary>
    public static readonly string[] Harmless =
    [
        "Order ######## shipped in # boxes, weight ##.# kg.", "Invoice 20##-##### over EUR #.###,## is open.", "GET /v#/items/####?page=# 200 ####ms",
        "SKU ###-####-## is back in stock.",
        "Isolate ### of cohort ## showed #.##e-# (n=####).", "Tracking number 1Z###E##########.", "thread ##### waited #####us for lock 0x7f#a##b#c#",
        "Docket no. ##-cv-##### was continued.",
        "sha: 3b#f##a9c#d#", "Serial ############ failed after #### cycles.", "The grid is #### x #### at ### dpi.", "error E##### at line ####, column ##",
        "Bus ## leaves from platform # every ## minutes.",
        "x = [###, ####, #####, ######]", "ISBN 978-#-##-######-# is out of print.", "The vote was ###,### to ###,### with ##.#% turnout.",
        "node-#### joined shard ## (epoch ##########)", "Fig. ## shows #,### samples; p < #.##.",
    ];

    /// <summary>Harmless sentences whose results have been seen and acted on; they report no more.</summary>
    public static readonly string[] HarmlessTuning =
    [
        "Lot ####-##-### passed the inspection in shift #.", "We released version #.##.# and then #.##.#.#.", "The build took ###.## seconds on ## cores.",
        "Revenue was $#,###,### against $#,###,### before.",
        "commit 9f#b##c4de in module core.utils", "Request 7c9e66##-74#5-40de-944b-e07fc1f90ae7 timed out.",
        "Call os.path.join(a, b) or x.append(y) in main.py.", "Chapter #, section #.#, page ###: nothing.",
        "It measured ##.# x ##.# cm and weighed #### g.", "Row ###: #.####, #.####, -#.####", "std::vector<int> v(###); ns::call(a, b);",
        "The policy of public duplicates (D3, H1, B12) applies.",
        "They scored ##-## and ###-## at home.", "At ##% capacity the line makes ##,### units.", "TODO(team): see issue #### and note ##.",
        "Part A-#### fits B-#### but not C-##.", "The meeting is in room ###, floor #.", "a=b; c=d?e:f; g[#]=h",
    ];
}
