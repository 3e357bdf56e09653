export function findChromium(): string | null
export function programsOfSpecs(): { chromium: string | null; headlessShell: string | null }
/** Path of chromium-headless-shell, or null. */
export function findHeadlessShell(): string | null
