import { extname, join, sep } from 'node:path';

/** Where the window's page lives: a scheme of our own instead of file:, so that it has an origin and no file access. */
export const pageOrigin = 'handover://app';

/** Kinds of files that a build of the renderer holds; nothing else is served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface PageSource {
  /** The built renderer; nothing outside is served. */
  readonly folder: string;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** What the page may do: its own scripts, styles and pictures, and nothing over any network. */
export const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'none'", "frame-src 'none'",
  "worker-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** Answers a request for a file of the page. Whatever is not plainly one of its files is "not found". */
export async function answer(request: Pick<Request, 'method' | 'url'>, source: PageSource): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const path = fileOf(request.url, source.folder);
  const type = path === null ? undefined : types[extname(path)];
  if (path === null || type === undefined) return refusal(404);

  let content: Uint8Array<ArrayBuffer>;
  try { content = await source.read(path); } catch { return refusal(404); }
  return new Response(request.method === 'HEAD' ? null : content, { headers: { 'content-type': type, ...always } });
}

/** No opener policy: this page opens no other and none opens it (guard.ts), and for the policy Chromium would start a second process at every start. */
const always = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // The build names its files by content, but the page itself keeps its name.
  'cache-control': 'no-cache',
};

const refusal = (status: 404 | 405): Response =>
  new Response(null, { status, headers: always });

/** The file that an address names; null when it is not inside the folder in plain words. */
export function fileOf(address: string, folder: string): string | null {
  let url: URL;
  let name: string;
  try {
    url = new URL(address);
    name = decodeURIComponent(url.pathname);
  } catch { return null; }
  if (`${url.protocol}//${url.host}` !== pageOrigin) return null;
  // URL has resolved the plain ".." already; what is left came in escaped and has no business here.
  if (/[\\\0%]/.test(name) || name.split('/').some((part) => part === '..' || part === '.')) return null;
  const path = join(folder, name === '/' ? 'index.html' : name);
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? path : null;
}
