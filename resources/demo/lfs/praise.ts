// Praise is for the video, unless a wish or a link comes with it.
x => {
  const wish = /\b(my|me|check|sub\w*)\b|https?:/i
  if (wish.test(x.text)) return ABSTAIN
  return h.anyOf(x.text, ['love', 'best', 'amazing', 'awesome', 'beautiful', 'favorite', 'nice', 'good', 'great'])
    ? 'HAM'
    : ABSTAIN
}
