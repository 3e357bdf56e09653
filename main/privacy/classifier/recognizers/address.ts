import type { Recognizer } from '../types.ts'

const CAP = String.raw`\p{Lu}[\p{L}'.-]{1,24}`
/** Streets in English come number first. */
const ENGLISH_KIND =
  'Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Ter|Way|Close|Crescent|Cres|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Trl|Gardens|Grove|Mews|Quay|Row|Walk|Hill'
const UNIT = String.raw`(?:,?\s(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|#)\.?\s?[\w-]{1,6})?`
const CITY = String.raw`(?:,\s?(?:\d{4,6}\s)?${CAP}(?:\s${CAP}){0,2})?(?:,?\s[A-Z]{2}\b)?(?:,?\s\d{5}(?:-\d{4})?|,?\s[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)?`
const STREET_CONTEXT =
  /\b(?:address|live[sd]?|living|reside[sd]?|resident|home|ship(?:ping)?|deliver(?:y)?|mail(?:ing)?|send|office|visit|located|house|flat|moved|moving|complaint|from|at|wohn\w*|anschrift|adresse|domicile|habite|direcci[oó]n|vive|indirizzo|abita|zamieszka\w*|adres|woont|mieszka)\b/i

export const ADDRESS: readonly Recognizer[] = [
  {
    name: 'address-english',
    type: 'POSTAL_ADDRESS',
    score: 0.75,
    pattern: new RegExp(
      String.raw`(?<![\w.#-])\d{1,5}[A-Za-z]?,?\s(?:[NSEW]\.?\s|North\s|South\s|East\s|West\s)?(?:${CAP}\s){1,3}(?:${ENGLISH_KIND})\b\.?${UNIT}${CITY}`,
      'gu',
    ),
    check: (value) => !/^\d+\s(?:The|Of|In|On)\s/.test(value),
  },
  {
    name: 'address-german',
    type: 'POSTAL_ADDRESS',
    score: 0.75,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])\p{Lu}[\p{L}-]{1,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|damm|ufer|ring|straat|laan|plein|gracht|kade|gade|vej|v[äa]gen|gatan)\s\d{1,4}\s?[a-z]?(?![\p{L}\p{N}])(?:,?\s\d{4,5}(?:\s[A-Z]{2})?\s${CAP}(?:\s${CAP})?)?`,
      'gu',
    ),
  },
  {
    name: 'address-number-last',
    type: 'POSTAL_ADDRESS',
    score: 0.75,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:ul\.|al\.|os\.|pl\.|[Cc]alle|C/|[Aa]venida|[Aa]v\.|[Aa]vda\.|[Pp]laza|[Pp]aseo|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Rr]ua|[Tt]ravessa|[Uu]lica)\s(?:(?:de|del|di|da|do|dos|la|las|los|della)\s){0,2}(?:${CAP}\s?){1,3},?\s?(?:n[.º°]\s?)?\d{1,4}\s?[a-zA-Z]?(?:\/\d{1,4})?(?![\p{L}\p{N}])(?:,?\s(?:\d{2}-\d{3}|\d{4,5})\s${CAP})?(?:,\s${CAP})?`,
      'gu',
    ),
  },
  {
    name: 'address-french',
    type: 'POSTAL_ADDRESS',
    score: 0.75,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])\d{1,4}(?:\s(?:bis|ter))?,?\s(?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|all[ée]e|quai|route|cours)\s(?:(?:de|du|des|d'|la|le|les|l')\s?){0,3}${CAP}(?:[\s-]${CAP}){0,3}(?:,?\s\d{5}\s${CAP})?`,
      'gu',
    ),
  },
  {
    name: 'po-box',
    type: 'POSTAL_ADDRESS',
    score: 0.7,
    pattern: /\b(?:P\.?\s?O\.?\s?Box|Postfach|Apartado(?:\sde\sCorreos)?|Casella Postale)\s\d{1,8}\b/gi,
    literals: ['box', 'postfach', 'apartado', 'casella'],
  },
  {
    name: 'zip-in-context',
    type: 'POSTAL_ADDRESS',
    score: 0.55,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}])${CAP}(?:\s${CAP}){0,2},\s(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])\s\d{5}(?:-\d{4})?\b`,
      'gu',
    ),
    context: { words: STREET_CONTEXT, window: 80, required: true, boost: 0.1 },
  },
  {
    name: 'uk-postcode-in-context',
    type: 'POSTAL_ADDRESS',
    score: 0.55,
    pattern: /\b(?:[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]?)\s\d[ABD-HJLNP-UW-Z]{2}\b/g,
    context: {
      words:
        /\b(?:address|postcode|post code|live[sd]?|home|flat|house|road|street|deliver|send|london|manchester|leeds|bristol|glasgow|edinburgh)\b/i,
      window: 80,
      required: true,
      boost: 0.1,
    },
  },
]
