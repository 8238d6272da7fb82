export type ThemeChoice = 'system' | 'light' | 'dark'
const CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark']
const STORAGE_KEY = 'heddle.theme'

/** What the person chose, kept between visits, and what the page shows because of it. */
class Theme {
  choice = $state<ThemeChoice>('system')
  #systemIsDark = $state(false)
  shown = $derived<'light' | 'dark'>(this.choice === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.choice)

  /** Reads the stored choice and follows the system; to be called once, before the page is drawn. */
  start(): void {
    const system = matchMedia('(prefers-color-scheme: dark)')
    this.#systemIsDark = system.matches
    system.addEventListener('change', event => (this.#systemIsDark = event.matches))
    const stored = localStorage.getItem(STORAGE_KEY)
    this.choose(CHOICES.find(choice => choice === stored) ?? 'system')
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice
    localStorage.setItem(STORAGE_KEY, choice)
    if (choice === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = choice
  }
}

export const theme = new Theme()
