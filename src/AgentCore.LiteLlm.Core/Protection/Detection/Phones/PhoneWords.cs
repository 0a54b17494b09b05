using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Phones;

/// <summary>
/// Words that say what a number is: English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, the Nordic languages, Czech, Hungarian,
/// Romanian, Turkish, Russian, Ukrainian, Greek, Hebrew, Arabic, Hindi, Vietnamese, Indonesian, Swahili, Japanese, Korean, Chinese and Thai.
/// </summary>
internal static class PhoneWords
{
    /// <summary>Gets the words beside telephone numbers.</summary>
    public static readonly ContextPhrases Telephone = Of(
        "phone, telephone, tel, cell, cellphone, mobile, call, i called, we called, he called, she called, called from, called on, called at, "
            + "calling, fax, whatsapp, sms, text, dial, hotline, ring, phoned, landline, telno, phonenumber, phoneno, mobilephone, homephone, "
            + "workphone, ph, mob, gsm, helpline, callback, viber, toll free, freephone, direct line, phone line, caller id, numero verde, "
            + "número gratuito, numéro vert, telefon, telefonnummer, telefonisch, handy, handynummer, mobil, mobilnummer, mobiltelefon, festnetz, "
            + "rufnummer, rückruf, faxnummer, ruf, rufen, anrufen, natel, telefax, telephon, durchwahl, erreichbar, fon, telefonnr, handynr, faxnr, "
            + "rufnr, festnetznummer, mobilfunknummer, mobilfunk, telnr, téléphone, téléphoner, téléphonique, tél, portable, appelez, appeler, "
            + "appelle, appel, appelez-moi, joignable, télécopie, teléfono, teléfonos, telefónico, móvil, celular, cel, llámame, llámeme, llame, "
            + "llamar, llámenos, tfno, tlf, telf, fono, fijo, telefone, telemóvel, tlm, telemovel, ligue, ligar, ligue-me, contacto telefónico, "
            + "fone, telefonar, ligação, telefono, telefonico, cellulare, chiamami, chiami, chiamare, chiamate, chiama, recapito, telefoon, "
            + "telefoonnummer, mobiel, mobiele, bel, bellen, gsm-nummer, telefonu, telefoniczny, zadzwoń, zadzwonić, komórka, komórkowy, kom, dzwonić, "
            + "dzwoń, telefonnumret, mobilen, mobiltelefonnummer, ringa, tlfnr, mobilnr, puhelin, puhelinnumero, soita, matkapuhelin, puh, telefonní, "
            + "zavolejte, volejte, telefón, telefonszám, hívjon, mobiltelefonszám, sunați, telefonul, mobilul, điện thoại, gọi, sđt, telepon, hubungi, "
            + "simu, telefonum, telefonunuz, cep, arayın, gsm no, телефон, телефону, тел, моб, мобильный, мобильного, звоните, позвоните, "
            + "позвонить, мобільний, телефонуйте, факс, τηλέφωνο, τηλ, κινητό, κιν, καλέστε, טלפון, טל, נייד, פלאפון, هاتف, الهاتف, جوال, موبايل, "
            + "اتصل, फ़ोन, फोन, मोबाइल, दूरभाष, 電話, 携帯, 内線, 전화, 휴대폰, 연락처, 핸드폰, 팩스, 电话, 联系, 手机, 传真, 手機, โทร, มือถือ, ☎, 📞, 📱, 📲, ✆");

    /// <summary>Gets the words of what other numbers are called.</summary>
    public static readonly ContextPhrases Other = Of(
        "order, lot, batch, serial, invoice, sku, meter, epoch, ticket, tracking, parcel, shipment, container, case, docket, ref, reference, article, "
            + "item, part, model, id, isbn, issn, ean, upc, gtin, vat, policy, contract, booking, reservation, version, revision, release, build, firmware, "
            + "driver, commit, job, pid, process, thread, error, code, zip, barcode, timestamp, ts, unix, amount, total, price, cost, sum, budget, count, "
            + "quantity, qty, row, page, offset, size, session, request, transaction, trace, shard, claim, vin, imei, imsi, iccid, account, acct, iban, bic, "
            + "card, pan, ssn, passport, nhs, npi, siret, siren, tin, ein, po, seq, sequence, key, index, record, document, doc, patent, project, catalog, "
            + "catalogue, lat, lon, latitude, longitude, coordinate, position, gps, geo, reading, odometer, mileage, orderid, orderno, ordernumber, batchid, "
            + "batchno, lotno, serialno, invoiceno, product, asin, pin, token, hash, block, date, born, due, since, revenue, bill, duration, log, file, "
            + "message, balance, usage, limit, quota, box, aviv, suite, cpf, cnpj, nip, regon, pesel, nif, dni, nie, cif, rut, curp, rfc, cuit, utr, nino, "
            + "tfn, abn, acn, bsn, btw, kvk, org, orgnr, organisationsnummer, personnummer, cpr, cvr, tckn, aadhaar, инн, огрн, снилс, customer number, "
            + "customer no, member number, client number, user number, chf, eur, usd, gbp, sek, nok, dkk, pln, czk, inr, rs, brl, jpy, cny, aud, cad, "
            + "codice cliente, numéro client, código cliente, bestell, auftrags, rechnungs, kunden, serien, chargen, vertrags, kundennr, bestellung, "
            + "bestellnummer, auftrag, auftragsnummer, charge, chargennummer, los, rechnung, rechnungsnummer, seriennummer, artikel, artikelnummer, zähler, "
            + "zählerstand, zählernummer, kundennummer, vertrag, vertragsnummer, aktenzeichen, sendung, sendungsnummer, betrag, preis, summe, konto, "
            + "kontonummer, steuernummer, vorgang, art, commande, facture, série, compteur, référence, réf, colis, contrat, dossier, compte, montant, prix, "
            + "pedido, lote, factura, serie, artículo, contador, medidor, referencia, paquete, contrato, expediente, cuenta, importe, precio, encomenda, "
            + "fatura, artigo, conta, preço, processo, ordine, lotto, fattura, articolo, contatore, riferimento, pacco, contratto, conto, prezzo, pratica, "
            + "bestelling, partij, factuur, serienummer, meterstand, pakket, rekening, zamówienie, zamówienia, partia, faktura, faktury, seria, licznik, "
            + "paczka, umowa, beställning, mätare, ordre, bestilling, ordrenummer, ordernummer, tilaus, erä, lasku, sarjanumero, sipariş, fatura no, заказ, "
            + "заказа, партия, счёт, счет, артикул, договор, посылка, 注文, 注文番号, ロット, 製造番号, 订单, 批号, 批次, 发票, 주문, 송장");

    /// <summary>Gets the words that stand between what a number is called and the number.</summary>
    public static readonly ContextPhrases Fillers = Of(
        "no, nr, num, number, nummer, numéro, número, numero, numer, n, is, was, are, ist, est, es, the, of, with, è, é, är, jest, номер, som, "
            + "said, says, shows, showed, reads, equals, zeigt, steht");

    /// <summary>Gets the plurals that are counted, and are no call.</summary>
    public static readonly ContextPhrases Counted = Of("calls, texts, cells, mobiles, phones");

    /// <summary>Gets the words of what other numbers count.</summary>
    public static readonly ContextPhrases Units = Of(
        "kwh, eur, usd, gbp, chf, unit, byte, piece, pcs, row, line, record, match, item, people, ms, km, kg, user, time, character, call, "
            + "message, token, download, subscriber, view, request, hit, bit, word, mb, gb, kb, second, minute, hour, day, year, percent, dollar, "
            + "euro, visitor, customer, inhabitant, participant, stück, fois, veces, mal");

    private static ContextPhrases Of(string phrases) => new(phrases.Split(", "));
}
