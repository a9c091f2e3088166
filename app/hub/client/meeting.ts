/** How the programs of a user meet their host. Which way it is, is handed down from `meetingHere`; nothing below asks for the platform. */
export type Meeting =
  /** By a local socket, in a folder that nobody else enters; the path is the socket's. */
  | { readonly by: 'socket' }
  /**
   * By a named pipe, which every user of the machine sees and may connect to. Its name is random; it stands, with the two words
   * below, in a file that the user alone reads; the path is that file's. `names`: what a pipe's name begins with.
   */
  | { readonly by: 'pipe'; readonly names: string };

/** The way of this platform. */
export const meetingHere: Meeting = process.platform === 'win32' ? { by: 'pipe', names: String.raw`\\.\pipe\handover-` } : { by: 'socket' };

/** What the file of a meeting is called in its folder. */
export const meetingName = ({ by }: Meeting): string => (by === 'pipe' ? 'hub.json' : 'hub.sock');

/** Two words that whoever may read the file knows. */
export interface Words {
  /** The client presents it in `hello`. */
  readonly token: string;
  /** The host presents it in its answer: whoever took the name of a pipe that has gone does not know it. */
  readonly answer: string;
}

/** What the file says. */
export interface NamedPipe extends Words { readonly pipe: string }

const isWord = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/** null: it is no such file, or names something that is no pipe of Handover. */
export function readNamedPipe(text: string, { names }: Meeting & { by: 'pipe' }): NamedPipe | null {
  let said: Partial<Record<keyof NamedPipe, unknown>> | null;
  try { said = JSON.parse(text) as typeof said; } catch { return null; }
  const { pipe, token, answer } = said ?? {};
  return typeof pipe === 'string' && pipe.startsWith(names) && /^[0-9a-f]{32}$/.test(pipe.slice(names.length)) && isWord(token) && isWord(answer) ? { pipe, token, answer } : null;
}
