/** What a name says of its value: something a person types, something random, only which service it belongs to, or only that it is some key. */
export type SecretMeaning = 'password' | 'secret' | 'service' | 'key'

const list = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter((word) => word !== ''))

/** Words for a password in the languages of the interface, as they appear in names (without accents as well as with them). */
const PASSWORD = list(`
  password passwords passwd passwrd passphrase passcode pass pwd pw psk pword userpass dbpass userpwd rootpw
  passwort kennwort passwörter losung motdepasse mdp passe contraseña contrasena clave senha hasło haslo parola wachtwoord
  lösenord losenord adgangskode salasana heslo jelszó jelszo şifre sifre пароль 密码 パスワード 비밀번호 비번 암호 pin pincode
`)
const SECRET = list(`
  secret secrets token tokens credential credentials creds cred apikey apikeys apitoken apisecret authtoken authkey accesskey accesstoken
  secretkey privatekey privkey pkey clientsecret appsecret sessiontoken sessionid bearer jwt salt nonce mnemonic seedphrase hmac
  authorization auth geheimnis geheim secreto segreto segredo sekret jeton schlüssel schluessel chiave chave klucz signature
  refreshtoken accesstokens encryptionkey masterkey sharedkey signingkey aeskey skey
`)
/** `key` alone is the key of a map; with one of these before it, it opens something. */
const KEY_OF = list(`
  api access auth secret private priv signing sign encryption encrypt encrypted master account storage service client app application consumer
  license licence activation product deploy deployment shared hmac aes des rsa ecdsa jwt session webhook server ssh root admin
  project subscription ingest integration write read admin bot user security cipher crypto symmetric p wallet functions host db rest wpa wpa2 wpa3 wep wifi wlan network gateway
`)
const KEY = list('key keys schlüssel schluessel clé cle clave chiave chave klucz')

/** Words that mean a secret only at the end of a name: elsewhere they are verbs, or short for something else. */
const ALSO_VERBS = list('pass pin auth sign salt nonce bearer')

/** What is named after a secret without being one: `passwordLength`, `token_type`, `secretName`. */
const ABOUT = list(`
  length len size type types name names field fields input label labels hint hints policy policies rule rules min max minimum maximum count
  counts limit url uri urls endpoint path paths file filename files dir folder directory expiry expires expiration expired ttl age created
  updated at date time timestamp timeout error errors message messages msg title text placeholder description help reset change changed
  changes required enabled disabled valid invalid validator validation verified verify verification strength format pattern regex encoder
  hasher provider manager service services repository factory generator helper util utils controller handler handlers callback listener
  event events class interface model schema table column columns view page form dialog modal button link icon image ref reference version
  index idx position offset start starts end ends kind mode method methods scheme algorithm alg issuer audience scope scopes claims header headers
  prefix suffix separator delimiter param params parameter parameters arg args variable var attribute attr property prop option options
  source location mount usage budget price cost balance symbol address contract ring board stroke word words press map list pair pairs
  mgr mgmt realm opt opts requirements checker check checks tester test tests screen prompt attempts tries history rotation store manager protected protection
  stream streams parser iterator lexer buffer bucket embedding embeddings ids status state states owner visibility exists missing
  not incorrect must cannot should does matches mismatch confirm forgot forgotten hash hashes digest sha md5 checksum fingerprint thumbprint
  arn permissions permission role roles group groups lifetime duration region bits width color colour
`)
/** An id of these is what it is the id of: who knows the session's id has the session. */
const HAS_SECRET_ID = list('session secret sess')

/** Makes another thing of the secret behind it: `publicKey`, `sortKey`, `nextPageToken`, `forgotPassword`. */
const OTHER = list(`
  public pub primary foreign unique sort partition cache hot row dict map composite candidate natural surrogate forgot forgotten reset no
  without is has show hide toggle requires require max min num count total output prompt completion special pad eos bos sep cls mask unk
  next prev previous page continuation sync cancellation cancel abort idempotency range lookup translation i18n locale object dictionary
  sorting group grouping index join parent child widget react list item column field field input missing change changed validate check
  verify hash hashed by per empty
`)
/** Says of the value that it is made up. */
const MADE_UP = list('fake dummy mock mocked example placeholder invalid wrong bogus nonmatching nonexistent unmatched stub lorem')

/** The words of a name: `prodDb_pass-2` is `prod`, `db`, `pass`, `2`. */
export function wordsOfName(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/**
 * What a name in a program, a settings file or a sentence says of the value that follows; null when it means nothing secret. The head
 * of the name decides, as in any compound: a `tokenLimit` is a limit, a `limitToken` is a token.
 */
export function meaningOf(name: string, services: ReadonlySet<string> = NO_SERVICES): SecretMeaning | null {
  const words = wordsOfName(name)
  if (words.some((word) => MADE_UP.has(word) || word === 'public') || /non_?match|low_?entropy|wrong_?(?:start|length)/i.test(name))
    return null
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const word = withoutNumber(words[index] ?? '')
    const before = words[index - 1] ?? ''
    if (ABOUT.has(word) || (word === 'id' && !HAS_SECRET_ID.has(before))) return null
    if (PASSWORD.has(word) && (!ALSO_VERBS.has(word) || index === words.length - 1)) return OTHER.has(before) ? null : 'password'
    if (SECRET.has(word)) return OTHER.has(before) || (ALSO_VERBS.has(word) && index < words.length - 1) ? null : 'secret'
    if (KEY.has(word)) {
      if (OTHER.has(before)) return null
      if (KEY_OF.has(before)) return before === 'p' ? 'service' : 'secret'
      return words.some((each) => services.has(each)) ? 'service' : 'key'
    }
    const joined = joinedMeaning(word)
    if (joined !== null && !OTHER.has(before)) return joined
  }
  return words.some((word) => services.has(word)) || words.at(-1) === 'api' ? 'service' : null
}

/** `salt2` is a salt. */
function withoutNumber(word: string): string {
  return /^\p{L}{2,}\d{1,3}$/u.test(word) && !SERVICES_WITH_NUMBERS.test(word) ? word.replace(/\d+$/, '') : word
}

const SERVICES_WITH_NUMBERS = /^(?:auth0|oauth[12]|sha\d+|md5|pbkdf2|base\d+)$/
const NO_SERVICES: ReadonlySet<string> = new Set()

/** Names that are written in one: `dbpassword`, `githubtoken`, `MYSECRET`. */
function joinedMeaning(word: string): SecretMeaning | null {
  if (/(?:password|passwd|passwort|passphrase|kennwort)$|^pw[a-z]?\d$/.test(word)) return 'password'
  return /(?:secret|apikey|secretkey|accesskey|privatekey|authkey)$|^.{0,16}(?:[^u]|^)token$/.test(word) ? 'secret' : null
}
