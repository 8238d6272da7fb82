/** A piece of a page. Only this is markup: a text that is put into one never becomes any. */
export interface Markup {
  markup: string
}

type Content = string | number | Markup | undefined | false | readonly Content[]

/** A piece of a page, with everything that is put into it escaped, but for other pieces. */
export const html = (texts: TemplateStringsArray, ...contents: Content[]): Markup => ({
  markup: texts.reduce((page, text, at) => page + markupOf(contents[at - 1]) + text),
})

/** What was drawn or written by us. */
export const asMarkup = (markup: string): Markup => ({ markup })

function markupOf(content: Content): string {
  if (content === undefined || content === false) return ''
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content))
  return 'markup' in content ? content.markup : content.map(markupOf).join('')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => ENTITIES[sign]!)
