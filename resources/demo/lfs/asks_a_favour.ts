// Comments seldom beg. Advertising does, and repeats itself: two kinds of asking count even without a "please".
x => {
  if (h.anyOf(x.text, ['please', 'plz', 'pls', 'help me', 'add me', 'thumbs up'])) return 'SPAM'
  const asks = ['like', 'share', 'follow', 'vote', 'visit', 'watch', 'support', 'donate'].filter(
    ask => h.count(x.text, ask) > 0,
  )
  return asks.length > 1 ? 'SPAM' : ABSTAIN
}
