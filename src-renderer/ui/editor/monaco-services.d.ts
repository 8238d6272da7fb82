/** As much of Monaco's inner services as is used here; it declares only its outer ones. */
declare module 'monaco-editor/editor/standalone/browser/standaloneServices' {
  export const StandaloneServices: { get<Service>(service: ServiceId<Service>): Service }
}

declare module 'monaco-editor/platform/storage/common/storage' {
  export const IStorageService: ServiceId<{ store(key: string, value: boolean, scope: number, target: number): void }>
}

/** Only tells what it stands for. */
interface ServiceId<Service> {
  readonly of?: Service
}
