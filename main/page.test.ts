import { describe, expect, test } from 'vitest';
import { answer, pageOrigin } from './page.ts';

const folder = '/program/out/renderer';
const files: Record<string, string> = { [`${folder}/index.html`]: '<html>', [`${folder}/assets/index-1.js`]: 'code', '/program/out/main/index.js': 'secret', [`${folder}/notes.txt`]: 'text' };
const source = {
  folder,
  read: async (path: string) => {
    const content = files[path];
    if (content === undefined) throw new Error('ENOENT');
    return new TextEncoder().encode(content);
  },
};
const ask = (url: string, method = 'GET') => answer({ url, method }, source);

describe('the page’s own scheme', () => {
  test('serves the page at the root, with its policy and without guessing of types', async () => {
    const response = await ask(`${pageOrigin}/`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('the policy begins with nothing, and allows nothing "unsafe"', async () => {
    const policy = (await ask(`${pageOrigin}/`)).headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toContain('unsafe');
  });

  test('serves a script as a script', async () => {
    const response = await ask(`${pageOrigin}/assets/index-1.js`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test.each([
    ['/../main/index.js'], ['/%2e%2e/main/index.js'], ['/..%2fmain/index.js'], ['/assets/..%2f..%2fmain/index.js'], ['/..%5cmain%5cindex.js'],
    ['/assets/%252e%252e/index.html'], ['//main/index.js'], ['/index.html%00.js'], ['/%zz'], ['/assets'], ['/missing.js'], ['/notes.txt'],
  ])('%s is not found', async (path) => {
    expect((await ask(`${pageOrigin}${path}`)).status).toBe(404);
  });

  test('another host, or another scheme, is not found', async () => {
    expect((await ask('handover://other/')).status).toBe(404);
    expect((await ask('https://app/')).status).toBe(404);
  });

  test('nothing can be sent to it', async () => {
    expect((await ask(`${pageOrigin}/`, 'POST')).status).toBe(405);
  });
});
