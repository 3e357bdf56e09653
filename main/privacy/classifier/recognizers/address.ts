import type { Recognizer } from '../types.ts'

const CAP = String.raw`\p{Lu}[\p{L}'.-]{1,24}`
const STREET_CONTEXT =
  /\b(?:address|live[sd]?|living|reside[sd]?|resident|home|ship(?:ping)?|deliver(?:y)?|mail(?:ing)?|send|office|visit|located|house|flat|moved|moving|complaint|from|at|wohn\w*|anschrift|adresse|domicile|habite|direcci[oó]n|vive|indirizzo|abita|zamieszka\w*|adres|woont|mieszka)\b/i

/** Parts of addresses that stand apart from a street; streets are found by `taggers/addresses.ts`. */
export const ADDRESS: readonly Recognizer[] = [
  {
    name: 'po-box',
    type: 'POSTAL_ADDRESS',
    score: 0.7,
    pattern:
      /(?<!\w)(?:\d{1,6}\s)?(?:P\.?\s?O\.?\s?Box|Postfach|Apartado(?:\sde\sCorreos)?|Casella Postale|Caixa Postal|Postbus|Postboks|Skrytka pocztowa|Boîte postale)\s\d{1,8}\b/gi,
    literals: ['box', 'postfach', 'apartado', 'casella', 'caixa', 'postbus', 'postboks', 'skrytka', 'boîte'],
  },
  {
    // Mail of armed forces and embassies.
    name: 'military-address',
    type: 'POSTAL_ADDRESS',
    score: 0.8,
    pattern:
      /(?<!\w)(?:(?:PSC|CMR|Unit)\s\d{2,6},?\sBox\s\d{1,6}|(?:USS|USNS|USNV|USCGC|USNAV)\s[\p{L}'-]{2,24}(?:\s[\p{L}'-]{2,24})?),?\s{1,6}(?:APO|FPO|DPO),?\sA[AEP],?\s\d{5}(?:-\d{4})?(?!\w)/giu,
    literals: ['apo', 'fpo', 'dpo'],
  },
  {
    name: 'street-corner',
    type: 'POSTAL_ADDRESS',
    score: 0.6,
    pattern:
      /(?<!\w)(?:the\s)?corner\sof\s(?:[\p{L}\d][\p{L}\d'./-]{0,29}\s){1,6}(?:and|&)\s(?:(?:\d{1,5}\s)?[\p{L}][\p{L}'-]{1,29})(?:\s[\p{L}][\p{L}'-]{1,29}){0,1}(?:\s\d{1,4}(?!\w))?/giu,
    literals: ['corner of'],
    check: (value) => (value.match(/\p{Lu}/gu)?.length ?? 0) > 1 || /\d/.test(value),
  },
  {
    // Wall Street, Rue de Rivoli and the like are known to everybody: shown, never decisive.
    name: 'street-without-number',
    type: 'LOCATION',
    score: 0.4,
    pattern: new RegExp(
      String.raw`(?<=\b(?:on|along|off|of|at|near)\s)(?:${CAP}\s){1,3}(?:Street|Avenue|Road|Lane|Boulevard|Drive)\b`,
      'gu',
    ),
    literals: [' street', ' avenue', ' road', ' lane', ' boulevard', ' drive'],
    check: (value) => !/^(?:Wall|Main|Downing|Fleet|Sesame|High|Fifth|Park|Madison|Abbey)\s/.test(value),
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
      /\b(?:zip(?:\s?code)?|post(?:al)?\s?code|postnummer|postleitzahl|plz|code postal|c[óo]digo postal|cap|cep|pin\s?code|kod pocztowy|irányítószám|psč)\b(?:\s(?:is|ist|est|es|number))?\s{0,2}[:=]?\s{1,4}(?<value>(?=[A-Z\d -]{0,12}\d)[A-Z\d]{2,8}(?:[- ][A-Z\d]{3,4})?)\b/gi,
    group: 'value',
    literals: ['zip', 'post', 'plz', 'cep', 'pin', 'kod', 'irányítószám', 'psč', 'cap'],
    // The digit must be its own, not one of a number that comes next.
    check: (value) => /\d/.test(value),
  },
  {
    // As people type it, and in what was said and written down: the word for it stands a line before.
    name: 'uk-postcode-spoken-of',
    type: 'POSTAL_ADDRESS',
    score: 0.55,
    pattern: /(?<![\w-])[A-PR-UWYZ][A-HK-Y]?\d[A-HJKPSTUW\d]?\s?\d[ABD-HJLNP-UW-Z]{2}(?![\w-])/gi,
    literals: ['postcode', 'post code', 'postal code'],
    reach: 100,
    context: { words: /\bpost(?:al)?\s?code\b/i, window: 48, after: 16, required: true, boost: 0 },
  },
  {
    // Ireland: a routing key and four characters of one building (An Post's alphabet leaves out what is easily misread).
    name: 'eircode',
    type: 'POSTAL_ADDRESS',
    score: 0.6,
    pattern: /(?<![\w-])(?:[AC-FHKNPRTV-Y]\d{2}|D6W)\s[\dAC-FHKNPRTV-Y]{4}(?![\w-])/g,
    literals: [
      'eircode',
      'address',
      'apt',
      'flat',
      'road',
      'street',
      'avenue',
      'ireland',
      'dublin',
      'cork',
      'galway',
      'limerick',
      'waterford',
      'co.',
    ],
    reach: 100,
    context: {
      words: /\b(?:eircode|address|apt|flat|road|street|avenue|ireland|dublin|cork|galway|limerick|waterford|co\.)/i,
      window: 60,
      after: 30,
      required: true,
      boost: 0,
    },
    check: (value) => (value.match(/\d/g) ?? []).length > 2,
  },
  {
    // Where streets have no names, or nobody uses them: a number and the name of the quarter.
    name: 'house-number',
    type: 'POSTAL_ADDRESS',
    score: 0.55,
    pattern:
      /(?<!\w)(?:house|villa|plot|flat)\s?(?:no\b\.?|number|nr\b\.?|#)\s{0,2}[:=]?\s{0,2}(?:[A-Z]-?)?\d{1,5}(?:[/-]?[A-Z\d]{1,4})?(?![\w%])/gi,
    literals: ['house', 'villa', 'plot', 'flat'],
  },
]
