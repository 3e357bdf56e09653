import type { Recognizer } from '../types.ts'

/** Folders and accounts that a system makes by itself, and stand-ins for somebody's name. */
const NOBODY =
  /^(?:users?|user\d{0,2}|me|you|your-?(?:user)?-?name|username|name|admin(?:istrator)?|root|public|default|guest|shared|ubuntu|debian|centos|ec2-user|azureuser|opc|pi|vagrant|node|runner|runneradmin|jenkins|circleci|travis|builder|build|ci|app|www|www-data|git|docker|linuxbrew|vscode|codespace|jovyan|dev|developer|test|tester|demo|example|foo|bar|all users|home|somebody|someone)$/i
/** What begins a line of a log, or names a part in a talk, and is no nickname. */
const NO_NICKNAME =
  /^(?:me|you|user|bot|system|admin|assistant|agent|support|info|warn(?:ing)?|error|err|fatal|critical|debug|trace|notice|verbose|note|todo|stdout|stderr|main|server|client|kernel|worker|http|https|app|api|db|speaker|interviewer|q|a)\d{0,3}$/i

/** What a bracket with a time or a day begins with. */
const DATED = Array.from({ length: 10 }, (_, digit) => `[${digit}`)

/** Names of accounts by where they stand: in a path, behind a word for them, before what somebody says in a chat. */
export const USER_NAMES: readonly Recognizer[] = [
  {
    name: 'home-folder',
    type: 'USERNAME',
    score: 0.6,
    pattern: /(?:\/home\/|\/Users\/|[A-Z]:[\\/]{1,2}Users[\\/]{1,2})(?<value>[\p{L}\d][\p{L}\d._-]{1,31})(?=[\\/])/giu,
    group: 'value',
    literals: ['/home/', '/users/', '\\users', ':/users'],
    check: (value) => !NOBODY.test(value),
  },
  {
    // Without "is" or a colon the next word may be any: a name of an account has a digit or a sign in it.
    name: 'username-behind-word',
    type: 'USERNAME',
    score: 0.5,
    pattern:
      /\b(?:user ?name|nick ?name|nick|screen ?name|gamertag|gamer tag|login|handle|benutzername|utilisateur|usuario|utente|gebruikersnaam)\s(?<value>(?=[\p{L}.-]{0,31}[\d_])[\p{L}\d][\p{L}\d._-]{2,31})(?![\p{L}\d])/giu,
    group: 'value',
    literals: ['user', 'nick', 'screen', 'gamer', 'login', 'handle', 'benutzername', 'utilisateur', 'usuario', 'utente', 'gebruikersnaam'],
    check: (value) => /\p{L}{2}/u.test(value),
  },
  {
    name: 'chat-author',
    type: 'USERNAME',
    score: 0.5,
    pattern:
      /(?<![^\n])\[(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\]\s<?(?<value>[\p{L}\d_][\p{L}\d_.-]{2,31})(?=>?:\s)/giu,
    group: 'value',
    literals: DATED,
    check: (value) => !NO_NICKNAME.test(value),
  },
  {
    name: 'chat-author-before-time',
    type: 'USERNAME',
    score: 0.5,
    pattern: /(?<![^\n])(?<value>[\p{L}\d_][\p{L}\d_.-]{2,31})\s{1,2}\[\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?\]:?\s/giu,
    group: 'value',
    literals: DATED,
    check: (value) => !NO_NICKNAME.test(value),
  },
]
