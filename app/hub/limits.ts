/** What one client may take, so that none harms the others (docs/socket.md). Each has a test. */
export interface HubLimits {
  /** Clients at a time. */
  clients: number;
  /** Bytes of one message from a client. */
  messageSize: number;
  /** Requests a second of one client; as many may come at once. */
  requestRate: number;
  /** Sessions of one client. */
  sessions: number;
  /** Subscriptions of one client. */
  subscriptions: number;
  /** Bytes that wait for a client to read them. Above, subscriptions lapse and its requests wait. */
  unread: number;
  /** … and with this much waiting it is dropped: its sessions' events are never left out, and may not fill the memory. */
  mostUnread: number;
  /** Lines that are no message, until a client is dropped. */
  malformed: number;
  /** ms from connecting to `hello`. */
  helloTime: number;
  /** ms from the first byte of a message to its last. */
  messageTime: number;
  /** ms without reading anything of what waits. */
  stalledTime: number;
}

export const defaultLimits: HubLimits = {
  clients: 32, messageSize: 2 ** 20, requestRate: 1000, sessions: 64, subscriptions: 8,
  unread: 2 ** 20, mostUnread: 8 * 2 ** 20, malformed: 100,
  helloTime: 5_000, messageTime: 10_000, stalledTime: 30_000,
};
