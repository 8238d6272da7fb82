// MOST OF WHAT IS WRITTEN LIKE THIS WANTS SOMETHING. A weak sign: the label model finds out how weak.
x => {
  const letters = x.text.match(/\p{L}/gu) ?? []
  const capitals = letters.filter(letter => letter !== letter.toLowerCase())
  return letters.length > 20 && capitals.length > 0.6 * letters.length ? 'SPAM' : ABSTAIN
}
