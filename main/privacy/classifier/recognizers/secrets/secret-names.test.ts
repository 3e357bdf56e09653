import { describe, expect, it } from 'vitest'
import { meaningOf, wordsOfName } from './secret-names.ts'

describe('the words of a name', () => {
  it('are told apart by humps, dashes, underscores and dots', () => {
    expect(wordsOfName('prodDbPassword')).toEqual(['prod', 'db', 'password'])
    expect(wordsOfName('AWS_SECRET_ACCESS_KEY')).toEqual(['aws', 'secret', 'access', 'key'])
    expect(wordsOfName('spring.datasource.password')).toEqual(['spring', 'datasource', 'password'])
    expect(wordsOfName('githubAPIToken')).toEqual(['github', 'api', 'token'])
  })
})

describe('a name', () => {
  it.each([
    'password',
    'PASSWD',
    'dbPassword',
    'prod_db_password',
    'POSTGRES_PWD',
    'userPass',
    'keystore-passphrase',
    'passwort',
    'Kennwort',
    'contraseña',
    'senha_banco',
    'hasło',
    'parola',
    'mot_de_passe'.replaceAll('_', ''),
    'MYSQLPASSWORD',
    'password2',
    '비밀번호',
    'пароль',
  ])('means a password: %s', (name) => {
    expect(meaningOf(name)).toBe('password')
  })

  it.each([
    'apiKey',
    'api_key',
    'X-API-Key',
    'accessToken',
    'CLIENT_SECRET',
    'clientSecret',
    'private-key',
    'signingKey',
    'auth_token',
    'jwt',
    'credentials',
    'githubtoken',
    'STRIPE_SECRET',
    'encryption.key',
    'salt',
    'refresh_token',
    'api_schluessel',
    'jeton',
    'segredo',
    'access key',
  ])('means something random: %s', (name) => {
    expect(meaningOf(name)).toBe('secret')
  })

  it.each([
    'passwordLength',
    'password_field',
    'passwordPolicy',
    'tokenType',
    'token_count',
    'max_tokens',
    'secretName',
    'public_key',
    'primaryKey',
    'sortKey',
    'nextPageToken',
    'forgotPassword',
    'resetPassword',
    'tokenExpiresAt',
    'keyboard',
    'keyframes',
    'compass',
    'bypass',
    'passenger',
    'monkey',
    'author',
    'authority',
    'eos_token',
    'passwordHash',
    'access_token_url',
    'cacheKey',
    'translationKey',
    'tokenizer',
    'spin',
    'shipping',
    'tokenBalance',
  ])('means no secret: %s', (name) => {
    expect(meaningOf(name)).toBeNull()
  })

  it.each(['fakeToken', 'invalid_password', 'exampleApiKey', 'mockSecret', 'dummy_token'])('says that its value is made up: %s', (name) => {
    expect(meaningOf(name)).toBeNull()
  })

  it('of a known service alone asks for a random value', () => {
    expect(meaningOf('acmeHub', new Set(['acme']))).toBe('service')
    expect(meaningOf('acme_key', new Set(['acme']))).toBe('service')
    expect(meaningOf('acmeHub')).toBeNull()
  })
})
