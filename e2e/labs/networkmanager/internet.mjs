// The far side of a lab's uplinks: answers NetworkManager's connectivity check on port 80 and, with --echo, sends
// back whatever comes on port 7, TCP and UDP. Parameters: the file that says how to answer the check (full, portal or
// limited; read at each request), the address that a portal leads to, and --echo.
import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';

const [modeFile = '', portal = '', echo = ''] = process.argv.slice(2);

/** @type {(status: string, headers: string, body: string) => string} */
const answer = (status, headers, body) => `HTTP/1.1 ${status}\r\n${headers}Content-Type: text/plain\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

createServer(socket => {
  socket.on('error', () => undefined);
  socket.setTimeout(5_000, () => socket.destroy());
  socket.once('data', () => {
    switch (readFileSync(modeFile, 'utf8').trim()) {
      case 'limited': socket.resetAndDestroy(); break;
      case 'portal': socket.end(answer('302 Found', `Location: http://${portal}/login\r\n`, 'log in')); break;
      default: socket.end(answer('200 OK', 'X-NetworkManager-Status: online\r\n', 'NetworkManager is online\n'));
    }
  });
}).listen(80, '::');

if (echo === '--echo') {
  createServer(socket => {
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    socket.pipe(socket);
  }).listen(7, '::');
  const datagrams = createSocket('udp6');
  datagrams.on('error', () => undefined);
  datagrams.on('message', (message, { address, port }) => datagrams.send(message, port, address, () => undefined));
  datagrams.bind(7, '::');
}
process.stdout.write('ready\n');
