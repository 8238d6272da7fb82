import type { AnyNode, Expression, Function as FunctionNode, Node } from 'acorn'

/** Every node below `root`, parents first. */
export function* nodesOf(root: Node): Generator<AnyNode> {
  const open: Node[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    yield node as AnyNode
    const inner = Object.values(node)
      .flat()
      .filter(
        (value): value is Node => typeof value === 'object' && value !== null && 'type' in value && 'start' in value,
      )
    open.push(...inner.reverse())
  }
}

/**
 * A copy of a labeling function that tells at which line it is: `marker(line)` before each statement, and
 * `marker(line, value)` around what it returns. It is run for the one record that hung, or that returned something odd,
 * where no stack tells the line. `code` must be what `lf` was parsed from, `marker` a name that does not occur in it.
 */
export function markLines(code: string, lf: FunctionNode, marker: string): string {
  const inserts: [at: number, order: number, text: string][] = []
  const insert = (at: number, text: string) => inserts.push([at, inserts.length, text])
  const call = (node: Node) => `${marker}(${node.loc!.start.line}`

  const markStatement = (node: Node, braces: boolean) => {
    if (node.type === 'FunctionDeclaration' || node.type === 'EmptyStatement') return
    insert(node.start, `${braces ? '{' : ''}${call(node)});`)
    if (braces) insert(node.end, '}')
  }
  const markValue = (node: Expression) => {
    if (node.type === 'ConditionalExpression') {
      insert(node.start, `(${call(node)}),`)
      markValue(node.consequent)
      markValue(node.alternate)
      return insert(node.end, ')')
    }
    insert(node.start, `(${call(node)}),${call(node)},(`)
    insert(node.end, ')))')
  }

  for (const node of nodesOf(lf)) {
    if (node.type === 'BlockStatement') for (const each of node.body) markStatement(each, false)
    if (node.type === 'SwitchCase') for (const each of node.consequent) markStatement(each, false)
    // Not below a label: its "continue" needs the loop itself there.
    if ('body' in node && node.type !== 'LabeledStatement' && isSingleStatement(node.body))
      markStatement(node.body, true)
    if (node.type === 'IfStatement') {
      if (isSingleStatement(node.consequent)) markStatement(node.consequent, true)
      if (isSingleStatement(node.alternate)) markStatement(node.alternate, true)
    }
    if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') markValue(node.body)
    if (node.type === 'ReturnStatement' && node.argument) markValue(node.argument)
  }
  return applied(code, inserts)
}

const isSingleStatement = (node: unknown): node is Node =>
  typeof node === 'object' &&
  node !== null &&
  'type' in node &&
  String(node.type).endsWith('Statement') &&
  node.type !== 'BlockStatement'

/** Of inserts at one place, closing ones come first and inner ones before outer ones. */
function applied(code: string, inserts: [at: number, order: number, text: string][]): string {
  const closes = (text: string) => /^[)}]/.test(text)
  inserts.sort(
    (a, b) => a[0] - b[0] || Number(closes(b[2])) - Number(closes(a[2])) || (closes(a[2]) ? b[1] - a[1] : a[1] - b[1]),
  )
  let done = 0
  let marked = ''
  for (const [at, , text] of inserts) {
    marked += code.slice(done, at) + text
    done = at
  }
  return marked + code.slice(done)
}
