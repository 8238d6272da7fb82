/** Why a labeling function is to be applied again, after its name or "it". */
export const lfStaleWords = ({ unseen }: { unseen: number }): string =>
  unseen > 0
    ? 'has records it has not seen'
    : 'has changed since it ran, or what it looks into has: a list, a model, gold or a helper'
