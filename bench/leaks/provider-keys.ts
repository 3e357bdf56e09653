import { ALNUM, type Chance, DIGITS, HEX, LOWER, UPPER } from './chance.ts'

interface KeyFormat {
  readonly kind: string
  readonly column: string
  readonly carriers?: readonly string[]
  make(chance: Chance): string
}

const BASE64URL = `${ALNUM}-_`
const BASE64 = `${ALNUM}+/`
const ANY = ['Use {} for the deployment.', 'The key is {}', 'I pasted {} into the chat by mistake.']

/** Formats that the providers document, or whose shape their own samples show. */
export const PROVIDER_KEYS: readonly KeyFormat[] = [
  { kind: 'AWS access key id', column: 'aws_access_key_id', make: (c) => `AKIA${c.text(`${UPPER}234567`, 16)}` },
  {
    kind: 'AWS secret access key',
    column: 'aws_secret_access_key',
    carriers: ['aws_secret_access_key = {}', 'The AWS secret access key is {}'],
    make: (c) => c.text(BASE64, 40),
  },
  { kind: 'GitHub personal token', column: 'github_token', make: (c) => `ghp_${c.text(ALNUM, 36)}` },
  { kind: 'GitHub OAuth token', column: 'github_token', make: (c) => `gho_${c.text(ALNUM, 36)}` },
  { kind: 'GitHub fine-grained token', column: 'github_token', make: (c) => `github_pat_${c.text(ALNUM, 22)}_${c.text(ALNUM, 59)}` },
  { kind: 'GitLab token', column: 'gitlab_token', make: (c) => `glpat-${c.text(BASE64URL, 20)}` },
  { kind: 'Slack bot token', column: 'slack_token', make: (c) => `xoxb-${c.digits(12)}-${c.digits(12)}-${c.text(ALNUM, 24)}` },
  {
    kind: 'Slack webhook',
    column: 'webhook',
    make: (c) => `https://hooks.slack.com/services/T${c.text(UPPER + DIGITS, 8)}/B${c.text(UPPER + DIGITS, 10)}/${c.text(ALNUM, 24)}`,
  },
  { kind: 'Stripe secret key', column: 'stripe_key', make: (c) => `sk_live_${c.text(ALNUM, 24)}` },
  { kind: 'Stripe restricted key', column: 'stripe_key', make: (c) => `rk_live_${c.text(ALNUM, 24)}` },
  { kind: 'OpenAI key', column: 'openai_api_key', make: (c) => `sk-${c.text(ALNUM, 20)}T3BlbkFJ${c.text(ALNUM, 20)}` },
  {
    kind: 'OpenAI project key',
    column: 'openai_api_key',
    make: (c) => `sk-proj-${c.text(BASE64URL, 74)}T3BlbkFJ${c.text(BASE64URL, 74)}`,
  },
  { kind: 'Anthropic key', column: 'anthropic_api_key', make: (c) => `sk-ant-api03-${c.text(BASE64URL, 93)}AA` },
  { kind: 'OpenRouter key', column: 'openrouter_key', make: (c) => `sk-or-v1-${c.text(HEX, 64)}` },
  { kind: 'Google API key', column: 'google_api_key', make: (c) => `AIzaSy${c.text(BASE64URL, 33)}` },
  { kind: 'Google OAuth secret', column: 'client_secret', make: (c) => `GOCSPX-${c.text(BASE64URL, 28)}` },
  { kind: 'SendGrid key', column: 'sendgrid_key', make: (c) => `SG.${c.text(BASE64URL, 22)}.${c.text(BASE64URL, 43)}` },
  { kind: 'Twilio key', column: 'twilio_api_key', make: (c) => `SK${c.text(HEX, 32)}` },
  { kind: 'npm token', column: 'npm_token', make: (c) => `npm_${c.text(ALNUM, 36)}` },
  { kind: 'PyPI token', column: 'pypi_token', make: (c) => `pypi-AgEIcHlwaS5vcmc${c.text(BASE64URL, 60)}` },
  { kind: 'Hugging Face token', column: 'hf_token', make: (c) => `hf_${c.text(UPPER + LOWER, 34)}` },
  { kind: 'DigitalOcean token', column: 'do_token', make: (c) => `dop_v1_${c.text(HEX, 64)}` },
  { kind: 'Shopify token', column: 'shopify_token', make: (c) => `shpat_${c.text(HEX, 32)}` },
  { kind: 'Square token', column: 'square_token', make: (c) => `sq0atp-${c.text(BASE64URL, 22)}` },
  { kind: 'Mailgun key', column: 'mailgun_key', make: (c) => `key-${c.text(HEX, 32)}` },
  { kind: 'Mailchimp key', column: 'mailchimp_key', make: (c) => `${c.text(HEX, 32)}-us${c.int(1, 20)}` },
  { kind: 'Telegram bot token', column: 'telegram_token', make: (c) => `${c.int(1e9, 7e9)}:AA${c.text(BASE64URL, 33)}` },
  {
    kind: 'Discord bot token',
    column: 'discord_token',
    // Begins with the number of the bot.
    make: (c) => `${Buffer.from(`1${c.digits(17)}`).toString('base64')}.${c.text(BASE64URL, 6)}.${c.text(BASE64URL, 27)}`,
  },
  {
    kind: 'JSON web token',
    column: 'token',
    make: (c) => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
      return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: c.digits(10), iat: 1_700_000_000 + c.int(0, 9e6) })}.${c.text(BASE64URL, 43)}`
    },
  },
  {
    kind: 'private key block',
    column: 'private_key',
    make: (c) => {
      const lines = Array.from({ length: 4 }, () => c.text(BASE64, 64)).join('\n')
      return `-----BEGIN RSA PRIVATE KEY-----\nMII${lines}\n-----END RSA PRIVATE KEY-----`
    },
  },
  {
    kind: 'database URL',
    column: 'database_url',
    make: (c) => `postgres://app_${c.text(LOWER, 4)}:${c.text(ALNUM, 14)}@db-${c.int(1, 9)}.corp.example:5432/orders`,
  },
  {
    kind: 'Azure storage key',
    column: 'connection_string',
    make: (c) =>
      `DefaultEndpointsProtocol=https;AccountName=${c.text(LOWER, 9)};AccountKey=${c.text(BASE64, 86)}==;EndpointSuffix=core.windows.net`,
  },
  { kind: 'Databricks token', column: 'databricks_token', make: (c) => `dapi${c.text(HEX, 32)}` },
  { kind: 'Linear key', column: 'linear_key', make: (c) => `lin_api_${c.text(ALNUM, 40)}` },
  { kind: 'Notion token', column: 'notion_token', make: (c) => `secret_${c.text(ALNUM, 43)}` },
  { kind: 'Airtable token', column: 'airtable_token', make: (c) => `pat${c.text(ALNUM, 14)}.${c.text(HEX, 64)}` },
  { kind: 'New Relic key', column: 'newrelic_key', make: (c) => `NRAK-${c.text(UPPER + DIGITS, 27)}` },
  { kind: 'Grafana token', column: 'grafana_token', make: (c) => `glsa_${c.text(ALNUM, 32)}_${c.text(HEX, 8)}` },
  { kind: 'Doppler token', column: 'doppler_token', make: (c) => `dp.pt.${c.text(ALNUM, 43)}` },
  { kind: 'Vault token', column: 'vault_token', make: (c) => `hvs.${c.text(BASE64URL, 95)}` },
  { kind: 'Terraform token', column: 'terraform_token', make: (c) => `${c.text(ALNUM, 14)}.atlasv1.${c.text(ALNUM, 67)}` },
  { kind: 'Postman key', column: 'postman_key', make: (c) => `PMAK-${c.text(HEX, 24)}-${c.text(HEX, 34)}` },
  { kind: 'Perplexity key', column: 'perplexity_key', make: (c) => `pplx-${c.text(ALNUM, 48)}` },
  { kind: 'Groq key', column: 'groq_key', make: (c) => `gsk_${c.text(ALNUM, 52)}` },
  { kind: 'Replicate token', column: 'replicate_token', make: (c) => `r8_${c.text(ALNUM, 37)}` },
  { kind: 'LangSmith key', column: 'langsmith_key', make: (c) => `lsv2_pt_${c.text(HEX, 32)}_${c.text(HEX, 10)}` },
  { kind: 'Supabase token', column: 'supabase_token', make: (c) => `sbp_${c.text(HEX, 40)}` },
  { kind: 'PlanetScale token', column: 'planetscale_token', make: (c) => `pscale_tkn_${c.text(BASE64URL, 43)}` },
  {
    kind: 'key without a format',
    column: 'api_key',
    carriers: ['api_key={}', 'The API key of the billing service is {}', 'X-Api-Key: {}'],
    make: (c) => c.text(ALNUM, 40),
  },
]

export function carrierOf(format: KeyFormat, chance: Chance): string {
  return chance.of(format.carriers ?? ANY)
}
