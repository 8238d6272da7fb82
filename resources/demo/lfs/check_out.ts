// "Check out my…", "CHECK THIS OUT", "chk it out please": all within one sentence.
x => (/\bche?c?k\b[^.!?]{0,30}\bout\b/i.test(x.text) ? 'SPAM' : ABSTAIN)
