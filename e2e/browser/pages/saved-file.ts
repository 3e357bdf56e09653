import type { Page } from '@playwright/test'

/** What the page handed over to be saved: the offered name and the bytes. */
export interface SavedFile {
  readonly name: string
  readonly bytes: Buffer
}

/** What the page hands over to be saved when `ask` is done. Where a file goes is between the person and their browser or desktop. */
export async function savedFile(page: Page, ask: () => Promise<void>): Promise<SavedFile> {
  await page.evaluate(() => {
    const saved = Promise.withResolvers<{ name: string; bytes: number[] }>()
    Object.assign(globalThis, { savedFile: saved.promise })
    const create = URL.createObjectURL.bind(URL)
    URL.createObjectURL = (blob) => {
      URL.createObjectURL = create
      const url = create(blob)
      const onClick = (event: Event): void => {
        if (event.target instanceof HTMLAnchorElement && blob instanceof Blob) {
          const { download } = event.target
          blob.arrayBuffer().then((buffer) => saved.resolve({ name: download, bytes: [...new Uint8Array(buffer)] }), saved.reject)
        }
      }
      const click = HTMLAnchorElement.prototype.click
      HTMLAnchorElement.prototype.click = function clickOnce() {
        HTMLAnchorElement.prototype.click = click
        this.addEventListener('click', onClick, { once: true })
        click.call(this)
      }
      return url
    }
  })
  await ask()
  const { name, bytes } = await page.evaluate(
    () => (globalThis as unknown as { savedFile: Promise<{ name: string; bytes: number[] }> }).savedFile,
  )
  return { name, bytes: Buffer.from(bytes) }
}
