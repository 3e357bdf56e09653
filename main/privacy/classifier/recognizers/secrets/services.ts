/**
 * Services whose name before a random value is enough: `adafruit = "…"`, `new_relic: …`. Lower case, one word as it stands in a name
 * once the name is taken apart. Services with a documented format have a row under `formats/`; this list is for the others as well.
 */
export const SERVICES: ReadonlySet<string> = new Set(
  `
  adafruit adobe adyen airtable akamai algolia alibaba aliyun amplitude anthropic artifactory asana atlassian auth0 authress aws azure beamer
  bitbucket bitfinex bitly bittrex box braintree brevo bugsnag buildkite circleci clickup clojars cloudflare cloudinary cloudsmith codacy
  codecov cohere coinbase coinmarketcap confluence confluent contentful crisp crowdin databricks datadog deepgram digitalocean discord
  docker dockerhub doppler drift droneci dropbox duffel dynatrace easypost ebay elastic elevenlabs etsy expo facebook fastly figma finicity
  finnhub firebase flickr flutterwave freemius freshbooks freshdesk gcp ghost gitea github gitlab gitter gocardless google grafana groq
  harness hashicorp helpscout heroku hetzner hubspot huggingface ibm infracost instagram intercom ipinfo ipstack jenkins jfrog jira jotform
  klaviyo kraken kubernetes kucoin langsmith launchdarkly linear linkedin linode lob looker mailchimp mailgun mailjet mailersend mandrill
  mapbox mattermost maxmind meraki messagebird microsoft mistral mixpanel mollie monday mongodb netlify newrelic nexmo ngrok notion
  npm nuget nytimes octopus okta onesignal openai openweather opsgenie optimizely pagerduty paypal perplexity pinata pingdom pipedrive plaid
  planetscale polygon postman postmark prefect privateai pubnub pulumi pusher pypi quay rapidapi razorpay readme recurly reddit
  replicate rollbar rubygems salesforce scalingo segment sendbird sendgrid sendinblue sentry settlemint shippo shopify shodan sidekiq slack
  snowflake snyk sonar sonarcloud sonarqube sourcegraph sparkpost splunk spotify square squarespace stackpath statuspage stripe sumologic
  supabase surge tableau telegram telnyx terraform tines todoist travisci trello twilio twitch twitter typeform unsplash uploadcare vault
  vercel vimeo virustotal vonage wandb webex webflow weatherapi wistia woocommerce workos xero yandex yelp youtube zapier zendesk zenduty
  zerobounce zoho zoom
`
    .split(/\s+/)
    .filter((name) => name !== ''),
)
