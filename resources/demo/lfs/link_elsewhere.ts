// A link leads away from here, unless it leads to a moment of this very video ("…&t=2m19s").
x => {
  const link = h.match(x.text, /https?:\/\/[^\s"<]+|www\.\S+/i)
  if (!link) return ABSTAIN
  return /[?&;]t=\d/.test(link[0]) ? 'HAM' : 'SPAM'
}
