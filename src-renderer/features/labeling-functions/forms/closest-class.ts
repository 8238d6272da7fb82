/** The class that a label of a model is called like, whatever the case and the signs in it. */
export function closestClass(label: string, classNames: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const wanted = plain(label)
  const same = classNames.find(name => plain(name) === wanted)
  if (same !== undefined || wanted.length < 3) return same
  const within = classNames.filter(
    name => plain(name).length >= 3 && (plain(name).startsWith(wanted) || wanted.startsWith(plain(name))),
  )
  return within.length === 1 ? within[0] : undefined
}

/** Of the labels of a model those that are called like a class, with it. */
export const classesOf = (labels: readonly string[], classNames: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    labels.flatMap(label => {
      const found = closestClass(label, classNames)
      return found === undefined ? [] : [[label, found]]
    }),
  )
