import { contextBridge, ipcRenderer } from 'electron';

/** The window's only way out of its sandbox: few functions, JSON texts across. What may be asked for is the contract's; main checks it. */
contextBridge.exposeInMainWorld('handover', {
  platform: process.platform,
  request: (name: string, inputJson: string): Promise<string> => ipcRenderer.invoke('handover:request', name, inputJson),
  onPatch: (handler: (json: string) => void): (() => void) => {
    const listener = (_event: unknown, json: string): void => handler(json);
    ipcRenderer.on('handover:patch', listener);
    return () => { ipcRenderer.off('handover:patch', listener); };
  },
  onGo: (handler: (page: string) => void): (() => void) => {
    const listener = (_event: unknown, page: string): void => handler(page);
    ipcRenderer.on('handover:go', listener);
    return () => { ipcRenderer.off('handover:go', listener); };
  },
  watch: (what: 'accessPoints' | 'traffic', on: boolean): void => ipcRenderer.send('handover:watch', what, on),
});
