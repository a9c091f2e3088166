/** What is used of node-wifi 2.0.16, which brings no types. Nothing that it gives is trusted: see node-wifi.ts. */
declare module 'node-wifi' {
  interface NodeWifi {
    init(options: { iface: string | null }): void;
    scan(): Promise<unknown[]>;
    getCurrentConnections(): Promise<unknown[]>;
  }
  const wifi: NodeWifi;
  export default wifi;
}
