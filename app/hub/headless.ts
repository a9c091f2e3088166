import { parseArgs } from 'node:util';
import { RequestError } from '../contract/contract.ts';
import { driverChoices } from '../contract/values.ts';
import { openHost, type HostOptions } from '../host/index.ts';
import { defaultDataFolder, hubPath, PlaceError, takePlace, type Hub } from './index.ts';
import { program } from './program.ts';

const usage = `handover host: holds the sessions without a window. A window that is opened later attaches to it.
  --driver=${driverChoices.join('|')}
                                           which network (auto: NetworkManager where it answers, else simulated)
  --scenario=NAME|PATH --speed=N --seed=N  of the simulated network
  --data-folder=PATH                       settings and the record; with a socket of its own in it
  --events                                 print every session's events, one line of JSON each
It ends at SIGINT or SIGTERM. Exit codes: 2 wrong arguments, 3 another host is running, 4 the socket cannot be made safely.`;

/** The host under plain Node, without Electron. */
async function main(): Promise<void> {
  const { options, path, events } = readOptions();
  const place = await takePlace(path);
  if (!place) {
    console.error(`A host is running already, at ${path}. There is one for each user; \`handover status\` shows what it does.`);
    process.exit(3);
  }
  let hub: Hub | null = null;
  const host = await openHost({ ...options, canAsk: () => hub?.hasWindow ?? false }).catch((error: unknown) => { place.leave(); throw error; });
  hub = await place.serve({ host, program });
  const print = (line: unknown) => { process.stdout.write(`${JSON.stringify(line)}\n`); };
  const { driver } = host.snapshot().state;
  print({ event: 'ready', socket: path, driver: driver.name, available: driver.available, reason: driver.unavailableReason });
  if (events) host.on('session.event', ({ session, event }) => { print({ at: Date.now(), session, ...event }); });
  const stop = () => {
    hub?.stop();
    void host.stop().then(() => { process.exit(0); });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readOptions(): { options: HostOptions; path: string; events: boolean } {
  const { values } = parseArgs({
    options: {
      driver: { type: 'string' }, scenario: { type: 'string' }, speed: { type: 'string' }, seed: { type: 'string' },
      'data-folder': { type: 'string' }, events: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) { console.log(usage); process.exit(0); }
  const { driver } = values;
  const chosen = driverChoices.find((each) => each === driver);
  if (driver !== undefined && !chosen) throw new RequestError('invalidInput', `--driver=${driver} is not known. It can be ${driverChoices.join(', ')}.`);
  const number = (name: 'speed' | 'seed') => {
    const text = values[name];
    if (text === undefined) return undefined;
    if (text.trim() === '' || !Number.isFinite(Number(text))) throw new RequestError('invalidInput', `--${name}=${text} is no number.`);
    return Number(text);
  };
  const speed = number('speed');
  const seed = number('seed');
  const dataFolder = values['data-folder'];
  return {
    path: hubPath(dataFolder), events: values.events === true,
    options: {
      dataFolder: dataFolder ?? defaultDataFolder(),
      ...(chosen && { driver: chosen }), ...(values.scenario !== undefined && { scenario: values.scenario }),
      ...(speed !== undefined && { speed }), ...(seed !== undefined && { seed }),
    },
  };
}

main().catch((error: unknown) => {
  const expected = error instanceof RequestError || (error instanceof Error && error.name === 'ScenarioError') || error instanceof PlaceError || (error instanceof TypeError && 'code' in error);
  console.error(expected ? error.message : error);
  process.exit(error instanceof PlaceError ? 4 : expected ? 2 : 1);
});
