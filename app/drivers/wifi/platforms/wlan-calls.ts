import type koffiModule from 'koffi';

/** The functions of Windows that are called, each with what it left in memory as bytes. A failure is thrown in words. */
export interface WlanCalls {
  interfaces(): Buffer;
  networks(guid: Buffer): Buffer;
  bsses(guid: Buffer): Buffer;
  profiles(guid: Buffer): Buffer;
  profileXml(guid: Buffer, name: string): string;
  /** null: not connected. */
  connection(guid: Buffer): Buffer | null;
  rows(): Buffer;
  scan(guid: Buffer): void;
  setProfile(guid: Buffer, xml: string): void;
  deleteProfile(guid: Buffer, name: string): void;
  connect(guid: Buffer, profile: string): void;
  disconnect(guid: Buffer): void;
  watch(changed: () => void): () => void;
}

const statuses: Readonly<Record<number, string>> = {
  5: 'Windows does not allow it. Names and levels of networks need Location: Settings, Privacy & security, Location.',
  1168: 'This network is not stored any more.', 1062: 'The WLAN service of Windows does not run.', 2150899714: 'The radio is switched off.',
};
const currentConnection = 7;
const allSources = 0xffff;
const notConnected = [5023, 1168];

/** Windows' own WLAN API by koffi, which brings its native part for Windows. Throws where there is none. */
export function openWlanCalls(koffi: typeof koffiModule): WlanCalls {
  const wlan = koffi.load('wlanapi.dll');
  const helper = koffi.load('iphlpapi.dll');
  const fn = {
    open: wlan.func('uint32_t WlanOpenHandle(uint32_t version, void *reserved, _Out_ uint32_t *negotiated, _Out_ void **handle)'),
    interfaces: wlan.func('uint32_t WlanEnumInterfaces(void *handle, void *reserved, _Out_ void **list)'),
    networks: wlan.func('uint32_t WlanGetAvailableNetworkList(void *handle, void *guid, uint32_t flags, void *reserved, _Out_ void **list)'),
    bsses: wlan.func('uint32_t WlanGetNetworkBssList(void *handle, void *guid, void *ssid, uint32_t type, int secure, void *reserved, _Out_ void **list)'),
    profiles: wlan.func('uint32_t WlanGetProfileList(void *handle, void *guid, void *reserved, _Out_ void **list)'),
    profile: wlan.func('uint32_t WlanGetProfile(void *handle, void *guid, str16 name, void *reserved, _Out_ void **xml, void *flags, void *access)'),
    query: wlan.func('uint32_t WlanQueryInterface(void *handle, void *guid, uint32_t code, void *reserved, _Out_ uint32_t *size, _Out_ void **data, void *type)'),
    scan: wlan.func('uint32_t WlanScan(void *handle, void *guid, void *ssid, void *data, void *reserved)'),
    setProfile: wlan.func('uint32_t WlanSetProfile(void *handle, void *guid, uint32_t flags, str16 xml, void *security, int overwrite, void *reserved, _Out_ uint32_t *reason)'),
    deleteProfile: wlan.func('uint32_t WlanDeleteProfile(void *handle, void *guid, str16 name, void *reserved)'),
    connect: wlan.func('uint32_t WlanConnect(void *handle, void *guid, void *parameters, void *reserved)'),
    disconnect: wlan.func('uint32_t WlanDisconnect(void *handle, void *guid, void *reserved)'),
    register: wlan.func('uint32_t WlanRegisterNotification(void *handle, uint32_t sources, int ignoreDuplicates, void *callback, void *context, void *reserved, void *before)'),
    free: wlan.func('void WlanFreeMemory(void *memory)'),
    rows: helper.func('uint32_t GetIfTable2(_Out_ void **table)'),
    freeTable: helper.func('void FreeMibTable(void *table)'),
  };
  const check = (status: number): void => { if (status !== 0) throw new Error(statuses[status] ?? `Windows says no (error ${status}).`); };
  const copy = (pointer: unknown, length: number): Buffer => Buffer.from(Buffer.from(koffi.view(pointer, length)));

  const opened: unknown[] = [null];
  check(fn.open(2, null, [0], opened));
  const [handle] = opened;

  /** What a function gives is copied, and given back. `sizeOf` reads its length off its first eight bytes. */
  const taken = (call: (out: unknown[]) => number, sizeOf: (head: Buffer) => number, free = fn.free): Buffer => {
    const out: unknown[] = [null];
    check(call(out));
    try {
      return copy(out[0], sizeOf(copy(out[0], 8)));
    } finally {
      free(out[0]);
    }
  };
  const listOf = (size: number) => (head: Buffer): number => 8 + Math.min(head.readUInt32LE(0), 4_096) * size;

  return {
    interfaces: () => taken((out) => fn.interfaces(handle, null, out), listOf(532)),
    networks: (guid) => taken((out) => fn.networks(handle, guid, 0, null, out), listOf(628)),
    bsses: (guid) => taken((out) => fn.bsses(handle, guid, null, 1, 0, null, out), (head) => 8 + Math.min(head.readUInt32LE(4), 4_096) * 360),
    profiles: (guid) => taken((out) => fn.profiles(handle, guid, null, out), listOf(516)),
    profileXml(guid, name) {
      const out: unknown[] = [null];
      check(fn.profile(handle, guid, name, null, out, null, null));
      try {
        return koffi.decode(out[0], 'char16_t', -1) as string;
      } finally {
        fn.free(out[0]);
      }
    },
    connection(guid) {
      const out: unknown[] = [null];
      const status = fn.query(handle, guid, currentConnection, null, [0], out, null) as number;
      if (notConnected.includes(status)) return null;
      check(status);
      try {
        return copy(out[0], 604);
      } finally {
        fn.free(out[0]);
      }
    },
    rows: () => taken((out) => fn.rows(out), listOf(1352), fn.freeTable),
    scan: (guid) => check(fn.scan(handle, guid, null, null, null)),
    setProfile: (guid, xml) => check(fn.setProfile(handle, guid, 0, xml, null, 1, null, [0])),
    deleteProfile: (guid, name) => check(fn.deleteProfile(handle, guid, name, null)),
    connect(guid, profile) {
      // WLAN_CONNECTION_PARAMETERS: mode 0 (a profile), its name, no SSID, no BSSIDs, any kind of network, no flags.
      const type = koffi.struct({ mode: 'uint32_t', profile: 'str16', ssid: 'void *', bssids: 'void *', kind: 'uint32_t', flags: 'uint32_t' });
      check(fn.connect(handle, guid, koffi.as({ mode: 0, profile, ssid: null, bssids: null, kind: 1, flags: 0 }, koffi.pointer(type)), null));
    },
    disconnect: (guid) => check(fn.disconnect(handle, guid, null)),
    watch(changed) {
      // It comes from a thread of Windows; koffi carries it over to this one.
      const callback = koffi.register(() => changed(), koffi.pointer(koffi.proto('void (void *data, void *context)')));
      check(fn.register(handle, allSources, 1, callback, null, null, null));
      return () => {
        fn.register(handle, 0, 1, null, null, null, null);
        koffi.unregister(callback);
      };
    },
  };
}
