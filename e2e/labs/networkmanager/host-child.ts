import { openHost } from '../../../app/host/index.ts';

/**
 * A whole Handover that is to die in the middle of a trial: moves its session to the second link, says so when the tests
 * have passed, and waits to be killed. Parameters: the data folder, the access points from and to (recovery.test.ts
 * builds it; the bus comes by the environment).
 */
const [dataFolder = '', from = '', to = ''] = process.argv.slice(2);
const host = await openHost({ dataFolder, driver: 'networkmanager' });
await host.request(host.desktop, 'settings.change', { roaming: { countdown: 60_000 } });
const { id } = await host.request(host.desktop, 'serviceNetwork.save', { id: null, name: 'Office', members: [from, to] });
const { session } = await host.request(host.desktop, 'session.create', { configuration: id });
let isMoving = false;
const look = (): void => {
  const { state } = host.snapshot();
  if (state.trial?.phase === 'passed') process.stdout.write('passed\n');
  if (isMoving || state.sessions[session]?.activeConfiguration !== from) return;
  isMoving = true;
  void host.request(host.desktop, 'session.roamTo', { session, configuration: to });
};
host.on('state.patch', () => { queueMicrotask(look); });
await host.request(host.desktop, 'session.open', { session });
setInterval(() => undefined, 2 ** 30);
