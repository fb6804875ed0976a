/** Before a page is opened: its visitor saves data, and so is sent nothing ahead. */
export function saveData() {
  Object.defineProperty(navigator, 'connection', { value: Object.assign(new EventTarget(), { saveData: true }) })
}
