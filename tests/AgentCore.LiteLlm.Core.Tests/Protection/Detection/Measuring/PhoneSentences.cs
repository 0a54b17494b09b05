namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>Texts with telephone numbers in them, and texts with other numbers.</summary>
/// <param name="International">Templates of numbers in international form: nothing in them says that it is a telephone number.</param>
/// <param name="Left">What stands right before such a number.</param>
/// <param name="Right">What stands right after it.</param>
/// <param name="National">Templates with a word near that says so, by the language that it is of.</param>
/// <param name="Extensions">How an extension is written; # is a digit.</param>
/// <param name="Others">Templates of numbers that are no telephone numbers, with the numbers' forms; # is a digit, ^ is one but zero.</param>
internal sealed record PhoneSentences(
    string[] International, string[] Left, string[] Right, string[] National, string[] Extensions, (string[] Templates, string[] Forms)[] Others)
{
    /// <summary>Gets what the recogniser was mended by.</summary>
    public static PhoneSentences Tuning => new(
        [.. First.International, .. Second.International], [.. First.Left, .. Second.Left], [.. First.Right, .. Second.Right],
        [.. First.National, .. Second.National], [.. First.Extensions, .. Second.Extensions], [.. First.Others, .. Second.Others]);

    /// <summary>Gets what was written after its last change.</summary>
    public static PhoneSentences Held { get; } = new(
        [
            "He moved; now it's {}", "Bob {} Builder", "[[{}]]", "{};", "Passagier: {}, Sitz 14C", "a: {}\nb: 7",
            "Frau Kern ({}) kommt um 8.", "{{}}", "\u2022 {}", "desk 12, {}, floor 3", "M. Roux, {} (soir)", "curl -d n={} host", "> {} wrote",
            "Q: {}? A: yes", "Sra. Gil \u2013 {}",
        ],
        ["", "", "", "Work;", "c/o", "^", "Phn-", "HQ:", "N\u00BA", "&", "@", "..", "\u2192", "\r\n", "ou", "])", "v.", "2)", "%"],
        ["", "", "", "-Work", "/HQ", "^", "..", "_new", "Home", "\u2019", "</b>", "$", "=", "\r", "(HQ)", "--", ";;", "ou", "\u3002", "#"],
        [
            "Try to phone {} first", "Our telephone, {}, rings all day", "cell number {}", "office phone {}; home none", "sms {} sent", "Fax no. {}",
            "please dial {}",
            "mobile={}", "call back {} asap", "Ph. {}", "{} (phone)", "she called from {} at noon", "hotline {}", "our landline is {}",
            "WhatsApp or Viber: {}",
            "Telefonisch: {}", "Handy ({})", "meine Rufnummer ist {}", "Mobiltelefon {}", "Fon {}", "Fax-Nr. {}", "Mobilnummer {}",
            "Tel. portable {}", "son téléphone est le {}", "Fax : {}", "appelez le {} svp", "tlf {}", "teléfono fijo {}", "móvil ({})", "fono {}",
            "Llámeme al {}",
            "cellulare: {}", "il telefono è {}", "chiama {}", "tel. {} ore pasti", "telemóvel: {}", "celular ({})", "telefoonnummer {}",
            "mobiel nummer: {}", "tel.nr {}",
            "telefon komórkowy {}", "nr tel. {}", "mobiltelefon {}", "telefonnummer: {}", "puh. {}", "matkapuhelin {}", "tel: {} hívjon", "電話番号 {}",
            "携帯電話：{}",
            "전화: {}", "휴대폰번호는 {}", "手机：{}", "电话号码 {}", "телефон: {}", "моб. {}", "cep telefonu {}", "เบอร์มือถือ {}", "טלפון: {}", "هاتف: {}",
            "điện thoại: {}",
        ],
        [" ext: ##", " Ext. ####", " x##", ", x###", " extn ###", " - ext. ##", " Durchwahl: ##", " Apparat ##", ", poste ###", " int.##", " anexo ###",
        " wew. ##"],
        [
            (["Lot {} arrived", "lots: {}", "this lot, {}, is fine", "batch number {}", "Batch={}", "Chargen-Nr. {}", "n° de lot {}"],
                ["########", "##########", "###-###-####", "0##-###-####", "### ### ####", "##-##-##-##", "0#########", "####.###.###"]),
            (["order {} is paid", "My order: {}", "Order ID {}", "Auftragsnummer {}", "n° de commande {}", "número de pedido {}", "order ref. {}",
                "orders {} and none"],
                ["#######", "#########", "##########", "###-###-####", "0##-#######", "### ### ####", "###########", "0# ## ## ## ##"]),
            (["epoch={}", "Unix time {}", "\"ts\": {}", "since epoch {}", "t0 {}"], ["17########", "17###########", "15########"]),
            (["meter {}", "meter number {}: broken", "Z\u00E4hlernummer {}", "the meter said {}", "contador {}"],
                ["#######", "########", "##########", "0#########", "0## ### ####", "### ### ###"]),
            (["SKU: {}", "SKU {} sold out", "item no. {}", "Artikelnummer {}", "part {}", "catalogue number {}"],
                ["###-###-####", "########", "0###-######", "### ### ####", "##-####-####", "#####-#####"]),
            (["dig {}", "ip={}", "from {} port 22"], ["1##.1##.2#.1##", "10.2#.1#.##", "100.64.#.1##"]),
            (["until {}", "date: {}", "vom {} an"], ["20##-1#-0#", "0#.1#.20##", "1#/0#/20##", "0#-1#-20##", "20##1#0#", "0# 1# 20##"]),
            (["Version {} runs", "ver. {}", "build {} of today", "firmware {}"], ["##.#.####", "10.0.22###.####", "20##.1#.2", "1.##.####.##"]),
            (["IBAN: {}", "konto {}", "IBAN {} (wrong)"], ["NL##ABNA##########", "IT##X##########000000######", "PL## #### #### #### #### #### ####",
                "BE## #### #### ####"]),
            (["card no. {}", "Visa {}", "credit card {}"], ["4### #### #### ####", "2221############", "34## ###### #####", "4###-####-####-####"]),
            (["pin {}", "loc {}", "lat {}"], ["1#.######,-7#.######", "-2#.#####, 4#.#####", "3#.#########", "+4#.####, +0#.####"]),
            (["Total: {}", "it cost {}", "{} EUR", "Summe {}"], ["4,###,###.50", "7.###.###,##", "5######.##", "\u20AC########", "## ### ###,##",
                "$#,###,###"]),
            (["ISBN: {}", "ISBN {} is new", "cites ISBN {}"], ["978-0-###-#####-#", "979##########", "0-##-######-#", "3-###-#####-#"]),
            (["time={}", "{} WARN", "started {}"], ["20##-1#-0#T2#:##:##+01:00", "20##-0#-1# 0#:##:##.######", "20##0#1#T1####0Z", "1#:##:##.###"]),
            (["request {} failed", "block {}", "error code {}", "facture {}", "{} times", "{} bytes free", "token {}", "reference {}", "transaction {}",
                "VAT {}"],
                ["#######", "########", "##########", "###########", "####-####-####", "### ### ####", "0##########"]),
        ]);

    private static readonly PhoneSentences First = new(
        [
            "{}", "Please ask for Ann at {} today.", "Contact: {}", "name;{};city", "{\"contact\":\"{}\"}", "| Ann | {} | Berlin |", "Ann Lee {} Berlin",
            "a {} b",
            "<td>{}</td>", "Our new line is {} and works from Monday.", "Ruf {} an", "x={}&y=2", "Room 12 {} floor 3", "[{}](tel)", "Appelez {}!",
            "log: {}: failed",
        ],
        ["", "", "", "", "(", "Office,", "Tel", "Fax:", "a/", "home-", "<", "\"", "=", "|", "mob_", "#", "'", "tel:", "*"],
        ["", "", "", "", ")", "-Office", "-Fax", ".", ",", ";", "/home", "_x", "Office", ">", "\"", "|", ":", "-", "?", "'", "*", "\n", "(home)", "\\n", "%"],
        [
            "Call me on {} tonight.", "Phone: {}", "My phone number is {}, thanks", "tel {}", "Tel.: {}", "cell {} or mail", "You can call {} after six",
            "{} is my mobile", "fax {}", "phone={}", "{\"phone\":\"{}\"}", "| phone | {} |", "Text me at {} please, my mobile is always on", "whatsapp {}",
            "Telefon {}", "Rufen Sie uns an, Telefon: {}.", "Meine Handynummer ist {}.", "Mobil {}", "Tél. {}", "Mon numéro de téléphone est le {}.",
            "portable : {}", "Appelez-moi au {} demain", "Teléfono: {}", "Mi móvil es {}, gracias", "llámame al {}", "Mi número de celular es {}",
            "telefono {}", "Il mio cellulare è {}.", "Chiamami al {}", "telefone {}", "Ligue para {} hoje", "meu telemóvel é {}", "telefoon {}",
            "Bel mij op {}",
            "Mijn mobiele nummer is {}", "telefon: {}", "Zadzwoń pod {}", "numer telefonu {}", "komórka {}", "Ring mig på {}", "mobilnummer {}", "tlf. {}",
            "puhelin {}", "Soita {}", "電話：{}", "携帯は{}です", "전화번호 {}", "휴대폰 {}", "电话：{}", "手机号码是{}", "телефон {}", "Позвоните по номеру {}",
            "telefonum {}", "cep {}", "โทร {}", "טלפון {}", "هاتف {}", "फ़ोन {}",
        ],
        [" ext. ##", " ext ####", " x###", "x####", ", ext. ###", " extension ####", " Durchwahl ##", " DW ##", " poste ###", ", poste ##", " int. ##",
        " interno ##"],
        [
            (["Lot {} passed.", "lot number: {}", "The lot ({}) was recalled", "batch {} failed", "Batch no. {} is ready", "Charge {} geprüft"],
                ["#######", "########", "##########", "###-###-####", "####-###-###", "### ### ####", "##########", "0#########", "###.###.####"]),
            (["Order {} shipped.", "order #{}", "Your order number is {}.", "Bestellung {} ist da", "commande n° {}", "pedido {}", "order_id={}",
                "re: order {}"],
                ["#######", "########", "##########", "###-###-####", "0##-#######", "### ### ####", "###########", "0## #### ####"]),
            (["epoch {}", "ts={}", "at {} the job ended", "created: {}", "expires {} (unix)"], ["17########", "17###########", "16########"]),
            (["Meter {} reads low.", "meter reading {}", "Zählerstand {}", "The meter shows {} kWh", "meter no. {}"],
                ["#######", "########", "#########", "##########", "0#########", "0## ### ####", "## ### ###"]),
            (["SKU {} is out.", "sku: {}", "article {} in stock", "Artikel {} fehlt", "part no. {}", "item {}"],
                ["###-###-####", "########", "0###-######", "### ### ####", "##-####-####", "##########", "#####-#####"]),
            (["ssh {}", "ping {} failed", "host {} is up"], ["1##.1##.1#.1##", "10.#.#.##", "192.168.1.1##"]),
            (["on {} she left", "due {}", "{} - {} closed"], ["20##-0#-1#", "1#.0#.20##", "0#/1#/20##", "1#-0#-20##", "20##0#1#", "1# 0# 20##"]),
            (["version {}", "v{} is out", "build {}", "upgrade to {}"], ["#.##.####", "10.0.19###.####", "####.##.##", "20##.1#.1#####"]),
            (["IBAN {}", "to account {}", "Konto {}"], ["DE## #### #### #### #### ##", "GB##NWBK##############", "########", "##########",
                "FR## #### #### #### ####"]),
            (["card {}", "paid with {}", "PAN {}"], ["4### #### #### ####", "4###############", "37## ###### #####", "51##-####-####-####"]),
            (["at {}", "lat/lon {}", "coordinates {}", "GPS {}"], ["5#.######, 1#.######", "-3#.####, 15#.####", "5#.#######", "+5#.####, -0#.####",
                "5#°##'##\" N"]),
            (["price {}", "costs {}", "total {} EUR", "{} USD"], ["1,###,###.##", "1.###.###,##", "#######.##", "$########", "€ #.###.###", "## ### ###"]),
            (["ISBN {}", "isbn: {}", "(ISBN {})"], ["978-3-##-######-#", "978##########", "0-###-#####-#", "979-10-###-####-#", "0#########"]),
            (["at {}", "{} INFO start", "[{}] done"], ["20##-1#-1#T1#:##:##Z", "20##-1#-1# 1#:##:##", "20##1#1#1###5#", "1#:##:##.######",
                "20##-1#-1#T1#:##:##+0200"]),
            (["pid {} exited", "id {} not found", "row {}", "error {}", "{} bytes", "found {} matches", "invoice {}", "ticket {}", "tracking {}",
                "serial {}", "case {}"],
                ["#######", "########", "##########", "###########", "####-####-####", "### ### ####", "0##########"]),
        ]);

    private static readonly PhoneSentences Second = new(
        [
            "The plumber left {} on the door.", "Signed: Omar, {}, Cairo", "{} - ask for the night desk", "<li>{}</li>", "\u00AB{}\u00BB",
            "Hola, soy Marta ({})",
            "Herr Vogt, {}, ist im Haus.", "from={} to=none", "user: {} / lang: en", "\"who\": \"{}\",", "* {}", "see you at 9 or {} then", "2 pers. {} 19h",
        ],
        ["", "", "", "Desk;", "[", "{", "Mob.", "GSM-", "x:", "#", "~", "P/", "to_", "\u201E", "!", "\t", "and", ">", "\\"],
        ["", "", "", "]", "}", "-Mobile", "/desk", "~", "!", "_old", "Private", "\u201C", "<br>", "&", "@", "\t", "(night)", "-", "\u2026", "and", "="],
        [
            "Give me a call at {} when you land", "Telephone {}", "Her cell phone, {}, is off", "home phone {}; work none", "SMS to {} failed",
            "the fax is {}",
            "If it burns, ring {}!", "mobile_phone: {}", "dial {} and wait", "ph: {}", "contact phone ({})", "I called {} twice", "Phoned {} at noon",
            "Sie erreichen mich telefonisch unter {}.", "Mein Handy: {}", "Festnetz {}", "Faxnummer {}", "Rückruf bitte an {}", "Rufnummer: {}",
            "Téléphone : {}", "Joignable au {} (mobile)", "N° de portable {}", "Vous pouvez me téléphoner au {}", "Mi teléfono es el {}", "Cel: {}",
            "Contacto telefónico: {}", "Numero di telefono: {}", "Mi chiami al {}", "cell. {}", "O meu telefone é {}", "celular {}",
            "Mijn telefoonnummer: {}",
            "mobiel {}", "Mój telefon to {}", "tel. kom. {}", "Mitt telefonnummer är {}", "Puhelinnumero: {}", "mobil: {}", "お電話は{}まで", "TEL {}",
            "연락처: {}", "手机 {}", "联系电话 {}", "Тел.: {}", "мобильный {}", "Telefon numarası: {}", "เบอร์โทร {}", "נייד {}", "رقم الهاتف {}", "मोबाइल {}",
        ],
        [" ext.##", ", extension ###", " x ###", " Ext: ####", "; ext ##", " Durchw. ##", " Nebenstelle ###", " (ext. ##)", " poste ##", " int ##",
        " extensión ###", ";ext=###"],
        [
            (["Samples from lot {} were fine", "Lot no {} expires soon", "lote {} retirado", "Los-Nr. {}", "LOT#{}", "the batch {} was scrapped",
                "batch_id: {}"],
                ["#######", "########", "##########", "###-###-####", "####-####-##", "### #### ###", "0#########", "###.###.####"]),
            (["Where is my order {}?", "I ordered twice: order {} and none after", "PO {}", "Auftrag Nr. {}", "ordre {}", "ordine n. {}", "orderId: {}",
                "Purchase order {}"],
                ["#######", "########", "##########", "###-###-####", "0##-######", "### ### ####", "###########", "01## #######"]),
            (["started_at={}", "timestamp {}", "valid since {} (epoch)", "{\"time\":{}}"], ["17########", "17###########", "1699######"]),
            (["electricity meter {} was replaced", "Stand am Z\u00E4hler: {}", "compteur {}", "Gas meter number {}", "odometer: {}"],
                ["#######", "########", "#########", "##########", "0#########", "0## ### ####", "## ### ### #"]),
            (["We are out of SKU {}", "product code {}", "EAN {}", "art. nr {}", "model {}", "barcode {}"],
                ["###-###-####", "########", "0###-######", "### ### ####", "##-####-####", "##########", "#############"]),
            (["traceroute to {}", "peer={}:443", "blocked {} again"], ["1##.2#.1#.1##", "172.16.#.##", "8.8.#.#"]),
            (["born {}", "from {} until then", "Stichtag: {}"], ["19##-0#-2#", "2#.0#.19##", "0#/2#/19##", "2#-1#-20##", "19##0#2#", "2# 1# 19##"]),
            (["firmware {} is old", "release {}", "driver {} crashed", "Version: {}"], ["#.##.####.#", "6.1.7601.#####", "####.#.##", "20##.0#.2####"]),
            (["Mein IBAN: {}", "sort code and account {}", "BIC none, IBAN {}"], ["AT## #### #### #### ####", "ES##0049##################", "########",
                "##########"]),
            (["Visa {} was declined", "the card ending in 1, {}", "cc={}"], ["4### #### #### ####", "51##############", "36## ###### ####",
                "6011-####-####-####"]),
            (["marker at {}", "{} on the map", "position {}"], ["4#.######, 7#.######", "-1#.####, -5#.####", "6#.#######", "-3#.########",
                "geo:5#.####,1#.####"]),
            (["It was {} in total", "sum: {}", "Preis: {}", "budget {}"], ["3,###,###.00", "2.###.###,##", "9######.##", "\u00A3#######", "EUR #.###.###",
                "CHF ## ### ###"]),
            (["ISBN-13 {}", "isbn={}", "book {}"], ["978-1-##-######-#", "978##########", "1-###-#####-#", "979-8-###-#####-#"]),
            (["log {} ok", "last seen {}", "{};heartbeat"], ["20##-0#-2#T0#:##:##.###Z", "20##/1#/1# 0#:##:##", "20##0#2#T##5###", "0#:##:##,###",
                "20##-0#-2# 0#:##:##-0500"]),
            (["thread {}", "session {} closed", "code {}", "Rechnung {}", "{} rows", "about {} people", "customer number {}", "parcel {}", "job {}",
                "claim {}", "VIN {}"],
                ["#######", "########", "##########", "###########", "####-####-####", "### ### ####", "0##########"]),
        ]);
}
