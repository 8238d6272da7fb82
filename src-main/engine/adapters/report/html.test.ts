import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { html } from './html.ts'
import { tokens } from './style.ts'

test('what is put into a page is never markup, but for other pieces', () => {
  const name = `<img src=x onerror="a('b')">&`
  expect(html`<p title="${name}">${[html`<b>${name}</b>`, undefined, false, 3]}</p>`.markup).toBe(
    '<p title="&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;"><b>&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;</b>3</p>',
  )
})

test('the colours of a report are those of the screens', () => {
  const theme = readFileSync(join(import.meta.dirname, '../../../../src-renderer/ui/theme.css'), 'utf8')
  for (const token of tokens.trim().split('\n')) expect(theme).toContain(token.trim())
})
