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
// Somebody is there: what he may open next is read while he looks.
for (const sign of ['pointermove', 'keydown']) addEventListener(sign, () => requestIdleCallback(() => { readAllParts().catch(() => { /* told where it is opened */ }); }), { once: true });
createRoot(root).render(
  <StrictMode>
    <Provide host={createHost(window.handover)} view={createView()}><App /></Provide>
  </StrictMode>,
);
