import { formattingLocale } from '../i18n/t.ts'

/** A number of things as the person's language writes it: `1,200`, `1.200`. */
export function countText(count: number): string {
  return count.toLocaleString(formattingLocale())
}
