import type koffiModule from 'koffi';

/** What takes a password, or has no program of its own, on macOS. */
export interface CoreWlan {
  /** Joins; the system keeps the password in its keychain. Rejects in the system's words. */
  associate(device: string, ssid: Buffer, password: string | null): Promise<void>;
  disassociate(device: string): void;
}

/** CoreWLAN through the Objective-C runtime by koffi. Throws where there is none. */
export function openCoreWlan(koffi: typeof koffiModule): CoreWlan {
  const runtime = koffi.load('/usr/lib/libobjc.A.dylib');
  koffi.load('/System/Library/Frameworks/CoreWLAN.framework/CoreWLAN');
  const classOf = runtime.func('void *objc_getClass(str name)');
  const selector = runtime.func('void *sel_registerName(str name)');
  const pushPool = runtime.func('void *objc_autoreleasePoolPush()');
  const popPool = runtime.func('void objc_autoreleasePoolPop(void *pool)');
  // One function of the runtime, called by the signature of the method that is meant.
  const send = runtime.func('objc_msgSend', 'void *', ['void *', 'void *']);
  const sendText = runtime.func('objc_msgSend', 'void *', ['void *', 'void *', 'str']);
  const sendBytes = runtime.func('objc_msgSend', 'void *', ['void *', 'void *', 'void *', 'uint64_t']);
  const sendObject = runtime.func('objc_msgSend', 'void *', ['void *', 'void *', 'void *']);
  const sendForSet = runtime.func('objc_msgSend', 'void *', ['void *', 'void *', 'void *', koffi.out(koffi.pointer('void *'))]);
  const sendJoin = runtime.func('objc_msgSend', 'bool', ['void *', 'void *', 'void *', 'void *', koffi.out(koffi.pointer('void *'))]);
  const sendForText = runtime.func('objc_msgSend', 'str', ['void *', 'void *']);

  const text = (value: string): unknown => sendText(classOf('NSString'), selector('stringWithUTF8String:'), value);
  const interfaceOf = (device: string): unknown => {
    const found = sendObject(send(classOf('CWWiFiClient'), selector('sharedWiFiClient')), selector('interfaceWithName:'), text(device)) as unknown;
    if (found === null) throw new Error('This Wi-Fi device is no longer there.');
    return found;
  };
  const wordsOf = (error: unknown): string => (error === null ? 'macOS gives no reason.' : sendForText(send(error, selector('localizedDescription')), selector('UTF8String')) as string);
  const pooled = <T>(run: () => T): T => {
    const pool = pushPool() as unknown;
    try { return run(); } finally { popPool(pool); }
  };

  return {
    associate: async (device, ssid, password) => pooled(() => {
      const by = interfaceOf(device);
      const data = sendBytes(classOf('NSData'), selector('dataWithBytes:length:'), ssid, ssid.length) as unknown;
      const error: unknown[] = [null];
      const networks = sendForSet(by, selector('scanForNetworksWithSSID:error:'), data, error) as unknown;
      const network = networks === null ? null : send(networks, selector('anyObject')) as unknown;
      if (network === null) throw new Error(error[0] === null ? 'This network is not in reach any more.' : wordsOf(error[0]));
      if (!(sendJoin(by, selector('associateToNetwork:password:error:'), network, password === null ? null : text(password), error) as boolean)) throw new Error(wordsOf(error[0]));
    }),
    disassociate: (device) => pooled(() => { send(interfaceOf(device), selector('disassociate')); }),
  };
}
