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
    // During 1971, Considering 12: English words end so, too.
    check: (value) => !/^(?:Spring|String|Bring|\p{L}*[aeiou](?:ring))\s/u.test(value),
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
      String.raw`(?<![\p{L}\p{N}])${CAP}(?:\s${CAP}){0,2},[ \n](?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])\s\d{5}(?:-\d{4})?\b`,
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
  {
    name: 'postal-code-in-context',
    type: 'POSTAL_ADDRESS',
    score: 0.5,
    pattern:
      /\b(?:zip(?:\s?code)?|post(?:al)?\s?code|plz|code postal|c[óo]digo postal)\b(?:\s(?:is|ist|est|es))?\s{0,2}:?\s{1,2}(?<value>(?=[A-Z\d -]*\d)[A-Z\d]{2,8}(?:[- ][A-Z\d]{3,4})?)\b/gi,
    group: 'value',
    literals: ['zip', 'post', 'plz', 'postal'],
  },
  {
    name: 'address-with-unit',
    type: 'POSTAL_ADDRESS',
    score: 0.65,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.#-])(?:\d{1,6}\s)?(?:\d{1,5}[A-Za-z]?\s(?:[\p{L}][\p{L}.'-]{1,24}\s){1,5}|(?:[\p{Lu}][\p{L}.'-]{1,24}\s)(?:[\p{L}][\p{L}.'-]{1,24}\s){0,4}\d{1,4}[a-z]?,?\s)\s{0,3}(?:(?:Apt|Suite|Ste|Unit|Flat|Floor|Wohnung)\.?\s\d{1,5}[a-z]?\b[,\s]{0,3}){1,2}(?:\s{0,4}${CAP}(?:[ -]${CAP}){0,3})?(?:\s{0,3},?\s{1,4}[A-Z]{1,3}\b)?(?:,?\s{1,5}${CAP}(?:\s${CAP}){0,2})?(?:,?\s{1,5}\d{4,5}(?:-\d{3,4})?\b)?`,
      'gu',
    ),
    literals: ['apt', 'suite', 'ste ', 'unit', 'flat', 'floor', 'wohnung'],
    reach: 200,
  },
  {
    name: 'address-in-context',
    type: 'POSTAL_ADDRESS',
    score: 0.55,
    pattern: new RegExp(
      String.raw`\b(?:live[sd]?\sat|living\sat|address(?:\sis|:)|office\sis\sat|meet\sme\sat|sent\sto|letter\sarrived\sat|you\soff\sat|deliver(?:ed)?\sto|ship(?:ped)?\sto|card\sto|resid\w{1,4}\sat|it's\sin|(?:his|her|their|my)\saddress:?)\s{1,6}(?<value>(?:\d{1,6}\s){0,2}(?:[\p{L}][\p{L}.'-]{1,24}\s){1,4}\d{1,4}[a-z]?(?![\p{L}\d])(?:,\s${CAP}(?:\s${CAP}){0,2})?|(?:\d{1,6}\s){1,2}[\p{L}][\p{L}.'-]{1,24}(?:\s${CAP}){0,3}(?:,\s${CAP}(?:\s${CAP}){0,2})?)`,
      'giu',
    ),
    group: 'value',
    literals: [
      'live',
      'living',
      'address',
      'office is',
      'meet me',
      'sent to',
      'arrived at',
      'off at',
      'deliver',
      'ship',
      'card to',
      'resid',
      "it's in",
    ],
    reach: 160,
    check: (value) => /\p{Lu}/u.test(value) || /\d+ \p{L}+ \d+/u.test(value),
  },
]
