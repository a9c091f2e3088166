// @vitest-environment happy-dom
import { cleanup, fireEvent, render } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createTexts, showName } from '../../app/text/index.ts';
import { hostile, hostileNames } from '../fixtures/states.ts';
import { settled, show } from '../fixtures/render.tsx';
import { Name } from './Name.tsx';

afterEach(() => { cleanup(); });
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

describe('a name of 32 bytes of anything', () => {
  it('is one line of text and named marks: no control, no direction, no element of its own', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 32 }), (bytes) => {
      const { container } = render(<Name name={showName({ hex: hexOf(bytes) })} />);
      expect(container.textContent).not.toMatch(/(?!\u200D)[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u);
      expect(container.textContent).not.toBe('');
      expect(container.querySelectorAll('bdi *:not(span)')).toHaveLength(0);
      cleanup();
    }), { numRuns: 300 });
  });

  it('is copied as its bytes', async () => {
    const shown = await show(hostile(), { view: { accessPoint: 'wlan:escape' } });
    let copied = '';
    // The page copies by the copy command, which this document does not know.
    document.execCommand = () => document.dispatchEvent(Object.assign(new Event('copy'), { clipboardData: { setData: (_: string, text: string) => { copied = text; } } }));
    fireEvent.click(shown.getByRole('button', { name: createTexts('en').t('copy', { what: `Name, hex ${hostileNames.escape!}` }) }));
    await settled();
    expect(copied).toBe(hostileNames.escape);
    shown.end();
  });
});
