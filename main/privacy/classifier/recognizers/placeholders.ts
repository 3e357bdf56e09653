/** Whole values that stand for another: filler, templates, and the words that people write where a secret belongs. */
const WHOLE =
  /^(?:x{3,}|\*{3,}|\.{3,}|…+|•{3,}|-+|_+|#+|<[^>]*>|\[[^\]]*\]|\{\{?.*\}?\}|\$\{?\w+\}?|\$\(.*\)|%\w+%|#\{.*|@\w+@|__\w+__|(?:your|my|the|some|any|an?|insert|enter|put|add|replace|use|set|change|fill|provide|type|paste)[-_ ](?:[a-z]{1,20}[-_ ]){0,4}(?:here|key|token|secret|password|pass|pwd|value|id|string)|change[-_ ]?(?:me|it|this).*|change|todo|tbd|fixme|none|null|nil|undefined|true|false|yes|no|on|off|empty|n\/a|test|testing|tests?|example.*|sample.*|dummy.*|fake.*|mock.*|placeholder.*|redacted.*|masked|censored|hidden|omitted|removed|secrets?|passwords?|passwd|passphrase|passcode|pass|pwd|tokens?|keys?|apikey|api[-_]?key|auth|basic|bearer|digest|string|str|text|varchar|bytes?|char|(?:u|big|bigu)?(?:int|float)\d{0,3}(?:clamped)?(?:array|_t)?|integer|number|boolean|object|array|any|required|optional|invalid|incorrect|wrong|forgot(?:ten)?|reset|expired|policy|manager|protected|hash(?:ed)?|encrypted|field|input|value|unknown|default|username|user|admin|root|login|email|passwort|kennwort|contrase[nñ]a|senha|clave|has[łl]o|parola|mot de passe|wachtwoord|l[oö]senord)$/i
/** Names of algorithms and of keys on a keyboard, which stand beside the word `key` more often than keys do. */
const TECHNICAL =
  /^(?:(?:rsa|aes|3?des|dsa|ecdsa|ecdh|sha|hmac|md|ed|x|curve|chacha|blowfish|hs|rs|es|ps|tls|ssl|utf|base|p)[-_ ]?\d{1,5}(?:[-_]\w{2,12}){0,3}|s?cram-\w+(?:-\d+)?|digest-\w+|oauth\d|(?:ctrl|control|alt|shift|cmd|option|win|meta|esc|fn?)(?:[+-][\w+]+|\d{1,2}))$/i
/** Part of a program. */
const CODE =
  /[(){}]|^ENC\[|^(?:process\.env|os\.environ|os\.getenv|env|config|settings|self|this|ctx|req|request|options|opts|args|params|props|data|user|credentials|secrets?|vault|getenv|import|require|new|await|function|const|let|var)\b[.[]|^\$|^%|^\/(?:[\w.-]+\/)*[\w.-]*$|^https?:\/\/|^(?:[a-z]+\.){1,4}[a-z]+$|=>|::|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
/** Anywhere in a value. */
const WITHIN =
  /x{6,}|\*{4,}|\.{4,}|example|placeholder|changeme|change_me|your[-_]|[-_ ]?(?:goes|token|key|secret|password|string)[-_ ]?here$|(?:^|[-_])(?:dummy|fake|notreal|not[-_]a[-_]real|redacted|insert|replace)(?:[-_]|$)/i

/** A stand-in, a reference into code, a path or a type: not the secret itself. */
export function isPlaceholder(value: string): boolean {
  const plain = value.trim().replace(/^["'`]|["'`;,]+$/g, '')
  return plain === '' || WHOLE.test(plain) || TECHNICAL.test(plain) || CODE.test(plain) || /^(.)\1*$/.test(plain) || WITHIN.test(plain)
}
