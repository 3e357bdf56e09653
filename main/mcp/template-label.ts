import type { Label } from '#contracts/privacy.ts'
import type { Template } from '#contracts/templates.ts'
import type { App } from '../app.ts'

/** What a template is worth protecting: one that a person wrote is their text like any other. Those that come with the app are everybody's. */
export async function templateLabel(template: Template, { privacy }: Pick<App, 'privacy'>): Promise<Label> {
  return template.builtIn ? 'public' : (await privacy.scan(JSON.stringify(template))).label
}
