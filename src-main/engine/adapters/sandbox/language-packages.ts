/** Entries of the packages of the helpers for stems and languages: the sandbox process may read their folders. */
export const LANGUAGE_PACKAGES = [
  '@orama/stemmers/english',
  'franc-min',
  'trigram-utils',
  'n-gram',
  'collapse-white-space',
]
