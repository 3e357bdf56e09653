/** The flag that lets a page ask Chromium for the role and the name of an element, as it tells them to a screen reader. */
export const RECORDING_FLAG = '--enable-blink-features=ComputedAccessibilityInfo'

/** Under this name the page finds whom to tell. */
export const TELL = 'tellRecorder'

/**
 * What runs in the page while it is recorded, as text: this side knows no document. It listens and changes nothing. What is typed into a field
 * for passwords does not leave the page.
 */
export const LISTEN_IN_PAGE = `(() => {
  if (globalThis.isRecorded) return
  globalThis.isRecorded = true
  const USED = new Set(['button', 'link', 'tab', 'checkbox', 'switch', 'radio', 'option', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'combobox',
    'textbox', 'searchbox', 'slider', 'spinbutton', 'treeitem', 'columnheader', 'disclosuretriangle'])
  const FIELDS = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton'])
  const TOLD_KEYS = new Set(['Escape', 'Tab', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'])
  const cut = (text) => (text ?? '').replace(/\\s+/g, ' ').trim().slice(0, 300)
  const tell = (event) => void globalThis.${TELL}(JSON.stringify({ ...event, at: performance.now() }))
  const usedAt = (event) => {
    for (const node of event.composedPath()) {
      if (!(node instanceof Element)) continue
      if (USED.has(node.computedRole)) return node
    }
    return null
  }
  const named = (element) => ({ role: element.computedRole, name: cut(element.computedName) })
  document.addEventListener('click', (event) => {
    const element = event.isTrusted ? usedAt(event) : null
    // A label passes its click on to its field, which is told then.
    if (element !== null) tell({ kind: 'click', ...named(element) })
  }, true)
  document.addEventListener('input', (event) => {
    const element = usedAt(event)
    if (element === null || !FIELDS.has(element.computedRole) || element instanceof HTMLSelectElement) return
    const isSecret = element instanceof HTMLInputElement && element.type === 'password'
    const value = isSecret ? '' : 'value' in element ? element.value : element.innerText
    tell({ kind: 'input', ...named(element), value: String(value).slice(0, 100000), isSecret })
  }, true)
  document.addEventListener('change', (event) => {
    const element = event.target
    if (!(element instanceof HTMLSelectElement)) return
    tell({ kind: 'choose', ...named(element), option: cut(element.selectedOptions[0]?.textContent) })
  }, true)
  document.addEventListener('keydown', (event) => {
    if (!event.isTrusted || event.isComposing) return
    const isChord = event.ctrlKey || event.metaKey || event.altKey
    if (['Control', 'Meta', 'Alt', 'Shift'].includes(event.key)) return
    const element = event.composedPath()[0]
    const isField = element instanceof HTMLInputElement
    if (!isChord && !TOLD_KEYS.has(event.key) && !(event.key === 'Enter' && isField)) return
    const keys = [event.ctrlKey && 'Control', event.metaKey && 'Meta', event.altKey && 'Alt', event.shiftKey && 'Shift',
      event.key.length === 1 ? event.key.toLowerCase() : event.key]
    tell({ kind: 'press', keys: keys.filter(Boolean).join('+') })
  }, true)
})()`
