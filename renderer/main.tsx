import './store/no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readAllParts } from './parts/onDemand.tsx';
import { App } from './shell/App.tsx';
import { Provide } from './store/context.tsx';
import { createHost } from './store/host-store.ts';
import { createView } from './store/view-store.ts';
import './styles/index.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

document.documentElement.dataset.platform = window.handover.platform;
// Somebody is there: what he may open next is read while he looks. A window that opens under a pointer at rest hears of a move of no length.
const readAhead = (event: Event): void => {
  if (event instanceof PointerEvent && event.movementX === 0 && event.movementY === 0) return;
  for (const sign of signs) removeEventListener(sign, readAhead);
  requestIdleCallback(() => { readAllParts().catch(() => { /* told where it is opened */ }); });
};
const signs = ['pointermove', 'keydown'];
for (const sign of signs) addEventListener(sign, readAhead);
createRoot(root).render(
  <StrictMode>
    <Provide host={createHost(window.handover)} view={createView()}><App /></Provide>
  </StrictMode>,
);
