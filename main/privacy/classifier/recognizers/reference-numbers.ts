import type { Recognizer } from '../types.ts'

/** One row of letters and digits with joints, or digits in groups. */
const VALUE = String.raw`(?<value>(?:\d{2,5}(?: \d{2,5}){1,5}[A-Z]?|[A-Z\d]{1,24}(?:[-/.][A-Z\d]{1,16}){0,4}))(?![\p{L}\d])`
const IS = String.raw`["']?\s{0,2}(?:is|ist|est|es|:|=)?\s{0,2}["']?`
const NUMBER = String.raw`[\s-]{0,2}(?:no\b\.?|nr\b\.?|num\b\.?|number|id\b|code|ref(?:erence|\.)?(?![\p{L}\d])|#|№)`
const OF = String.raw`\s(?:d[eioa]l?\s|d['’])?`

const digitsIn = (value: string): number => (value.match(/\d/g) ?? []).length
/** A day, a year or a version stands behind such words as well. */
const isOther = (value: string): boolean => /^(?:(?:19|20)\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,3}(?:\.\d{1,3}){1,3})$/.test(value)

/** A reservation as airlines and hotels give them: `QZ7LMT`. */
const isRecordLocator = (value: string): boolean => /^(?=.*\d)(?=.*[A-Z].*[A-Z])[A-Z\d]{6}$/.test(value)

/** Numbers under which an office, a shop or a school keeps somebody: they lead to a person, whoever has the list. */
export const REFERENCE_NUMBERS: readonly Recognizer[] = [
  {
    name: 'reference-number',
    type: 'REFERENCE_NUMBER',
    score: 0.55,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d_])(?:customer|client|member(?:ship)?|employee|emp|staff|personnel|payroll|student|s|pupil|roll|enrol?ment|matriculation|admission|policy|claim|case|docket|booking|reservation|confirmation|invoice|order|contract|tenancy|tracking|consignment|parcel|shipment|microchip|chip|imei|transaction|badge|library card|loyalty card|frequent flyer|subscriber|meter|receipt|file)${NUMBER}${IS}${VALUE}`,
      'giu',
    ),
    group: 'value',
    literals: ['no', 'nr', 'num', 'id', 'code', 'ref', '#', '№'],
    check: (value) => (digitsIn(value) > 2 && !isOther(value)) || isRecordLocator(value),
  },
  {
    // Without a word for the number, what stands behind must look like one.
    name: 'reference-number-bare',
    type: 'REFERENCE_NUMBER',
    score: 0.5,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d_])(?:policy|claim|case|booking|reservation|membership|microchip|chip|imei|crn|tracking|track)[:#]?\s${VALUE}`,
      'giu',
    ),
    group: 'value',
    literals: ['policy', 'claim', 'case', 'booking', 'reservation', 'membership', 'chip', 'imei', 'crn', 'track'],
    check: (value) => digitsIn(value) > (/[A-Z]/i.test(value) ? 3 : 4) && !isOther(value),
  },
  {
    // Whose it is stands elsewhere, if anywhere: masked, and it decides nothing.
    name: 'reference-number-alone',
    type: 'REFERENCE_NUMBER',
    score: 0.4,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d_.])(?:ref(?:erence)?|receipt|id|no|nr|kwitansi|nisn|№)(?![\p{L}\d_])\.?[:#]?\s{0,2}${VALUE}`,
      'giu',
    ),
    group: 'value',
    literals: ['ref', 'receipt', 'id', 'no', 'nr', 'kwitansi', 'nisn', '№'],
    check: (value) => digitsIn(value) > (/[A-Z]/.test(value) || /[-/]/.test(value) ? 3 : 6) && !isOther(value),
  },
  {
    // German, Dutch and the Nordic languages make one word of it.
    name: 'reference-number-compound',
    type: 'REFERENCE_NUMBER',
    score: 0.55,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d_])(?:kunden|vertrags|versicherungs|rechnungs|auftrags|bestell|mitglieds|personal|matrikel|buchungs|sendungs|zähler|policen|vorgangs|schadens?|fall|akten|klant|polis|dossier|order|factuur|lid|lidmaatschaps|studenten?|personeels|boekings|zaak|contract|kund|kunde|ordre|faktura|medlems|sags?|saks|forsikrings|försäkrings|ärende)[\s-]?(?:nummer|numret|nr\b|zeichen|n°)\.?${IS}${VALUE}`,
      'giu',
    ),
    group: 'value',
    literals: ['nummer', 'numret', 'nr', 'zeichen', 'n°'],
    check: (value) => digitsIn(value) > 2 && !isOther(value),
  },
  {
    name: 'reference-number-of',
    type: 'REFERENCE_NUMBER',
    score: 0.55,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d_])(?:(?:n[°ºo]|n[uú]m|nr)\.?|n[uúu]mero|num[ée]ro|numer|codice|réf(?:érence)?)${OF}(?:client[ei]?|dossier|contrat[to]{0,2}|contrato|commande|facture|adh[ée]rent|allocataire|police|sinistre|réservation|abonn[ée]|étudiant|salari[ée]|suivi|expediente|p[óo]liza|ap[óo]lice|pedido|s[óo]cio|reserva|siniestro|factura|fatura|processo|matr[íi]cula|empleado|alumno|afiliado|pratica|polizza|ordine|prenotazione|tessera|sinistro|fattura|spedizione|klienta|polisy|umowy|zamówienia|rezerwacji|faktury|sprawy|szkody|albumu|legitymacji)${IS}${VALUE}`,
      'giu',
    ),
    group: 'value',
    literals: ['n°', 'nº', 'no', 'num', 'nr', 'núm', 'codice', 'réf'],
    check: (value) => digitsIn(value) > 2 && !isOther(value),
  },
  {
    name: 'reference-number-turkish',
    type: 'REFERENCE_NUMBER',
    score: 0.55,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d_])(?:müşteri|musteri|dosya|sipariş|poliçe|abone|öğrenci|sicil|rezervasyon)\s(?:no\b|numaras[ıi])\.?${IS}${VALUE}`,
      'giu',
    ),
    group: 'value',
    literals: ['müşteri', 'musteri', 'dosya', 'sipariş', 'poliçe', 'abone', 'öğrenci', 'sicil', 'rezervasyon'],
    check: (value) => digitsIn(value) > 2 && !isOther(value),
  },
]
