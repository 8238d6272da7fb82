// A comment about the music is about the video, as long as it is not about music of their own.
x => {
  const music = h.anyOf(x.text, ['song', 'songs', 'lyrics', 'beat', 'dance', 'chorus', 'melody', 'catchy', 'voice'])
  const own = /\b(my|our)\b|https?:/i
  return music && !own.test(x.text) ? 'HAM' : ABSTAIN
}
