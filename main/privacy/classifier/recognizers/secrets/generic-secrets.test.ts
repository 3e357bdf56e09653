import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import { seeded } from '../../../masking/seeded.ts'
import { createRunReader } from '../../letter-runs.ts'
import { loadLexicons } from '../../load-lexicons.ts'
import { createRunner } from '../../run-recognizers.ts'
import { createUnitReader } from '../../units.ts'
import { createWordFinder } from '../../words.ts'
import { createSecretTagger, SECRETS, STEM_LITERALS } from './index.ts'
import { ALPHABETS, type AlphabetName } from './template.ts'

const readUnits = createUnitReader()
const readRuns = createRunReader()
const tag = createSecretTagger()
const runner = createRunner(SECRETS, STEM_LITERALS)
const findWords = createWordFinder(loadLexicons(fileURLToPath(new URL('../../../../../resources/lexicons', import.meta.url))))

function secretsIn(text: string): string[] {
  const lower = text.toLowerCase()
  const findings: Finding[] = []
  const units = readUnits(text)
  const survey = runner.survey(text, lower, units)
  runner.run(text, survey, findings)
  findings.push(...tag({ text, lower, units, runs: readRuns(units, text.length), words: findWords(text, units), survey }))
  return findings.map(({ start, end }) => text.slice(start, end))
}

function invent(alphabet: AlphabetName, length: number, seed: string): string {
  const numbers = seeded('generic', seed)
  return Array.from({ length }, () => numbers.pick([...ALPHABETS[alphabet].characters])).join('')
}

/** No maker's format: only the name says what they are. */
const KEY = invent('base62', 36, 'key')
const HEX = invent('hex', 40, 'hex')
const WORD = `Gr33n${invent('upper', 2, 'w')}!heron`

describe('a secret that is given to a name', () => {
  it.each([
    ['TypeScript', `const apiKey: string = '${KEY}'`],
    ['JavaScript', `module.exports = { clientSecret: "${KEY}", port: 80 }`],
    ['Python', `ACCESS_TOKEN = b"${KEY}"`],
    ['Python, a dictionary', `auth = {'secret_key': '${KEY}'}`],
    ['Java', `private static final String API_SECRET = "${KEY}";`],
    ['Java, a call', `System.setProperty("acme.access.token", "${KEY}");`],
    ['Go', `var authToken string = "${KEY}"`],
    ['Go, short', `authToken := \`${KEY}\``],
    ['C#', `public const string ApiKey = @"${KEY}";`],
    ['Ruby', `config.secret_key = '${KEY}'`],
    ['Ruby, a hash', `:access_token => "${KEY}",`],
    ['PHP', `define('AUTH_KEY', '${KEY}');`],
    ['PHP, a variable', `$apiSecret .= "${KEY}";`],
    ['Rust', `let api_key: &str = "${KEY}";`],
    ['Swift', `let accessToken = "${KEY}"`],
    ['Kotlin', `val clientSecret = "${KEY}"`],
    ['shell', `export DEPLOY_TOKEN=${KEY}`],
    ['PowerShell', `$env:API_KEY = "${KEY}"`],
    ['Make', `TOKEN ?= ${KEY}`],
    ['SQL', `ALTER USER app IDENTIFIED BY '${WORD}';`],
    ['YAML', `database:\n  password: ${WORD}\n`],
    ['YAML, a list of variables', `- name: ACME_TOKEN\n  value: "${KEY}"`],
    ['TOML', `[api]\naccess_key = "${HEX}"`],
    ['INI', `[client]\npassword=${WORD}\n`],
    ['properties', `spring.datasource.password=${WORD}`],
    ['JSON', `{"user": "root", "refresh_token": "${KEY}"}`],
    ['JSON in JSON', `{"config": "{\\"api_key\\": \\"${KEY}\\"}"}`],
    ['XML', `<apiToken>\n  ${KEY}\n</apiToken>`],
    ['XML, attributes', `<add key="AcmeApiKey" value="${KEY}" />`],
    ['.env', `ACME_API_KEY=${KEY}\nDEBUG=1`],
    ['Dockerfile', `ENV SESSION_SECRET=${KEY}`],
    ['curl, a header', `curl -H "X-Api-Key: ${KEY}" https://api.acme.test/`],
    ['curl, a user', `curl -u admin:${WORD.replace('!', '-')} https://api.acme.test/`],
    ['HTTP', `GET / HTTP/1.1\nAuthorization: Bearer ${KEY}\n`],
    ['an address', `https://api.acme.test/v1?access_token=${KEY}`],
    ['an address with a password', `https://deploy:${WORD}@registry.acme.test/`],
    ['a database address', `postgres://app:${WORD}@db.acme.test:5432/app`],
    ['Terraform', `variable "db_password" {\n  default = "x"\n}\npassword = "${WORD}"`],
    ['Helm', `auth:\n  rootPassword: "${WORD}"`],
    ['Markdown', `**API key:** \`${KEY}\``],
    ['a command', `acme login --password ${WORD}`],
    ['a call that sets it', `client.setAccessToken("${KEY}")`],
    ['arguments', `requests.get(url, auth=("admin", "${WORD}"))`],
    ['a list of flags', `args: ["--token", "${KEY}"]`],
    ['the key of a wireless network', `WPA2 key: ${WORD}`],
    ['some key', `const acmeKey = "${KEY}"`],
    ['an unknown prefix', `use acmeq_${KEY} for now`],
  ])('is found in %s', (_language, text) => {
    const values = secretsIn(text).join('\n')
    expect([KEY, HEX, WORD, WORD.replace('!', '-')].some((value) => values.includes(value))).toBe(true)
  })

  it('is found as the bytes of an array', () => {
    expect(secretsIn('byte[] aesKey = {0x1f, 0x8b, 0x42, 0x77, 0x00, 0xa9, 0x5c, 0xee, 0x31, 0x90};')).not.toEqual([])
  })

  it.each([
    ['English', `the password is ${WORD}, don't tell`],
    ['English, letters alone', `My password is trombone, please keep it to yourself`],
    ['German', `Das Passwort für den Server lautet ${WORD}.`],
    ['French', `Le mot de passe est ${WORD}`],
    ['Spanish', `La contraseña es ${WORD}`],
    ['Italian', `La parola d'ordine: ${WORD}`],
    ['Portuguese', `A senha é ${WORD}`],
    ['Polish', `Hasło to ${WORD}`],
    ['Korean', `비밀번호: ${WORD}`],
    ['a key in a sentence', `our API key for staging is ${KEY}`],
  ])('is found in a sentence: %s', (_language, text) => {
    expect(secretsIn(text).some((value) => text.includes(value) && /Gr33n|trombone/.test(value) === !value.includes(KEY))).toBe(true)
  })

  it.each([
    ['a passphrase of words', 'my passphrase is marble kettle seven orchard', 'marble kettle seven orchard'],
    ['Arabic', 'كلمة المرور هي Nakhla2024', 'Nakhla2024'],
    ['whoever logs in with it', 'User anna logs in with password begonia', 'begonia'],
    ['what it is used as', 'use tulip77 as the passphrase', 'tulip77'],
    ['the shortest word for it', 'pw tulip77', 'tulip77'],
    ['a code to recover with', 'recovery code: 7K2M-99QX-ALP2', '7K2M-99QX-ALP2'],
    ['a second factor', 'my 2FA backup code 8391-2210', '8391-2210'],
    ['a pin of something', 'The PIN of my card is 4711', '4711'],
    ['German', 'Die PIN meiner Karte ist 4711', '4711'],
  ])('is found as people say it: %s', (_way, text, value) => {
    expect(secretsIn(text).some((found) => found.includes(value))).toBe(true)
  })

  it.each([
    'my passphrase is too short for the form',
    'A passphrase is stronger than a password.',
    'Users log in with password authentication.',
    'Sign in with the password manager again',
    'the recovery code is sent by mail',
    'take 2024 as the new year',
    'backup codes are ten digits long',
  ])('is not taken from what is said of one: %s', (text) => {
    expect(secretsIn(text)).toEqual([])
  })

  it('is found behind a beginning that says so, whatever its maker has listed', () => {
    const random = 'Zk3v9Qm2Xr7Lp0TnB8sYcW4dHfJgAa6UeRtOi1'
    for (const around of ['#', '{"k":"#"}', '- #', 'x: #', '`#`', '(#)', 'Token #'])
      expect(secretsIn(around.replace('#', `sk-proj-${random}`)).join(), around).toContain(random)
  })

  it('is found as a user and a password in base64', () => {
    expect(secretsIn(`Basic ${Buffer.from(`bob:${WORD}`).toString('base64')}`)).not.toEqual([])
  })

  it('is found as the words of a wallet', () => {
    const words = 'abandon ability able about above absent absorb abstract absurd abuse access accident'
    expect(secretsIn(`recovery phrase: ${words}`)).toContain(words)
    expect(secretsIn('recovery phrase: the words that you wrote down when you made the wallet and')).toEqual([])
  })

  it('is found in the column that its heading names', () => {
    expect(secretsIn(`name,password,city\nanna,${WORD},Wien\nben,Blau-77-Berg,Graz\n`)).toEqual([WORD, 'Blau-77-Berg'])
    expect(secretsIn(`| user | api key |\n| --- | --- |\n| anna | ${KEY} |\n`)).toContain(KEY)
    expect(secretsIn(`name\tpassword length\nanna\t12-34-ab\n`)).toEqual([])
  })
})

describe('what is no secret', () => {
  it.each([
    ['a placeholder', 'API_KEY=<your key>'],
    ['a placeholder in words', 'api_key: your-api-key-here'],
    ['crosses', 'token: xxxxxxxxxxxxxxxxxxxx'],
    ['a variable', `password: \${DB_PASSWORD}`],
    ['the environment', 'const token = process.env.ACME_TOKEN'],
    ['a look-up', 'SECRET = os.getenv("ACME_SECRET_V2")'],
    ['a call', 'const password = generatePassword16(seed)'],
    ['a type', 'function login(user: string, password: string): Promise<Token>'],
    ['a parameter', 'login(password, user2)'],
    ['a path', 'private_key = /etc/ssl/private/server-2.key'],
    ['a label', '"password": "Passwort",'],
    ['a message', 'passwordError: "Password must have 8 characters"'],
    ['a sentence about it', 'The password is incorrect. The token is expired.'],
    ['a form', '<input type="password" name="password" placeholder="Your password">'],
    ['an alphabet', 'token = "abcdefghijklmnopqrstuvwxyz0123"'],
    ['something declared as made up', `const invalidToken = '${KEY}'`],
    ['a digest', `"integrity": "sha512-${invent('base64', 86, 'i')}=="`],
    ['a commit', `commit ${HEX}`],
    ['an id', `"id": "${invent('hex', 8, 'u')}-1234-4321-8888-${invent('hex', 12, 'v')}"`],
    ['a picture', `<img src="data:image/png;base64,iVBORw0KGgo${invent('base64', 400, 'p')}">`],
    ['a key of a map', 'cacheKey = "user:profile:v2:12345678"'],
    ['minified code', 'var a=function(e,t){return e.key===t.key1?a1b2c3:d4e5f6};'],
    ['a colour and a locale', 'theme: { token: "#a1b2c3" }, locale: "de-AT"'],
    ['a public key', 'Include="lib, Version=4.0, PublicKeyToken=b77a5c561934e089"'],
    ['a type', '"AWS::ApiGateway::ApiKey": "48205d4ffd7feba3"'],
    ['an algorithm', 'Encryption key: RSA-2048, auth = CRAM-MD5'],
    ['a shortcut', 'access key: Alt+Shift+5'],
    ['a score', 'pass: 3/10, PASS: test_login2'],
    ['the name of a secret', 'secrets: "app-secrets-v2"'],
    ['a value that names itself', 'api_key = "test-api-key-12345"'],
    ['an id', 'api_key_id = "ABCD1234EFGH5678"'],
    ['a choice of types', "flow: 'implicit' | 'password' | 'application'"],
    ['a method', 'password = password.encode("latin1")'],
    ['base64 of plain words', `mapKey = "${Buffer.from('nothing but a few plain words').toString('base64')}"`],
    ['a size', 'max_tokens: 4096, password_length = 16'],
    ['a comparison', 'if (token !== "Bearer123456") return'],
    ['an item of a list', "const words = ['password', 'gr33n-h3ron']"],
    ['a hash in an address', `https://cdn.acme.test/app.${invent('hex', 20, 'c')}.js`],
  ])('%s', (_what, text) => {
    expect(secretsIn(text)).toEqual([])
  })

  it('is the package lock of this very program', () => {
    expect(secretsIn(readFileSync(new URL('../../../../../package-lock.json', import.meta.url), 'utf8'))).toEqual([])
  })
})

describe('key material', () => {
  const body = (lines: number): string => Array.from({ length: lines }, (_, line) => invent('base64', 64, `line${line}`)).join('\n')
  const armour = (what: string, inside: string): string => `-----BEGIN ${what}-----\n${inside}\n-----END ${what}-----`

  it.each(['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PGP PRIVATE KEY BLOCK', 'DSA PRIVATE KEY'])(
    'is found: %s',
    (what) => {
      expect(secretsIn(armour(what, body(4)))).not.toEqual([])
    },
  )

  it('is found in the lines of a log', () => {
    const lines = armour('PRIVATE KEY', body(6))
      .split('\n')
      .map((line) => `#6 0.245 ${line}`)
    expect(secretsIn(lines.join('\n'))).not.toEqual([])
  })

  it.each([
    ['a public key', armour('PUBLIC KEY', body(4))],
    ['a certificate', armour('CERTIFICATE', body(8))],
    ['a stand-in', armour('PRIVATE KEY', '***')],
    ['a key that needs a passphrase', armour('ENCRYPTED PRIVATE KEY', body(6))],
  ])('is not %s', (_what, text) => {
    expect(secretsIn(text)).toEqual([])
  })
})

describe('speed', () => {
  it.each([
    'password=',
    'token: ',
    'a,password\n',
    '"key" : ',
    'A1b2',
    'curl -u ',
    'aws ',
    '-----BEGIN PRIVATE KEY-----\n',
    'password is ',
    'sk-',
    'a_',
  ])('grows no faster than the text, whatever is written: %j', (unit) => {
    const time = (length: number): number => {
      const text = unit.repeat(Math.ceil(length / unit.length))
      // Processor time: what other processes take from the machine is not the rules'.
      const begin = process.cpuUsage()
      secretsIn(text)
      const { user, system } = process.cpuUsage(begin)
      return (user + system) / 1_000
    }
    time(20_000)
    const small = Math.min(time(20_000), time(20_000))
    const large = Math.min(time(80_000), time(80_000))
    // Four times the text: a quadratic pattern would take sixteen times as long.
    expect(large).toBeLessThan(Math.max(400, small * 10))
  })
})
