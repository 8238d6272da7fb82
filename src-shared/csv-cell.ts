/** RFC 4180. U+FEFF is quoted because it would be taken for a byte order mark at the beginning of a file; blanks because they would be a blank line. */
export const csvCell = (text: string): string =>
  /[",\r\n]|^\uFEFF|^\s+$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
