// A comment that asks for subscribers is not about the video.
x =>
  h.anyOf(x.text, ['subscribe', 'subscriber', 'subscribers', 'subscribed', 'sub', 'subs', 'sub4sub']) ? 'SPAM' : ABSTAIN
