// "Best song ever!" has little room for advertising.
x => (h.words(x.text).length < 6 && !h.contains(x.text, 'http') ? 'HAM' : ABSTAIN)
