import { expect, test, vi } from 'vitest'
import { menuTemplate } from './menu.ts'

const rolesOf = (platform: NodeJS.Platform, isCheckout = false): (string | undefined)[] =>
  menuTemplate({ platform, isCheckout, openProject: () => {} }).flatMap(menu => [
    menu.role,
    ...(Array.isArray(menu.submenu) ? menu.submenu.map(item => item.role) : []),
  ])

test('developer tools are only in a checkout', () => {
  expect(rolesOf('linux', false)).not.toContain('toggleDevTools')
  expect(rolesOf('linux', true)).toContain('toggleDevTools')
})

test('a Mac has its own first menu and closes windows; others quit', () => {
  expect(rolesOf('darwin')[0]).toBe('appMenu')
  expect(rolesOf('darwin')).toContain('close')
  expect(rolesOf('linux')).toContain('quit')
})

test('"Open project …" asks for a project', () => {
  const openProject = vi.fn()
  const [file] = menuTemplate({ platform: 'linux', isCheckout: false, openProject })
  const [open] = Array.isArray(file?.submenu) ? file.submenu : []
  open?.click?.({} as never, undefined, {} as never)
  expect(openProject).toHaveBeenCalledOnce()
})
