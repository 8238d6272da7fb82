import { contextBridge, ipcRenderer } from 'electron/renderer'
import { bridgeHost } from './host-bridge.ts'

bridgeHost(contextBridge, ipcRenderer, window)
