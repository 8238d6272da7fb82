import BookOpen from '@lucide/svelte/icons/book-open'
import Boxes from '@lucide/svelte/icons/boxes'
import Braces from '@lucide/svelte/icons/braces'
import Copy from '@lucide/svelte/icons/copy'
import Equal from '@lucide/svelte/icons/equal'
import Quote from '@lucide/svelte/icons/quote'
import Regex from '@lucide/svelte/icons/regex'
import Ruler from '@lucide/svelte/icons/ruler'

/** How a labeling function may begin, in the order in which they are offered. */
export const kinds = [
  { id: 'keyword', title: 'Words', about: 'one of a few words or phrases', icon: Quote },
  { id: 'regex', title: 'Pattern', about: 'a regular expression', icon: Regex },
  { id: 'dictionary', title: 'Dictionary', about: 'a list of any length, from a file', icon: BookOpen },
  { id: 'threshold', title: 'Number', about: 'a length or a field, against a limit', icon: Ruler },
  { id: 'field-equals', title: 'Field', about: 'certain values of a field', icon: Equal },
  { id: 'similar', title: 'Like examples', about: 'texts that share rare words with yours', icon: Copy },
  { id: 'model', title: 'Model', about: 'what an ONNX classifier says, from a threshold on', icon: Boxes },
  { id: 'code', title: 'Code', about: 'anything, in TypeScript', icon: Braces },
] as const
