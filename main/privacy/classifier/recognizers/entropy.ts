/** Shannon entropy of a text's characters, bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  let length = 0
  for (const letter of text) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1)
    length += 1
  }
  let bits = 0
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length)
  return bits
}

const PLACEHOLDER =
  /^(?:x{3,}|\*{3,}|\.{3,}|•{3,}|-+|_+|#+|<[^>]*>|\[[^\]]*\]|\{\{?.*\}?\}|\$\{?\w+\}?|%\w+%|#\{.*|@\w+@|(?:your|my|the|some|any|an?|insert|enter|put|add|replace|use|set|change|fill)[-_ ](?:[a-z]{1,20}[-_ ]){0,4}(?:here|key|token|secret|password|pass|pwd|value|id|string)|change[-_ ]?(?:me|it|this).*|change|todo|tbd|fixme|none|null|nil|undefined|true|false|yes|no|empty|n\/a|test|testing|example.*|sample.*|dummy.*|fake.*|placeholder.*|redacted.*|hidden|secret|password|passwd|pass|token|key|apikey|api[-_]key|string|str|text|varchar|required|optional|invalid|wrong|forgot(?:ten)?|reset|expired|policy|manager|protected|hash(?:ed)?|field|input|value|unknown|default)$/i
const CODE =
  /[(){}]|^ENC\[|^(?:process\.env|os\.environ|os\.getenv|env|config|settings|self|this|ctx|req|request|options|opts|args|params|props|data|user|credentials|secrets?|vault|getenv|import|require|new|await|function|const|let|var)\b[.[]|^\$|^%|^\/(?:[\w.-]+\/)*[\w.-]*$|^https?:\/\/|^(?:[a-z]+\.){1,4}[a-z]+$|=>|::|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/

/** A stand-in, a reference into code, a path or a type: not the secret itself. */
export function isPlaceholder(value: string): boolean {
  const plain = value.trim().replace(/^["'`]|["'`;,]+$/g, '')
  return (
    plain === '' ||
    PLACEHOLDER.test(plain) ||
    CODE.test(plain) ||
    /^(.)\1*$/.test(plain) ||
    /(?:x{6,}|\*{4,}|example|placeholder|changeme|your[-_])/i.test(plain)
  )
}

/** Number of character classes: lower, upper, digit, other. */
export function classes(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((pattern) => pattern.test(value)).length
}

/** A digest or a UUID has the shape of a key and is none. */
export function isDigest(value: string): boolean {
  return (
    /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(value) ||
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ||
    /^sha\d+-/.test(value)
  )
}
