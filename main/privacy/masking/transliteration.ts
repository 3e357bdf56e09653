/** Letters of other alphabets as English texts write them (after BGN/PCGN for Cyrillic, ELOT 743 for Greek; common spellings first). */
const LATIN: Readonly<Record<string, string>> = {
  ...pairs('абвгдезиклмнопрстуфіїєґјљњћђџ', 'a b v g d e z i k l m n o p r s t u f i yi ye g j lj nj c dj dz'),
  ...pairs('жйхцчшщъыьэюяё', 'zh y kh ts ch sh shch * y * e yu ya e'),
  ...pairs('αβγδεζηθικλμνξοπρσςτυφχψω', 'a v g d e z i th i k l m n x o p r s s t y f ch ps o'),
}

function pairs(letters: string, latin: string): Record<string, string> {
  const spellings = latin.split(' ')
  return Object.fromEntries([...letters].map((letter, i) => [letter, (spellings[i] ?? '').replace('*', '')]))
}

/** A Cyrillic or Greek name in Latin letters; null for any other, and where a letter has no spelling. */
export function latinised(text: string): string | null {
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)) return null
  let known = true
  const out = text
    .normalize('NFC')
    .replace(/[ий]й(?![\p{L}])/gu, 'й')
    .replace(/ый(?![\p{L}])/gu, 'й')
    .replace(/\p{L}\p{M}*/gu, (letter) => {
      const lower = letter.toLowerCase()
      const latin = LATIN[lower] ?? LATIN[lower.normalize('NFD').replace(/\p{M}/gu, '')]
      if (latin === undefined) known = known && /\p{Script=Latin}/u.test(letter)
      if (latin === undefined) return letter
      return letter === lower ? latin : latin.slice(0, 1).toUpperCase() + latin.slice(1)
    })
  return known ? out : null
}
