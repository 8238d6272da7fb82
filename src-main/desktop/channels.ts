/** The names under which preload and main process speak. */
export const CHOOSE_FILE = 'choose-file'
export const SAVE_FILE = 'save-file'
export const PORT_WANTED = 'port-wanted'
export const PORT = 'port'
