/** UTF-16 code units of each string. */
const LENGTH = 100_000

/** What is repeated to 100,000 code units: the beginnings of what recognisers look for, without an end, and what normalisation chews on. */
const REPEATED: Readonly<Record<string, string>> = {
  'one letter': 'a',
  'one capital': 'A',
  'one digit': '1',
  spaces: ' ',
  'line ends': '\n',
  'tabs and line ends': '\t\r\n',
  'digits and spaces': '4 ',
  'digits and hyphens': '12-',
  'digits and full stops': '1.',
  'digits and slashes': '1/1/',
  'groups of four': '4111 ',
  'area codes': '(555) ',
  'plus signs': '+1 ',
  'capitalised words': 'Anna ',
  initials: 'A. ',
  titles: 'Mr. ',
  particles: 'van der de la ',
  'names and commas': 'Smith, John, ',
  'words of one letter': 'a b c ',
  'hyphenated words': 'Anne-',
  'at signs': '@',
  'local parts': 'a.b+c@',
  'labels of a host': 'a.',
  'mail without an end': 'a@a.',
  'spelled-out mail': 'anna at example dot ',
  schemes: 'http://',
  'links with users': 'https://a:b@',
  'link paths': 'http://a/',
  queries: '?a=b&token=',
  'colons of an address': 'f:',
  'double colons': '::',
  'percent escapes': '%41',
  'broken percent escapes': '%',
  'character references': '&#x41;',
  'broken character references': '&#',
  'quoted-printable': '=3D',
  'soft line breaks': 'a=\n',
  'JSON escapes': '\\u0041',
  backslashes: '\\',
  quotes: '"',
  'quoted nothing': '"" ',
  'open brackets': '[',
  'open braces': '{"a":',
  'CSV cells': '"a",',
  'keys without a value': 'password=',
  'keys with a colon': 'api_key: ',
  'key headers': '-----BEGIN PRIVATE KEY-----\n',
  'token beginnings': 'ghp_',
  'tokens of three parts': 'eyJhbGciOiJI.',
  bearer: 'Bearer ',
  'bank numbers': 'DE89 ',
  hexadecimal: '0123456789abcdef',
  base64: 'QWxhZGRpbjpv',
  'long base64 lines': `${'QUJD'.repeat(19)}\n`,
  'zero-width spaces': 'a\u200b',
  'bidirectional marks': '\u202e\u202c',
  'combining marks': 'a\u0301\u0302\u0303',
  'full-width digits': '４１１１',
  homoglyphs: 'аԁміn ',
  emoji: '👩‍👩‍👧 ',
  'halves of a pair': '\ud83d',
  'letters that grow in lower case': 'İ',
  'Chinese without spaces': '李雷韩梅梅',
  addresses: '12 Main ',
  dates: '12 March ',
  'birth words': 'born on ',
  'identity words': 'passport no. ',
  'account words': 'account number: ',
  'health words': 'diagnosed with ',
  'minified code': 'function(e,t){return e[t]=0};',
  'lock file': '"integrity": "sha512-',
}

export interface Pathological {
  readonly name: string
  readonly text: string
}

/** Strings of 100,000 code units that hurt patterns which look back: each of the above alone, ended by what makes a match fail, and mixed. */
export function pathologicalTexts(): Pathological[] {
  const units = Object.entries(REPEATED)
  const mixed = units.map(([, unit]) => unit).join('')
  return [
    ...units.map(([name, unit]) => ({ name, text: fill(unit) })),
    ...units.map(([name, unit]) => ({ name: `${name}, then a stop`, text: `${fill(unit, LENGTH - 1)}!` })),
    { name: 'all of them in turn', text: fill(mixed) },
    { name: 'pseudo-random ASCII', text: noise(96, 32) },
    { name: 'pseudo-random letters and digits', text: noise(75, 48) },
    { name: 'pseudo-random zeros and ones', text: noise(2, 48) },
  ]
}

function fill(unit: string, length = LENGTH): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
}

/** Characters from a linear congruential generator (Numerical Recipes' constants), so that every run sees the same. */
function noise(alphabet: number, first: number): string {
  let state = 7
  const units: number[] = []
  for (let at = 0; at < LENGTH; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    units.push(first + Math.floor((state / 2 ** 32) * alphabet))
  }
  return Array.from(units, (unit) => String.fromCharCode(unit)).join('')
}
