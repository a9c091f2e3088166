// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Boundary } from './Boundary.tsx';

afterEach(cleanup);

it('a part that fails to draw is replaced, and tried again on demand', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  let fails = true;
  const Part = () => { if (fails) throw new Error('no'); return <p>here</p>; };
  render(<><Boundary failed="failed" again="again"><Part /></Boundary><p>beside</p></>);
  expect(screen.queryByText('here')).toBeNull();
  expect(screen.getByText('beside')).toBeTruthy();
  fails = false;
  fireEvent.click(screen.getByText('again'));
  expect(screen.getByText('here')).toBeTruthy();
  told.mockRestore();
});
