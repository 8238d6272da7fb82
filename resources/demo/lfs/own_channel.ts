// Spammers write of what is theirs: "my channel", "our new song", "my vids".
x =>
  h.match(x.text, /\b(my|our)\b.{0,20}\b(channel|video|vid|page|song|cover|music|band|site)s?\b/i) ? 'SPAM' : ABSTAIN
