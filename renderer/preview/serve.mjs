// Shows the window on fixture states: `node renderer/preview/serve.mjs`, then open the address it prints.
import { createServer } from 'vite';
import react from '@vitejs/plugin-react';

const server = await createServer({ root: new URL('..', import.meta.url).pathname, configFile: false, plugins: [react()], server: { port: Number(process.env.PORT ?? 5199), host: '127.0.0.1' }, logLevel: 'warn' });
await server.listen();
console.log(`${server.resolvedUrls?.local[0]}preview/index.html?state=offer&theme=light&language=en`);
