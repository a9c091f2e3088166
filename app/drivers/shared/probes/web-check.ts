import { request as requestPlain } from 'node:http';
import { request as requestSecured } from 'node:https';
import { isIP } from 'node:net';
import type { ProbeResult } from '../../../core/ports/probes.ts';
import type { Family, Source } from './source.ts';

/** Of an answer no more is read than this, bytes. */
const longestBody = 4096;
/** ms for one answer */
const answerLimit = 3_000;
/** Longest address of a portal that is kept. */
const longestAddress = 500;

/** What well-known addresses of this kind say when nobody stands in between, besides 204 and NetworkManager's header. */
const expected = [/^NetworkManager is online/, /^OK\s*$/, /^success\s*$/i, /^Microsoft (?:Connect Test|NCSI)\s*$/, /^\s*<HTML><HEAD><TITLE>Success<\/TITLE><\/HEAD><BODY>Success<\/BODY><\/HTML>\s*$/i];

export interface WebAnswer { status: number; location: string | undefined; isOnline: boolean; body: string }

/** Whether an answer came from the address that was asked, or from a portal in its place; null: neither can be said. */
export function judgeAnswer({ status, location, isOnline, body }: WebAnswer): { result: 'reached' } | { result: 'portal'; address: string | null } | null {
  if (isOnline || status === 204 || (status === 200 && expected.some((each) => each.test(body)))) return { result: 'reached' };
  // 511: Network Authentication Required (RFC 6585).
  if ((status >= 300 && status < 400) || status === 511) return { result: 'portal', address: showable(location) };
  // Another page under the address: somebody answers in its place.
  if (status >= 200 && status < 300) return { result: 'portal', address: null };
  return null;
}

function showable(location: string | undefined): string | null {
  if (location === undefined || location.length > longestAddress || !URL.canParse(location)) return null;
  const { protocol, href } = new URL(location);
  return protocol === 'http:' || protocol === 'https:' ? href : null;
}

/** Asks `url` once at one of its addresses, from one address of ours. No redirect is followed. Never rejects. */
export async function askWeb(url: URL, target: { address: string; family: Family }, source: Source, signal: AbortSignal): Promise<ProbeResult> {
  const begun = performance.now();
  try {
    const { answer, ms } = await fetchOnce(url, target, source, AbortSignal.any([signal, AbortSignal.timeout(answerLimit)]), begun);
    const judged = judgeAnswer(answer);
    if (!judged) return { result: 'silent' };
    return judged.result === 'reached' ? { result: 'answered', ms: Math.round(ms) } : judged;
  } catch {
    return { result: 'silent' };
  }
}

function fetchOnce(url: URL, target: { address: string; family: Family }, source: Source, signal: AbortSignal, begun: number): Promise<{ answer: WebAnswer; ms: number }> {
  const isSecured = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const request = (isSecured ? requestSecured : requestPlain)({
      host: target.address, family: target.family, port: url.port || (isSecured ? 443 : 80), path: `${url.pathname}${url.search}`, localAddress: source[target.family],
      setHost: false, headers: { Host: url.host, 'User-Agent': 'Handover', 'Cache-Control': 'no-cache', Connection: 'close' }, agent: false, signal,
      ...(isSecured && isIP(host) === 0 ? { servername: host } : {}),
    }, (response) => {
      const ms = performance.now() - begun;
      let body = '';
      const end = (): void => {
        resolve({ ms, answer: { status: response.statusCode ?? 0, location: response.headers.location, isOnline: response.headers['x-networkmanager-status'] === 'online', body } });
        request.destroy();
      };
      response.setEncoding('latin1');
      response.on('data', (chunk: string) => {
        body += chunk.slice(0, longestBody - body.length);
        if (body.length >= longestBody) end();
      });
      response.on('end', end);
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });
}
